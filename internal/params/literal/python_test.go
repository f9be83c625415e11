package literal

import (
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
		value, err := Parse(text)
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
		value, err := Parse(text)
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
		"{1, 2}":                         "a set cannot be written to a params file",
		"{'a'}":                          "a set cannot be written to a params file",
		"set()":                          "the repr set(…) cannot be written to a params file",
		"range(0, 3)":                    "the repr range(…) cannot be written to a params file",
		"(1+2j)":                         "a complex number cannot be written to a params file",
		"[2j]":                           "a complex number cannot be written to a params file",
		"b'abc'":                         "a bytes value cannot be written to a params file",
		"[np.float64(0.1)]":              "the repr np.float64(…) cannot be written to a params file",
		"[<Foo object at 0x7f>]":         "the repr of a Python object cannot be written to a params file",
		"Foo(a=1)":                       "the repr Foo(…) cannot be written to a params file",
		"[1, ...]":                       "a shortened repr cannot be written to a params file",
		"":                               "the text ends where a value should be",
		"[1, 2":                          "the text ends where a comma should be",
		"[1 2]":                          "character 4 is '2' where a comma should be",
		"[,]":                            "character 2 is ',' where a value should be",
		"(1)":                            "parentheses around one value are no tuple",
		"[1] x":                          "character 5 is 'x' where the end should be",
		"{'a': 1, 'a': 2}":               "key 'a' occurs twice",
		"{'a' 1}":                        "character 6 is '1' where a colon should be",
		"{'a': 1, 'b'}":                  "character 13 is '}' where a colon should be",
		"[abc]":                          "character 2 is 'a' where a value should be",
		"[0x1F]":                         "character 2 is '0' where a number should be",
		"[007]":                          "character 2 is '0' where a number should be",
		"[1e99999999999]":                "character 2 is '1' where a number should be",
		"['a":                            "the text ends inside a quoted string",
		`['\d']`:                         "character 4 is 'd' where an escape that Python prints should be",
		`['\ud83d']`:                     "an escape is no character that a file can hold",
		`['\u12']`:                       "character 4 is 'u' where an escape that Python prints should be",
		"[1, 2, 3]]":                     "character 10 is ']' where the end should be",
		strings.Repeat("[", 1000):        "nested deeper than 64 levels",
		strings.Repeat(" ", MaxLength+1): "a literal of 1048577 bytes is longer than the 1048576 that are read",
	} {
		value, err := Parse(text)
		if err == nil || err.Error() != want {
			t.Errorf("%.40s: got %s, %v\nwant %s", text, Str(value), err, want)
		}
	}
}
