package doc_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// edits reads "a.b=text" pairs.
func edits(pairs ...string) (list []doc.Edit) {
	for _, pair := range pairs {
		path, text, _ := strings.Cut(pair, "=")
		list = append(list, doc.Edit{Key: strings.Split(path, "."), Text: text})
	}
	return list
}

func TestSplice(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name          string
		format        doc.Format
		before, after string
		edits         []doc.Edit
	}{
		{"one value, its comment stays", doc.YAML, "train:\n  lr : 0.1   # rate\n", "train:\n  lr : 1.0e-05   # rate\n", edits("train.lr=1.0e-05")},
		{"several at once", doc.YAML, "a: 1\nb: {c: 2, d: 'x'}\ne:", "a: 10\nb: {c: 20, d: 'y'}\ne: 30", edits("e=30", "b.d='y'", "a=10", "b.c=20")},
		{"the same value", doc.YAML, "a: 1\n", "a: 1\n", edits("a=1")},
		{"nothing there, a comment behind", doc.YAML, "a:   # later\nb: 1\n", "a: 5   # later\nb: 1\n", edits("a=5")},
		{"in braces, nothing there", doc.YAML, "{a: , b: 1}\n", "{a: 5 , b: 1}\n", edits("a=5")},
		{"several lines become one", doc.YAML, "a: \"x\n  y\"\nb: p\n  q\n", "a: \"z\"\nb: r\n", edits(`a="z"`, "b=r")},
		{"mark, CRLF, no final newline", doc.YAML, "\ufeffa: 1\r\nb:\r\n- 1\r\n- 2", "\ufeffa: 2\r\nb:\r\n- 1\r\n- 3", edits("a=2", "b=[1, 3]")},
		{"line separators in quotes count as lines", doc.YAML, "a: \"x\u2028 y\u0085 z\"\nb: 1\n", "a: \"x\u2028 y\u0085 z\"\nb: 2\n", edits("b=2")},
		{"behind wide characters", doc.YAML, "{ключ: 1, \"🚀\": e\u0301, c: 3}\n", "{ключ: 1, \"🚀\": 2, c: 4}\n", edits("🚀=2", "c=4")},
		{"tag and anchor stay", doc.YAML, "a: !!str &x 5 # c\nb: &y\n  7\n", "a: !!str &x six # c\nb: &y\n  8\n", edits("a=six", "b=8")},
		{"an alias gives way to a value", doc.YAML, "a: &x 5\nb: *x\n", "a: &x 5\nb: 6\n", edits("b=6")},
		{"an anchor and its alias, both named", doc.YAML, "a: &x 5\nb: *x\n", "a: &x 6\nb: 7\n", edits("a=6", "b=7")},
		{"an alias follows its anchor", doc.YAML, "a: &x 5\nb: *x\nc: {d: *x}\n", "a: &x 6\nb: *x\nc: {d: *x}\n", edits("b=6", "a=6", "c.d=6")},
		{"what is merged in follows its anchor", doc.YAML, "base: &b\n  lr: 1 # rate\n  n: 2\nbig:\n  <<: *b\n  n: 3\nall: *b\n", "base: &b\n  lr: 7 # rate\n  n: 2\nbig:\n  <<: *b\n  n: 3\nall: *b\n", edits("base.lr=7", "big.lr=7", "all.lr=7")},
		{"merged from two, in brackets", doc.YAML, "a: &a {x: 1}\nb: &b {y: 2}\nc: {<<: [*a, *b], z: 3}\n", "a: &a {x: 4}\nb: &b {y: 5}\nc: {<<: [*a, *b], z: 6}\n", edits("a.x=4", "b.y=5", "c.x=4", "c.y=5", "c.z=6")},
		{"a list that is merged in", doc.YAML, "a: &a {x: [1, 2]}\nc: {<<: *a}\n", "a: &a {x: [1, 3]}\nc: {<<: *a}\n", edits("a.x=[1, 3]", "c.x=[1, 3]")},

		{"items in place", doc.YAML, "a: [1,  2, # two\n    3]\n", "a: [1,  5, # two\n    3]\n", edits("a=[1, 5, 3]")},
		{"equal items keep their spelling", doc.YAML, "a: [1.50, 2]\n", "a: [1.50, 3]\n", edits("a=[1.5, 3]")},
		{"in a list in a list", doc.YAML, "a: [ # modules\n  [conv, [16, 2]],\n  [head, [32, true]],  # last\n]\n", "a: [ # modules\n  [conv, [16, 2]],\n  [head, [32, false]],  # last\n]\n", edits("a=[[conv, [16, 2]], [head, [32, false]]]")},
		{"in dashes in dashes", doc.YAML, "a:\n- - 1 # one\n  - 2\n- [3] # three\n", "a:\n- - 1 # one\n  - 5\n- [6] # three\n", edits("a=[[1, 5], [6]]")},
		{"a longer list in brackets", doc.YAML, "a: [1] # c\n", "a: [1, 2] # c\n", edits("a=[1, 2]")},
		{"a longer list of dashes", doc.YAML, "a:\n  - 1\nb: 2\n", "a:\n  - 1\n  - 2\n  - [3]\nb: 2\n", edits("a=[1, 2, [3]]")},
		{"a shorter list of dashes, CRLF", doc.YAML, "a:\r\n- 1\r\n-   2\r\n- 3\r\nb: 2\r\n", "a:\r\n- 1\r\n- 2\r\nb: 2\r\n", edits("a=[1, 2]")},
		{"an empty list of dashes", doc.YAML, "a:\n- 1\nb: 2\n", "a:\n  []\nb: 2\n", edits("a=[]")},
		{"a value for a list", doc.YAML, "a: [1, 2]\nb:\n- 1\n", "a: 1\nb:\n  1\n", edits("a=1", "b=1")},
		{"a list for a value", doc.YAML, "a: 1\n", "a: [1, 2]\n", edits("a=[1, 2]")},
		{"a list with an anchor", doc.YAML, "a: &x [1]\n", "a: &x [1, 2]\n", edits("a=[1, 2]")},
		{"a value for an empty map", doc.YAML, "a: {}\n", "a: 1\n", edits("a=1")},
		{"a string with all that is special", doc.YAML, "a: 1\n", "a: \"#: \\\"\\n\"\n", edits(`a="#: \"\n"`)},
		{"a text block", doc.YAML, "x:\n  a: |\n    one\n\n      two\n    # text\n\n  # c\n  b: 2\n", "x:\n  a: \"l\\n\"\n\n  # c\n  b: 2\n", edits(`x.a="l\n"`)},
		{"a folded block at the end, CRLF", doc.YAML, "a: >-\r\n  one\r\n  two", "a: three", edits("a=three")},
		{"a block in a tag, before an end", doc.YAML, "a: &x |+\n one\n\n...\n", "a: &x two\n\n...\n", edits("a=two")},
		{"maps in a list", doc.YAML, "a:\n- {b: 1}\n- b: 2\n", "a:\n- {\"b\": 3}\n- {\"b\": 2}\n", edits(`a=[{"b": 3}, {"b": 2}]`)},
		{"an int beyond 64 bits", doc.YAML, "a: 1\n", "a: 18446744073709551617\n", edits("a=18446744073709551617")},

		{"JSON", doc.JSON, "{\"a\":\t1e-05,\r\n\"b\" : [1, 2],\"é\":\"x\"}", "{\"a\":\t2.5,\r\n\"b\" : [1, 3],\"é\":\"\\u00e9\"}", edits("a=2.5", "b=[1, 3]", `é="\u00e9"`)},
		{"JSON with a mark", doc.JSON, "\ufeff{\"a\":1}", "\ufeff{\"a\":null}", edits("a=null")},
		{"TOML", doc.TOML, "a = 1 # x\n[t]\nb.c = 'x'\nl = [ 1, # one\n 2 ]\n", "a = 2 # x\n[t]\nb.c = 'y'\nl = [ 3, # one\n 2 ]\n", edits("a=2", "t.b.c='y'", "t.l=[3, 2]")},
		{"TOML with a mark and inline tables", doc.TOML, "\ufeffa = {b = 1_000, c = {d = 2024-01-01}}\r\n", "\ufeffa = {b = 7, c = {d = inf}}\r\n", edits("a.b=7", "a.c.d=inf")},
	} {
		t.Run(string(test.format)+"/"+test.name, func(t *testing.T) {
			t.Parallel()
			parsed, err := doc.Parse(test.format, []byte(test.before))
			if err != nil {
				t.Fatal(err)
			}
			after, err := parsed.Splice(test.edits)
			if err != nil || string(after) != test.after {
				t.Errorf("%q\ngot  %q, %v\nwant %q", test.before, after, err, test.after)
			}
		})
	}
}

func TestSpliceRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		format doc.Format
		before string
		edits  []doc.Edit
		key    string // the edit that is blamed
		line   int
		reason string
	}{
		{"a key that is not there", doc.YAML, "a: 1\n", edits("b=1"), "b", 0, "no such key"},
		{"a path through a value", doc.YAML, "a: 1\n", edits("a.b=1"), "a.b", 0, "no such key"},
		{"a map", doc.YAML, "x: 1\na: {b: 1}\n", edits("a=1"), "a", 2, "a map stands here"},
		{"a text block with a comment", doc.YAML, "x: 1\na: | # c\n  b\n", edits("a=1"), "a", 2, "text block"},
		{"a text block with an indentation of its own", doc.YAML, "x: 1\na: |1\n   b\n", edits("a=1"), "a", 2, "text block"},
		{"a text block without text", doc.YAML, "x:\n  a: |\n\n  b: 1\n", edits("x.a=1"), "x.a", 2, "text block"},
		{"an anchor used twice", doc.YAML, "a: &x 5\nb: {c: *x}\n", edits("a=6"), "a", 1, "b.c (line 2) would change as well: it shares an anchor"},
		{"an anchor in a merge", doc.YAML, "base: &b\n  lr: 1\ntrain:\n  <<: *b\n", edits("base.lr=2"), "base.lr", 2, "train.lr (line 2) would change as well"},
		{"an anchor and one of two that share it", doc.YAML, "a: 1\nbase: &b\n  lr: 1\nx:\n  <<: *b\ny:\n  <<: *b\n", edits("a=2", "x.lr=2", "base.lr=2"), "base.lr", 3, "y.lr (line 3) would change as well"},
		{"an anchor and what shares it, with two values", doc.YAML, "base: &b\n  lr: 1\nx:\n  <<: *b\n", edits("base.lr=2", "x.lr=3"), "x.lr", 2, "comes from an anchor elsewhere"},
		{"another edit beside an anchor with all that shares it", doc.YAML, "base: &b\n  lr: 1\nx:\n  <<: *b\nt: |1\n  x\n", edits("base.lr=2", "t=3", "x.lr=2"), "t", 5, "text block"},
		{"a merged key", doc.YAML, "base: &b\n  lr: 1\ntrain:\n  <<: *b\n", edits("train.lr=2"), "train.lr", 2, "comes from an anchor elsewhere"},
		{"a list with a comment in it", doc.YAML, "a:\n  - 1 # one\n  - 2\n", edits("a=[1]"), "a", 2, "a comment stands in the list, and the new value has another length"},
		{"a list with a comment in it, another item", doc.YAML, "a: [ # c\n  [1], 2]\n", edits("a=[[1, 3], 2]"), "a", 1, "a comment stands in the list, and the new value has an item of another kind or length"},
		{"a value for a list with a comment in it", doc.YAML, "a: [ # c\n  1]\n", edits("a=1"), "a", 1, "a comment stands in the list, and the new value is none"},
		{"a list with an anchor in it", doc.YAML, "a: [&x 1, 2]\nb: *x\n", edits("a=[1]"), "a", 1, "holds an anchor"},
		{"a tag that says otherwise", doc.YAML, "a: !!str 5\n", edits("a=6"), "a", 1, "the tag !!str"},
		{"a tag of the project's own", doc.YAML, "a: !mine 5\n", edits("a=6"), "a", 1, "the tag !mine"},
		{"a tag without a name", doc.YAML, "a: ! 5\n", edits("a=6"), "a", 1, "the tag !"},
		{"a null tag before a list", doc.YAML, "a: !!null ~\n", edits("a=[1]"), "a", 1, "the tag !!null"},
		{"twice the same key", doc.YAML, "a: 5\n", edits("a=6", "a=7"), "a", 1, "two edits of one value"},
		{"of several, the one to blame", doc.YAML, "a: &x 1\nb: 2\nc: *x\nd: 4\n", edits("b=3", "d=5", "a=6"), "a", 1, "c (line 3)"},

		{"float to DVC, string to PyYAML", doc.YAML, "a: 5\n", edits("a=1e-05"), "a", 1, "PyYAML reads it as str"},
		{"bool to PyYAML, string to DVC", doc.YAML, "a: 5\n", edits("a=no"), "a", 1, "PyYAML reads it as bool"},
		{"octal or not", doc.YAML, "a: 5\n", edits("a=017"), "a", 1, "PyYAML reads it as int"},
		{"in a list as well", doc.YAML, "a: 5\n", edits("a=[1, [yes]]"), "a", 1, "PyYAML reads it as bool"},
		{"a date to Go alone", doc.YAML, "a: 5\n", edits("a=2024-1-1"), "a", 1, "without quotes"},
		{"infinite to Python, a string to Go", doc.YAML, "a: 5\n", edits("a=1.0e+309"), "a", 1, "a float to Python and a str to Go"},
		{"a comment", doc.YAML, "a: 5\n", edits("a=6 # c"), "a", 1, "not a single value"},
		{"a map", doc.YAML, "a: 5\n", edits("a=b: 6"), "a", 1, "not a single value"},
		{"a colon that ends a key for Python alone", doc.YAML, "a: {b: 5}\n", edits("a.b=x :"), "a.b", 1, "in brackets"},
		{"an indicator", doc.YAML, "a: [5]\n", edits("a=[-x]"), "a", 1, "without quotes"},
		{"two lines", doc.YAML, "a: 5\n", edits("a=6\nb: 7"), "a", 1, "one line"},
		{"two lines, as YAML counts", doc.YAML, "a: 5\n", edits("a=\"6\u2028\""), "a", 1, "one line"},
		{"two values in brackets", doc.YAML, "a: [5]\nb: [x, y]\n", edits("b=1, 2"), "b", 2, "several values"},
		{"out of the brackets", doc.YAML, "a: {b: 5}\n", edits("a.b=6}, c: {d: 7"), "a.b", 1, "not YAML"},
		{"an anchor", doc.YAML, "a: 5\n", edits("a=&x 6"), "a", 1, "not a single value"},
		{"a tag in a list", doc.YAML, "a: 5\n", edits("a=[!!str 6]"), "a", 1, "not written"},
		{"nothing", doc.YAML, "a: 5\n", edits("a="), "a", 1, "one line"},
		{"white space around", doc.YAML, "a: 5\n", edits("a= 6"), "a", 1, "one line"},

		{"NaN in JSON", doc.JSON, `{"a": 5}`, edits("a=NaN"), "a", 1, "not JSON"},
		{"a bare word in JSON", doc.JSON, `{"a": 5}`, edits("a=adam"), "a", 1, "not JSON"},
		{"two values in JSON", doc.JSON, `{"a": 5}`, edits(`a=6, "b": 7`), "a", 1, "not JSON"},
		{"null in TOML", doc.TOML, "a = 5\n", edits("a=null"), "a", 1, "not TOML"},
		{"two keys in TOML", doc.TOML, "a = {b = 5}\n", edits("a.b=5, c = 6"), "a.b", 1, "not TOML"},
		{"a TOML table", doc.TOML, "[t]\na = 5\n", edits("t=5"), "t", 1, "a map stands here"},
		{"TOML tables in a list", doc.TOML, "[[t]]\na = 5\n", edits("t=[]"), "t", 1, "could not be told"},
	} {
		t.Run(string(test.format)+"/"+test.name, func(t *testing.T) {
			t.Parallel()
			source := []byte(test.before)
			parsed, err := doc.Parse(test.format, source)
			if err != nil {
				t.Fatal(err)
			}
			after, err := parsed.Splice(test.edits)
			var refused *doc.RefusedError
			if !errors.As(err, &refused) || after != nil {
				t.Fatalf("%q: got %q, %v; want a refusal", test.before, after, err)
			}
			if !strings.Contains(refused.Reason, test.reason) || refused.Line != test.line || !slices.Equal(refused.Key, strings.Split(test.key, ".")) {
				t.Errorf("%q: got line %d, %q: %s\nwant line %d, %s: …%s…", test.before, refused.Line, refused.Key, refused.Reason, test.line, test.key, test.reason)
			}
			if string(source) != test.before {
				t.Errorf("the source was changed to %q", source)
			}
		})
	}
}

