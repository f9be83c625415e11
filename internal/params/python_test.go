package params

import (
	"os/exec"
	"strings"
	"testing"
)

// What Python prints is read back as the same value, and printed the same.
func TestPythonLiterals(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"5", "-5", "0", "0.1", "-0.0", "1e-05", "1e+20", "1.5e+300", "123456789012345678901234567890", "nan", "inf", "-inf",
		"True", "False", "None", "[]", "()", "{}", "[1, 2]", "(1,)", "(1, 2)", "['a', 'b']", `["it's"]`, `['say "it\'s"']`,
		"{'a': 1, 'b': [1.5, None]}", "{1: 'x', 'y': {}}", "[[1, [2, (3,)]], {'a': {}}]", "['']",
		`['\n\t\r\\', '\x00\x7f', '\u200b', 'é🚀']`, "[nan, inf, -inf]", "[0.30000000000000004]",
	} {
		value, err := ParsePython(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := Str(value); got != text {
			t.Errorf("%s is printed as %s", text, got)
		}
	}
}

// What people and json.dumps write is read as well, and printed as Python would.
func TestOtherSpellings(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"[1,2 , 3,]":              "[1, 2, 3]",
		"(1,2)":                   "(1, 2)",
		`{"a": true, "b": null}`:  "{'a': True, 'b': None}",
		"[NaN, Infinity]":         "[nan, inf]",
		"[1e5, .5, 5., +3, 1E-5]": "[100000.0, 0.5, 5.0, 3, 1e-05]",
		`["\ud83d\ude80\/\101"]`:  "['🚀/A']",
		"[1,\n 2]":                "[1, 2]",
		"'plain'":                 "plain",
	} {
		value, err := ParsePython(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := Str(value); got != want {
			t.Errorf("%s is printed as %s, want %s", text, got, want)
		}
	}
}

func TestPythonRefusals(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"{1, 2}":                          "a set cannot be written to a params file",
		"{'a'}":                           "a set cannot be written to a params file",
		"set()":                           "the repr set(…) cannot be written to a params file",
		"range(0, 3)":                     "the repr range(…) cannot be written to a params file",
		"(1+2j)":                          "a complex number cannot be written to a params file",
		"[2j]":                            "a complex number cannot be written to a params file",
		"b'abc'":                          "a bytes value cannot be written to a params file",
		"[np.float64(0.1)]":               "the repr np.float64(…) cannot be written to a params file",
		"[<Foo object at 0x7f>]":          "the repr of a Python object cannot be written to a params file",
		"Foo(a=1)":                        "the repr Foo(…) cannot be written to a params file",
		"[1, ...]":                        "a shortened repr cannot be written to a params file",
		"":                                "the text ends where a value should be",
		"[1, 2":                           "the text ends where a comma should be",
		"[1 2]":                           "character 4 is '2' where a comma should be",
		"[,]":                             "character 2 is ',' where a value should be",
		"(1)":                             "parentheses around one value are no tuple",
		"[1] x":                           "character 5 is 'x' where the end should be",
		"{'a': 1, 'a': 2}":                "key 'a' occurs twice",
		"{'a' 1}":                         "character 6 is '1' where a colon should be",
		"{'a': 1, 'b'}":                   "character 13 is '}' where a colon should be",
		"[abc]":                           "character 2 is 'a' where a value should be",
		"[0x1F]":                          "character 2 is '0' where a number should be",
		"[007]":                           "character 2 is '0' where a number should be",
		"[1e99999999999]":                 "character 2 is '1' where a number should be",
		"['a":                             "the text ends inside a quoted string",
		`['\d']`:                          "character 4 is 'd' where an escape that Python prints should be",
		`['\ud83d']`:                      "an escape is no character that a file can hold",
		`['\u12']`:                        "character 4 is 'u' where an escape that Python prints should be",
		"[1, 2, 3]]":                      "character 10 is ']' where the end should be",
		strings.Repeat("[", 1000):         "nested deeper than 64 levels",
		strings.Repeat(" ", maxLiteral+1): "a literal of 1048577 bytes is longer than the 1048576 that are read",
	} {
		value, err := ParsePython(text)
		if err == nil || err.Error() != want {
			t.Errorf("%.40s: got %s, %v\nwant %s", text, Str(value), err, want)
		}
	}
}

// Whatever is read is printed in a form that is read again as the same value.
func FuzzParsePython(f *testing.F) {
	for _, seed := range []string{"[1, 'a', None]", "{'a': (1.5, -inf)}", `["\x00\ud83d\ude80"]`, "{1, 2}", "np.float64(1)", "(1+2j)", "1e400", "[[[["} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		value, err := ParsePython(text)
		if err != nil {
			return
		}
		printed := repr(value)
		again, err := ParsePython(printed)
		if err != nil {
			t.Fatalf("%q is printed as %q, which is not read: %v", text, printed, err)
		}
		if repr(again) != printed {
			t.Errorf("%q is printed as %q and then as %q", text, printed, repr(again))
		}
		if !Equal(text, text) || isContainer(value) && !Equal(printed, repr(again)) {
			t.Errorf("%q is not equal to itself", text)
		}
	})
}

// Python itself says what its literals are, where there is one.
func TestPrintedAsPythonPrints(t *testing.T) {
	t.Parallel()
	python := findPython(t, "import ast")
	literals := []string{
		"1e22", "1e16", "1e15", "123456789012345680.0", "0.0001", "0.00001", "5e-324", "1.7976931348623157e308", "-0.0", "1e23",
		`["a'b", 'a"b', 'a\'b"c', '\x1b\u00ad\u2028\U000e0001é\ue000']`, "(1,)", "{'k': (1, 2.50, [True, None])}", "[1.0, 100000.0, 1e5]",
	}
	program := "import ast,sys\nfor line in sys.stdin: print(ascii(repr(ast.literal_eval(line.strip()))))"
	command := exec.Command(python, "-c", program)
	command.Stdin = strings.NewReader(strings.Join(literals, "\n"))
	printed, err := command.Output()
	if err != nil {
		t.Fatalf("python3: %v", err)
	}
	for i, quoted := range strings.Split(strings.TrimSpace(string(printed)), "\n") {
		want, err := ParsePython(quoted)
		if err != nil {
			t.Fatalf("%s: %v", quoted, err)
		}
		value, err := ParsePython(literals[i])
		if err != nil {
			t.Errorf("%s: %v", literals[i], err)
			continue
		}
		if got := repr(value); got != want.Text {
			t.Errorf("%s: we print %s, Python prints %s", literals[i], got, want.Text)
		}
	}
}
