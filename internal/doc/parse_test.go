package doc_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/doc"
)

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "k%05d: 1\n", i)
	}
	return b.String()
}

// bomb is the billion laughs: ten levels of ten aliases each.
func bomb() string {
	text := "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
	for i := range 9 {
		alias := fmt.Sprintf("*a%d", i)
		text += fmt.Sprintf("a%d: &a%d [%s]\n", i+1, i+1, strings.Join(strings.Fields(strings.Repeat(alias+" ", 10)), ","))
	}
	return text
}

// TestParseRefuses: what cannot be edited without a guess, or was made to do
// harm, is refused before anything else happens, with the line.
func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		format doc.Format
		text   string
		line   int
		reason string
		is     error
	}{
		{"nothing", doc.YAML, "", 0, "empty document", doc.ErrEmpty},
		{"comments only", doc.YAML, "# a\n\n  # b\n", 0, "empty document", doc.ErrEmpty},
		{"a marker only", doc.YAML, "---\n# a\n", 0, "empty document", doc.ErrEmpty},
		{"a byte order mark only", doc.YAML, "\ufeff", 0, "empty document", doc.ErrEmpty},
		{"invalid UTF-8", doc.YAML, "a: 1\nb: \xff\n", 2, "invalid UTF-8", nil},
		{"UTF-16", doc.YAML, "\xff\xfea\x00:\x00 \x001\x00", 1, "zero byte", nil},
		{"a zero byte", doc.YAML, "a: 1\nb: \"x\x00\"\n", 2, "zero byte", nil},
		{"two documents", doc.YAML, "a: 1\n---\nb: 2\n", 2, "second document", nil},
		{"a second, empty document", doc.YAML, "a: 1\n---\n", 2, "second document", nil},
		{"a broken second document", doc.YAML, "a: 1\n---\nb: [\n", 4, "not YAML", nil},
		{"a list", doc.YAML, "- 1\n", 1, "is a list, not a map", nil},
		{"a word", doc.YAML, "word\n", 1, "is a single value, not a map", nil},
		{"null", doc.YAML, "~\n", 1, "is a single value, not a map", nil},
		{"a key twice", doc.YAML, "a: 1\nb: 2\na: 3\n", 3, `the key "a" again: it stands on line 1 already`, nil},
		{"a key twice, deep", doc.YAML, "x:\n  - y: {b: 1,\n      c: 2, b: 3}\n", 3, `the key "b" again: it stands on line 2`, nil},
		{"a key twice, quoted once", doc.YAML, "a: 1\n'a': 2\n", 2, "again", nil},
		{"keys that Python takes for one", doc.YAML, "1: a\n1.0: b\n", 2, "one to Python", nil},
		{"keys that PyYAML takes for one", doc.YAML, "yes: a\ntrue: b\n", 2, "one to Python", nil},
		{"merge key twice", doc.YAML, "a: &a {b: 1}\nc:\n  <<: *a\n  <<: *a\n", 4, "the key << again", nil},
		{"merging a word", doc.YAML, "a: &a x\nc:\n  <<: *a\n", 3, "it takes maps", nil},
		{"a list as key", doc.YAML, "? [a, b]\n: 1\n", 1, "a list as a key", nil},
		{"directive", doc.YAML, "# c\n%YAML 1.2\n---\na: 1\n", 2, "%YAML 1.2", nil},
		{"unknown anchor", doc.YAML, "a: 1\nb: *x\n", 2, "unknown anchor 'x'", nil},
		{"an anchor that holds itself", doc.YAML, "b: 1\na: &x [1, *x]\n", 2, "&x contains itself", nil},
		{"a map that merges itself", doc.YAML, "a: &x\n  <<: *x\n", 1, "&x contains itself", nil},
		{"billion laughs", doc.YAML, bomb(), 1, "more than 100000 keys and values", nil},
		{"100,000 keys", doc.YAML, manyKeys(100_000), 50_000, "more than 100000 keys and values", nil},
		{"10,001 levels", doc.YAML, "a: " + strings.Repeat("[", 10_001) + strings.Repeat("]", 10_001), 1, "more than 500", nil},
		{"501 levels", doc.YAML, "a: " + strings.Repeat("[", 501) + strings.Repeat("]", 501), 1, "more than 500", nil},
		{"more than 1 MiB", doc.YAML, "a: " + strings.Repeat("x", 1<<20), 0, "more than 1048576 bytes", doc.ErrTooLarge},
		{"a key to Python alone", doc.YAML, "a: 1\nb: {c:, d: 1}\n", 2, `"c:" in brackets`, nil},
		{"a tab for indentation", doc.YAML, "a:\n\tb: 1\n", 2, "not YAML", nil},
		{"an open bracket", doc.YAML, "a: 1\nb: [1, 2\nc: 3\n", 2, "not YAML", nil},
		{"an open quote", doc.YAML, "a: 1\nb: \"x\n", 2, "not YAML", nil},
		{"wrong indentation", doc.YAML, "a:\n  b: 1\n c: 2\n", 3, "not YAML", nil},

		{"nothing", doc.JSON, " \n", 0, "empty document", doc.ErrEmpty},
		{"a key twice", doc.JSON, "{\"a\": 1,\n \"a\": 2}", 2, "duplicate", nil},
		{"a list", doc.JSON, "[1]", 1, "is a list, not a map", nil},
		{"NaN", doc.JSON, "{\n\"a\": NaN}", 2, "not JSON", nil},
		{"a comment", doc.JSON, "{\n// no\n\"a\": 1}", 2, "not JSON", nil},
		{"a comma too many", doc.JSON, "{\"a\": 1,}", 1, "not JSON", nil},
		{"more behind it", doc.JSON, "{\"a\": 1}\n{}", 2, "more data", nil},
		{"garbage behind it", doc.JSON, "{\"a\": 1}\nx", 2, "not JSON", nil},
		{"cut short", doc.JSON, "{\"a\":\n 1", 2, "not JSON", nil},
		{"10,001 levels", doc.JSON, `{"a":` + strings.Repeat("[", 10_001), 1, "more than 500", nil},
		{"too many values", doc.JSON, `{"a":[` + strings.Repeat("1,", 100_000) + "1]}", 1, "more than 100000 keys and values", nil},

		{"comments only", doc.TOML, "# a\n", 0, "empty document", doc.ErrEmpty},
		{"a key twice", doc.TOML, "a = 1\na = 2\n", 2, "not TOML", nil},
		{"a table twice", doc.TOML, "[t]\na = 1\n[t]\n", 3, "not TOML", nil},
		{"a leading zero", doc.TOML, "a = 1\nb = 01\n", 2, "not TOML", nil},
		{"null", doc.TOML, "a = 1\nb = null\n", 2, "not TOML", nil},
		{"10,001 levels", doc.TOML, "a = " + strings.Repeat("[", 10_001), 1, "nested", nil},
		{"too many values", doc.TOML, "a = [" + strings.Repeat("1,", 10_001) + "]", 0, "more than 10000 keys and values", nil},
	} {
		t.Run(string(test.format)+"/"+test.name, func(t *testing.T) {
			t.Parallel()
			parsed, err := doc.Parse(test.format, []byte(test.text))
			var refused *doc.RefusedError
			if !errors.As(err, &refused) {
				t.Fatalf("got %v, %v; want a refusal", parsed, err)
			}
			if !strings.Contains(refused.Error(), test.reason) || refused.Line != test.line {
				t.Errorf("got line %d: %s\nwant line %d with %q", refused.Line, refused.Reason, test.line, test.reason)
			}
			for _, sentinel := range []error{doc.ErrEmpty, doc.ErrTooLarge} {
				if errors.Is(err, sentinel) != (test.is == sentinel) {
					t.Errorf("errors.Is(%v, %v) is %v", err, sentinel, errors.Is(err, sentinel))
				}
			}
		})
	}
}