func TestInsert(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		format             doc.Format
		before, key, after string // after "": refused
	}{
		{doc.YAML, "# c\na: 1 # x\n", "b", "# c\nb: 5\na: 1 # x\n"},
		{doc.YAML, "t:\r\n    a: 1\r\n", "t.b", "t:\r\n    b: 5\r\n    a: 1\r\n"},
		{doc.YAML, "t: {a: 1}", "t.b", "t: {b: 5, a: 1}"},
		{doc.YAML, "t: {\n  a: 1}", "t.b", "t: {\n  b: 5,\n  a: 1}"},
		{doc.YAML, "t: {}\n", "t.b", "t: {b: 5}\n"},
		{doc.YAML, "t: {a: 1}", "t.b: c", `t: {"b: c": 5, a: 1}`},
		{doc.YAML, "a: &x {b: 1}\nt:\n  <<: *x\n  c: 1\n", "t.d", "a: &x {b: 1}\nt:\n  <<: *x\n  d: 5\n  c: 1\n"},
		{doc.JSON, "{\"t\": {\n  \"a\": 1}}", "t.b", "{\"t\": {\n  \"b\": 5,\n  \"a\": 1}}"},
		{doc.JSON, `{}`, "b", `{"b": 5}`},
		{doc.TOML, "a = 1\n[t]\n  c = 2\n", "t.b", "a = 1\n[t]\n  b = 5\n  c = 2\n"},
		{doc.TOML, "t = {a = 1}\n", "t.b c", "t = {\"b c\" = 5, a = 1}\n"},

		{doc.YAML, "a: 1\n", "a", ""},
		{doc.YAML, "a: 1\n", "b.c", ""},
		{doc.YAML, "a: 1\n", "a.c", ""},
		{doc.YAML, "a: &x {b: 1}\nt: *x\n", "t.c", ""},
		{doc.YAML, "a: &x {b: 1}\nt: *x\n", "a.c", ""},
		{doc.YAML, "a: &x {}\nt: *x\n", "t.c", ""},
		{doc.YAML, "a: &x {b: 1}\nt:\n  <<: *x\n", "t.c", ""},
		{doc.YAML, "? a\n: 1\n", "c", ""},
		{doc.TOML, "[t]\n", "t.a", ""},
		{doc.TOML, "[t]\nx = 1\n", "a", ""},
		{doc.TOML, "[t]\nx.y = 1\n", "t.x.z", ""},
	} {
		parsed, err := doc.Parse(test.format, []byte(test.before))
		if err != nil {
			t.Fatal(err)
		}
		key := strings.Split(test.key, ".")
		after, err := parsed.Insert(key, "5")
		if string(after) != test.after || (err == nil) != (test.after != "") {
			t.Errorf("%q + %s:\ngot  %q, %v\nwant %q", test.before, test.key, after, err, test.after)
		}
		var refused *doc.RefusedError
		if err != nil && (!errors.As(err, &refused) || !slices.Equal(refused.Key, key)) {
			t.Errorf("%q + %s: the refusal does not name the key: %v", test.before, test.key, err)
		}
	}
}
