package doc_test

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/doc"
)

func TestFloatText(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ python, yaml, json, toml string }{ // "" is refused
		{"0.1", "0.1", "0.1", "0.1"},
		{"1e-05", "1.0e-05", "1.0e-05", "1.0e-05"},
		{"1.5e-07", "1.5e-07", "1.5e-07", "1.5e-07"},
		{"1e+20", "1.0e+20", "1.0e+20", "1.0e+20"},
		{"1E20", "1.0e+20", "1.0e+20", "1.0e+20"},
		{".5", "0.5", "0.5", "0.5"},
		{"-.5e1", "-0.5e+1", "-0.5e+1", "-0.5e+1"},
		{"5.", "5.0", "5.0", "5.0"},
		{"5", "5.0", "5.0", "5.0"},
		{"+007", "7.0", "7.0", "7.0"},
		{"-0.0", "-0.0", "-0.0", "-0.0"},
		{"0.12345678901234567890", "0.12345678901234567890", "0.12345678901234567890", "0.12345678901234567890"},
		{"nan", ".nan", "", "nan"},
		{"inf", ".inf", "", "inf"},
		{"-inf", "-.inf", "", "-inf"},
		{"NaN", ".nan", "", "nan"},
		{"1e400", "", "", ""},
		{"1_0.5", "", "", ""},
		{"0x1p3", "", "", ""},
		{"", "", "", ""},
		{".", "", "", ""},
		{"1e", "", "", ""},
		{"abc", "", "", ""},
		{" 1.0", "", "", ""},
		{"1.0\n", "", "", ""},
	} {
		for format, want := range map[doc.Format]string{doc.YAML: test.yaml, doc.JSON: test.json, doc.TOML: test.toml} {
			if got, err := doc.FloatText(format, test.python); got != want || (err == nil) != (want != "") {
				t.Errorf("%s, %q: got %q, %v; want %q", format, test.python, got, err, want)
			}
		}
	}
}

func TestIntText(t *testing.T) {
	t.Parallel()
	for python, want := range map[string]string{
		"5": "5", "-5": "-5", "0": "0", "-0": "0", "18446744073709551617": "18446744073709551617",
		"05": "", "+5": "", "1_000": "", "5.0": "", "": "", "0x1F": "", "５": "", "5\n": "",
	} {
		if got, err := doc.IntText(doc.YAML, python); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: got %q, %v; want %q", python, got, err, want)
		}
	}
	if got, err := doc.IntText(doc.TOML, "9223372036854775808"); err == nil {
		t.Errorf("TOML has no integer of 65 bits; got %q", got)
	}
}

func TestNullText(t *testing.T) {
	t.Parallel()
	if got, err := doc.NullText(doc.TOML); err == nil {
		t.Errorf("TOML has no null; got %q", got)
	}
	if got, err := doc.NullText(doc.YAML); err != nil || got != "null" {
		t.Errorf("got %q, %v", got, err)
	}
}

// TestStringText: the quotes that are there are kept, and none are left out
// that some reader needs.
func TestStringText(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		format           doc.Format
		value, raw, want string
		flow             bool
	}{
		{doc.YAML, "adam", "sgd", "adam", false},
		{doc.YAML, "adam", "'sgd'", "'adam'", false},
		{doc.YAML, "adam", `"sgd"`, `"adam"`, false},
		{doc.YAML, "it's", "'x'", "'it''s'", false},
		{doc.YAML, "a\nb", "'x'", `"a\nb"`, false},
		{doc.YAML, "a\u2028b", "'x'", `"a\u2028b"`, false},
		{doc.YAML, "1.0", "x", `"1.0"`, false},
		{doc.YAML, "1e-05", "x", `"1e-05"`, false},
		{doc.YAML, "no", "x", `"no"`, false},
		{doc.YAML, "y", "x", `"y"`, false},
		{doc.YAML, "12:30", "x", `"12:30"`, false},
		{doc.YAML, "2024-1-1", "x", `"2024-1-1"`, false},
		{doc.YAML, "null", "x", `"null"`, false},
		{doc.YAML, "None", "x", "None", false},
		{doc.YAML, "", "x", `""`, false},
		{doc.YAML, "a, b", "x", "a, b", false},
		{doc.YAML, "a, b", "x", `"a, b"`, true},
		{doc.YAML, "(224,224)", "(1,1)", "(224,224)", false},
		{doc.YAML, "(224,224)", "(1,1)", `"(224,224)"`, true},
		{doc.YAML, `C:\data`, "x", `C:\data`, false},
		{doc.YAML, `C:\data`, "x", `"C:\\data"`, true},
		{doc.YAML, "http://h/p?q", "x", `"http://h/p?q"`, false},
		{doc.YAML, "a: b", "x", `"a: b"`, false},
		{doc.YAML, "a #b", "x", `"a #b"`, false},
		{doc.YAML, "- a", "x", `"- a"`, false},
		{doc.YAML, " a", "x", `" a"`, false},
		{doc.YAML, "größe 日本", "x", "größe 日本", false},
		{doc.YAML, "🚀", "x", `"🚀"`, false},
		{doc.YAML, "\x00\x7f\u0085\ufeff\ufffe", "x", `"\u0000\u007f\u0085\ufeff\ufffe"`, false},
		{doc.JSON, "<b> \"q\" \\ é", `"x"`, `"<b> \"q\" \\ é"`, false},
		{doc.TOML, "adam", `"x"`, `"adam"`, false},
		{doc.TOML, `C:\x`, "'x'", `'C:\x'`, false},
		{doc.TOML, "it's", "'x'", `"it's"`, false},
		{doc.TOML, "x", "'''\nx'''", `"x"`, false},
		{doc.TOML, "x", "''", `'x'`, false},
	} {
		like := &doc.Node{Raw: test.raw, Flow: test.flow}
		if got, err := doc.StringText(test.format, test.value, like); err != nil || got != test.want {
			t.Errorf("%s %q for %s (in brackets: %v): got %s, %v; want %s", test.format, test.value, test.raw, test.flow, got, err, test.want)
		}
	}
	if got, err := doc.StringText(doc.YAML, "\xff", nil); err == nil {
		t.Errorf("invalid UTF-8 is written as %q", got)
	}
	if got := doc.ListText([]string{"1", `"a"`}); got != `[1, "a"]` {
		t.Errorf("got %s", got)
	}
}