// TestParseTakes: bounds that refuse what people have are no bounds.
func TestParseTakes(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"49,000 keys":      manyKeys(49_000),
		"400 levels":       "a: " + strings.Repeat("[", 400) + strings.Repeat("]", 400),
		"nearly 1 MiB":     "a: " + strings.Repeat("x", 1<<20-3),
		"YAML 1.1":         "%YAML 1.1\n---\na: 1\n",
		"a document's end": "a: 1\n...\n",
		"a mark and CRLF":  "\ufeffa: 1\r\n",
	} {
		if _, err := doc.Parse(doc.YAML, []byte(text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestReadIsMoreLenient: what is only looked at need not be editable.
func TestReadIsMoreLenient(t *testing.T) {
	t.Parallel()
	root, err := doc.Read(doc.YAML, []byte("%YAML 1.2\n---\n- a: 017\n- b\n"), 100)
	if err != nil {
		t.Fatal(err)
	}
	items := root.Items()
	if len(items) != 2 || items[0].Get("a").Value12().Text != "17" || items[0].Line != 3 {
		t.Errorf("got %d items, the first on line %d", len(items), items[0].Line)
	}
	if text, ok := items[1].Str(); !ok || text != "b" {
		t.Errorf("got %q, %v", text, ok)
	}
	if _, err := doc.Read(doc.YAML, []byte(manyKeys(60_000)), 10<<20); err != nil {
		t.Errorf("60,000 keys: %v", err)
	}
	if _, err := doc.Read(doc.YAML, []byte("a: 1"), 3); !errors.Is(err, doc.ErrTooLarge) {
		t.Errorf("a byte too many: %v", err)
	}
	if _, err := doc.Read(doc.YAML, []byte("a: 1\na: 2"), 100); err == nil {
		t.Error("a key twice is read, so one of the two values would be believed")
	}
}

// TestNodes: aliases and merges are expanded, and keep saying where they stand.
func TestNodes(t *testing.T) {
	t.Parallel()
	const text = `base: &base
  lr: 0.1   # é
  "é x": 'it''s'
train:
  <<: [*base, {own: 0, late: 3}]
  own: 1
copy: *base
flow: {a: [1, "2"], b: !!str 5}
nothing:
`
	parsed, err := doc.Parse(doc.YAML, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		key               string
		text, raw, tag    string
		line, column      int
		quoted, alias, in bool
		value             string
	}{
		{"base/lr", "0.1", "0.1", "", 2, 7, false, false, false, "float 0.1"},
		{"base/é x", "it's", "'it''s'", "", 3, 10, true, false, false, "str it's"},
		{"train/lr", "0.1", "", "", 2, 7, false, true, false, "float 0.1"},
		{"train/own", "1", "1", "", 6, 8, false, false, false, "int 1"},
		{"train/late", "3", "", "", 5, 30, false, true, true, "int 3"},
		{"copy/é x", "it's", "", "", 3, 10, true, true, false, "str it's"},
		{"flow/b", "5", "5", "!!str", 8, 24, false, false, true, "str 5"},
		{"nothing", "", "", "", 9, 9, false, false, false, "None None"},
	} {
		n := parsed.Root.Get(strings.Split(test.key, "/")...)
		if n == nil {
			t.Errorf("%s: not there", test.key)
			continue
		}
		got := fmt.Sprint(n.Text, n.Raw, n.Tag, n.Line, n.Column, n.Quoted, n.Alias, n.Flow, described(n.Value11()))
		want := fmt.Sprint(test.text, test.raw, test.tag, test.line, test.column, test.quoted, test.alias, test.in, test.value)
		if got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", test.key, got, want)
		}
	}
	if keys := len(parsed.Root.Get("train").Keys); keys != 4 { // own, lr, é x, late: << is no key
		t.Errorf("train has %d keys", keys)
	}
	var absent *doc.Node
	if absent.Get("a") != nil || absent.Items() != nil || parsed.Root.Get("base", "lr", "deeper") != nil || parsed.Root.Get("nope") != nil {
		t.Error("a key that is not there is something")
	}
	if _, ok := parsed.Root.Get("nothing").Str(); ok {
		t.Error("null is a string")
	}
	var paths []string
	parsed.Root.Each(func(key []string, _ *doc.Node) { paths = append(paths, strings.Join(key, "/")) })
	if got := strings.Join(paths, " "); got != "base/lr base/é x train/own train/lr train/é x train/late copy/lr copy/é x flow/a flow/b nothing" {
		t.Errorf("Each visits %s", got)
	}
}

func TestFormatOf(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]doc.Format{
		"params.yaml": doc.YAML, "a/b.yml": doc.YAML, "x.metric": doc.YAML, "params": doc.YAML,
		"m.json": doc.JSON, "M.JSON": doc.JSON, "p.toml": doc.TOML, "json": doc.YAML,
	} {
		if got := doc.FormatOf(file); got != want {
			t.Errorf("%s: got %s, want %s", file, got, want)
		}
	}
}
