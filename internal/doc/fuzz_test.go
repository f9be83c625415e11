package doc_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/reproduce-action/reproduce/internal/doc"
)

var formats = []doc.Format{doc.YAML, doc.JSON, doc.TOML}

func seeds(f *testing.F, add func(format uint8, data []byte)) {
	f.Helper()
	files, err := filepath.Glob("testdata/params/*")
	if err != nil || len(files) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for i, format := range formats {
			if format == doc.FormatOf(file) {
				add(uint8(i), data)
			}
		}
	}
	for _, text := range []string{
		"", "{a, b: }", "a: *x", "a: &x [*x]", "? a\n: b\n", "a:\n- - - 1\n", "--- |\n x\n", "a: 'x\n\n y'\n", "[a: 1]\n", "{? a : 1}\n",
		"a: !<tag:yaml.org,2002:int> 5\n", "%YAML 1.1\n%TAG ! x:\n---\na: !y 5\n", "\ufeffa: 1", "a: b\u2028c: d", "<<: {a: 1}\n", "a: {b: 1,\n}\n", "'a' : \"\\\n\"\n", "a: b #\tc\r#d\r\n", "a: -\n",
	} {
		add(0, []byte(text))
	}
}

// FuzzParse: no document makes the parser panic or hang, every failure is a
// refusal, and a document without an edit comes back as it was.
func FuzzParse(f *testing.F) {
	seeds(f, func(format uint8, data []byte) { f.Add(format, data) })
	f.Fuzz(func(t *testing.T, format uint8, data []byte) {
		kind := formats[int(format)%len(formats)]
		parsed, err := doc.Parse(kind, data)
		var refused *doc.RefusedError
		if err != nil {
			if !errors.As(err, &refused) || parsed != nil {
				t.Fatalf("not a refusal: %v", err)
			}
			if refused.Line < 0 || refused.Line > len(data)+1 {
				t.Fatalf("line %d of %d bytes: %v", refused.Line, len(data), err)
			}
			return
		}
		for _, at := range leaves(parsed.Root, leaf{}) {
			at.node.Value11()
			at.node.Value12()
			if found := parsed.Root.Get(at.path...); found != at.node {
				t.Fatalf("%q leads to another value", at.path)
			}
			if at.node.Raw != "" && !bytes.Contains(data, []byte(at.node.Raw)) {
				t.Fatalf("%q is spelled %q, which is not in the document", at.path, at.node.Raw)
			}
		}
		same, err := parsed.Splice(nil)
		if err != nil || !bytes.Equal(same, data) {
			t.Fatalf("without an edit: %q, %v", same, err)
		}
		_, _, _ = doc.ReadMetrics(kind, data)
	})
}

// FuzzSplice: whatever the document and whatever is written, either the edit is
// refused or yaml.v3's decoder finds the old document with one value changed.
func FuzzSplice(f *testing.F) {
	texts := []string{"5", "1.0e-05", "[1, 2]", `"a: b"`, "null", "adam", "'x'", "[]", "{a: 1}", "#", "- 1", "a: b", "6 # c", "&x 1", "]"}
	count := 0
	seeds(f, func(format uint8, data []byte) {
		count++
		f.Add(format, data, uint16(count), texts[count%len(texts)])
	})
	f.Fuzz(func(t *testing.T, format uint8, data []byte, which uint16, text string) {
		kind := formats[int(format)%len(formats)]
		parsed, err := doc.Parse(kind, data)
		if err != nil {
			return
		}
		all := leaves(parsed.Root, leaf{})
		if len(all) == 0 {
			return
		}
		at := all[int(which)%len(all)]
		before := bytes.Clone(data)
		after, err := parsed.Splice([]doc.Edit{{Key: at.path, Text: text}})
		if !bytes.Equal(before, data) {
			t.Fatal("the source was changed")
		}
		if err != nil {
			if !errors.As(err, new(*doc.RefusedError)) {
				t.Fatalf("not a refusal: %v", err)
			}
			return
		}
		if at.node.Kind == doc.Scalar && !oneSpanChanged(data, after, at.node, text) {
			t.Fatalf("%q = %q: more changed than the value:\n%q\n%q", at.path, text, data, after)
		}
		if kind != doc.YAML {
			return
		}
		want, ok := decodeAlone(text)
		if !ok {
			return
		}
		if what := judgeByGo(data, after, at.raw, want); what != "" {
			t.Fatalf("%q = %q: %s\n%q\n%q", at.path, text, what, data, after)
		}
	})
}
