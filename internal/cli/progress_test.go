package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// TestPrintable: a training's output can do nothing to a terminal or to the
// log of a job.
func TestPrintable(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"epoch 1  loss 0.5":   "epoch 1  loss 0.5",
		"ä ✓ 日本":              "ä ✓ 日本",
		"a\tb":                "a    b",
		"\x1b[31mred\x1b[0m":  `\x1b[31mred\x1b[0m`,
		"back\bspace\x7f":     `back\x08space\x7f`,
		"\u202egpj.exe":       `\x202egpj.exe`,
		"x\u0085y":            `x\x85y`,
		"##[error]no":         "# #[error]no",
		"a ##[group]##[debug": "a # #[group]# #[debug",
		"":                    "",
	} {
		if got := printable(line); got != want {
			t.Errorf("printable(%q) = %q, want %q", line, got, want)
		}
	}
	long := printable(strings.Repeat("x", 100_000))
	if len(long) > 2100 || !strings.HasSuffix(long, " …") {
		t.Errorf("a line of 100,000 became %d long, ending %q", len(long), long[max(0, len(long)-5):])
	}
}

// TestProgress: on a terminal the last line says what is waited for and gives
// way to everything else; in a log each line is written once.
func TestProgress(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		live, silent, verbose bool
		want                  string
	}{
		"a log":        {false, false, false, "  | epoch 1\n  | epoch 2\n\n"},
		"told all":     {false, false, true, "  branch    reproduce/iris/v1\n  | epoch 1\n  | epoch 2\n\n  metrics   4\n"},
		"quiet":        {false, true, true, ""},
		"a terminal":   {true, false, false, "  training make, 0s\r\r\x1b[K\r  | epoch 1\n  training make, 0s\r\r\x1b[K\r  training make, 0s  50%\r\r\x1b[K\r  | epoch 2\n  training make, 0s\r\r\x1b[K\r\n"},
		"for machines": {true, true, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			p := &progress{w: &out, hide: strings.TrimSpace, live: tt.live, silent: tt.silent, verbose: tt.verbose}
			p.step("branch", "reproduce/iris/v1")
			p.begin("training make")
			if _, err := p.Write([]byte("epoch 1\n")); err != nil {
				t.Fatal(err)
			}
			if _, err := p.Write([]byte("50%\r")); err != nil {
				t.Fatal(err)
			}
			if _, err := p.Write([]byte("epoch 2\r\n")); err != nil {
				t.Fatal(err)
			}
			p.end()
			p.end() // there is nothing to end any more
			p.step("metrics", "4")
			if got := out.String(); got != tt.want {
				t.Errorf("written %q\nwant    %q", got, tt.want)
			}
		})
	}
}

// TestProgressInALog: a log is told once a minute that the wait goes on.
func TestProgressInALog(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	start := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	p := &progress{w: &out, hide: strings.TrimSpace, status: "training make", since: start}
	for seconds := range 150 {
		p.draw(start.Add(time.Duration(seconds) * time.Second))
	}
	if got, want := out.String(), "  training make, still running after 1m0s\n  training make, still running after 2m0s\n"; got != want {
		t.Errorf("written %q\nwant    %q", got, want)
	}
}

// TestProgressStaysInOneLine: a status longer than the terminal is wide is cut,
// after the secrets went out of it.
func TestProgressStaysInOneLine(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	hide := func(text string) string { return strings.ReplaceAll(text, "s3cret", "***") }
	p := &progress{w: &out, live: true, width: 40, hide: hide, status: "training make run", since: time.Now()}
	if _, err := p.Write([]byte("downloading with s3cret from afar\r")); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "  training make run, 0s  downloading w…\r"; got != want {
		t.Errorf("written %q\nwant    %q", got, want)
	}
	out.Reset()
	p.width = 44
	if _, err := p.Write([]byte("downloading with s3cret from afar\r")); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); strings.Contains(got, "s3") {
		t.Errorf("written %q: half of a secret", got)
	}
}
