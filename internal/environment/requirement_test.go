package environment

import (
	"strings"
	"testing"
)

// TestParseLine: a line is a package with parts that are what they are to be, or nothing.
func TestParseLine(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"numpy":           "numpy",
		"NumPy == 1.26.4": "numpy==1.26.4",
		"a[x, y] >= 1, < 2 ; python_version < '3.12'": "a[x,y]>=1,<2 ; python_version < '3.12'",
		"a (>=1)":                            "a>=1",
		"a===1.0":                            "a==1.0",
		"a~=1.4.2":                           "a~=1.4.2",
		"a==1.*":                             "a==1.*",
		"-i http://index.example.com/simple": "",
		"--extra-index-url=https://u:p@index.example.com": "",
		"-r /etc/passwd": "",
		"a==1.0 --index-url http://index.example.com": "",
		"a @ git+https://host.example.com/a":          "",
		"a @ file:///etc/passwd":                      "",
		"git+https://host.example.com/a#egg=a":        "",
		"https://host.example.com/a-1.0.whl":          "",
		"./a-1.0.whl":                                 "",
		"/tmp/a.whl":                                  "",
		"two words==1":                                "",
		"two words":                                   "",
		"a==1 b==2":                                   "",
		"a==1; x --hash=1":                            "",
		"a==1 ; python_version > '3' \\":              "",
		"a==$HOME":                                    "",
		"a==1`id`":                                    "",
		"a[x;y]==1":                                   "",
		"é==1":                                        "",
		"a==":                                         "",
		"":                                            "",
	} {
		got := ""
		if r, ok := parseLine(line); ok {
			got = r.String()
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", line, got, want)
		}
	}
}

// FuzzParseLine: whatever a line says, what is taken of it has neither address nor option.
func FuzzParseLine(f *testing.F) {
	for line := range strings.Lines(hostileList) {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		r, ok := parseLine(line)
		if text := r.String(); ok && (strings.ContainsAny(text, "/\\@#:$`\n\r") || strings.Contains(text, "--") || strings.HasPrefix(text, "-")) {
			t.Fatalf("%q gives %q", line, text)
		}
	})
}
