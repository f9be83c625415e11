package doc_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// A trial is one value to write: how this package spells it, and what a Python
// program must then read.
type trial struct {
	text string
	want any // as testdata/oracle.py takes values
	goes any // as yaml.v3 decodes it
}

var nasty = []string{
	"", " ", "a: b", "- x", "#c", "x #c", "*a", "&a", "!!python/object:x", "{{", "${VAR}", "%TAG", "---", "...", "'", `"`, `\`, "null", "~", "yes", "No", "on", "y",
	"1e-05", "1.0", "0123", "0o17", "1_000", "12:30", "2024-01-01", "2024-1-1", "=", "<<", ".", ".5", ".inf", "NaN", "-", "?", ":", "a:", ",", "[1, 2]", "{a: 1}", "|", ">", "@x", "`x`",
	"line\nbreak", "cr\r\nlf", "nel\u0085x", "ls\u2028x", "tab\tx", "\x01\x7f", "\ufeffbom", "\ufffe", "é", "日本語", "🚀", "e\u0301", "\u202eabc", "True", "None", "a b", "C:\\data\\x", "http://h/p?q=1&r=2",
	"(224,224)", "<class 'numpy.float64'>", "it's", `say "hi"`, strings.Repeat("long ", 300) + "x", "x ", " x", "a,b", "a]b", "18446744073709551617",
}

func floatTrial(t testing.TB, format doc.Format, f float64) trial {
	text, err := doc.FloatText(format, doc.PythonFloat(f))
	if err != nil {
		t.Fatal(err)
	}
	return trial{text, [2]string{"float", doc.PythonFloat(f)}, f}
}

func randomTrial(t testing.TB, g *rand.Rand, format doc.Format, like *doc.Node) trial {
	switch g.IntN(8) {
	case 0, 1:
		f := []float64{0.1, 1e-5, 1e6, 1e20, 5e-324, -0.0, 3, 0.30000000000000004, math.MaxFloat64}[g.IntN(9)]
		if g.IntN(3) == 0 {
			f = math.Float64frombits(g.Uint64())
		}
		if format == doc.JSON && (math.IsNaN(f) || math.IsInf(f, 0)) {
			f = -1.5
		}
		return floatTrial(t, format, f)
	case 2:
		n := g.IntN(1e6) - 1000
		text, err := doc.IntText(format, strconv.Itoa(n))
		if err != nil {
			t.Fatal(err)
		}
		return trial{text, [2]string{"int", strconv.Itoa(n)}, n}
	case 3:
		return trial{doc.BoolText(true), [2]string{"bool", "True"}, true}
	case 4:
		if format != doc.TOML {
			return trial{"null", [2]string{"None", "None"}, nil}
		}
		fallthrough
	case 5:
		items, want, goes := []string{}, []any{}, []any{}
		for range g.IntN(4) {
			item := floatTrial(t, format, float64(g.IntN(9))/4)
			if g.IntN(3) == 0 {
				value := nasty[g.IntN(len(nasty))]
				text, err := doc.StringText(format, value, &doc.Node{Flow: true})
				if err != nil {
					t.Fatal(err)
				}
				item = trial{text, [2]string{"str", value}, value}
			}
			items, want, goes = append(items, item.text), append(want, item.want), append(goes, item.goes)
		}
		return trial{doc.ListText(items), map[string]any{"list": want}, goes}
	default:
		value := nasty[g.IntN(len(nasty))]
		text, err := doc.StringText(format, value, like)
		if err != nil {
			t.Fatal(err)
		}
		return trial{text, [2]string{"str", value}, value}
	}
}

// A leaf is a value that can be addressed, with its path as the document
// spells it.
type leaf struct {
	path, raw []string
	node      *doc.Node
}

func leaves(n *doc.Node, at leaf) (found []leaf) {
	if n.Kind != doc.Map {
		at.node = n
		return []leaf{at}
	}
	for i, key := range n.Keys {
		path, raw, spelled := slices.Clone(at.path), slices.Clone(at.raw), key.Raw
		if key.Tag != "" {
			spelled = key.Tag + " " + key.Raw
		}
		found = append(found, leaves(n.Values[i], leaf{append(path, key.Text), append(raw, spelled), nil})...)
	}
	return found
}

// A tally counts what became of the edits, so that a test that proves nothing
// shows.
type tally struct {
	documents, edits, judged int
	refusedDocuments         map[string]int
	refusedEdits             map[string]int
}

func newTally() *tally {
	return &tally{refusedDocuments: map[string]int{}, refusedEdits: map[string]int{}}
}

// reason cuts a refusal down to what does not depend on the document.
func reason(err error) string {
	var refused *doc.RefusedError
	if !errors.As(err, &refused) {
		return "NOT A REFUSAL: " + err.Error()
	}
	text := strings.TrimPrefix(refused.Reason, strings.Join(refused.Key, ".")+": ")
	for _, known := range []string{"text block", "an anchor elsewhere", "has an anchor", "holds an anchor", "shares an anchor", "comment stands", "could not be told", "the tag", "and null is none", "is none", "shares its line", "again", "one to Python", "would break", "read as something else", "one value there", "run into"} {
		if strings.Contains(text, known) {
			return known
		}
	}
	return text
}

// try edits count random values of a document, one at a time, and has every
// result judged.
func (ty *tally) try(t *testing.T, python *oracle, format doc.Format, source []byte, g *rand.Rand, count int) {
	t.Helper()
	parsed, err := doc.Parse(format, source)
	if err != nil {
		ty.refusedDocuments[reason(err)]++
		return
	}
	ty.documents++
	if python != nil {
		python.before(string(format), source)
	}
	original := bytes.Clone(source)
	all := leaves(parsed.Root, leaf{})
	for range min(count, 3*len(all)) {
		at := all[g.IntN(len(all))]
		like := at.node
		next := randomTrial(t, g, format, like)
		edit := doc.Edit{Key: at.path, Text: next.text}
		after, err := parsed.Splice([]doc.Edit{edit})
		if !bytes.Equal(source, original) {
			t.Fatalf("the source was changed under an edit of %q", at.path)
		}
		if err != nil {
			ty.refusedEdits[reason(err)]++
			var refused *doc.RefusedError
			if !errors.As(err, &refused) || refused.Line == 0 || !slices.Equal(refused.Key, at.path) {
				t.Errorf("the refusal of an edit of %q does not say where: %v", at.path, err)
			}
			continue
		}
		ty.edits++
		complain := func(what string) {
			t.Helper()
			t.Errorf("%q = %s: %s\n--- before\n%q\n--- after\n%q", at.path, next.text, what, source, after)
		}
		if at.node.Kind == doc.Scalar && !oneSpanChanged(source, after, at.node.Raw, next.text) {
			complain("more than the value's bytes changed")
		}
		if format == doc.YAML {
			if what := judgeByGo(source, after, at.raw, next.goes); what != "" {
				complain(what)
			}
		}
		if python != nil {
			judged, wrong := python.edit(after, at.raw, next.want)
			ty.judged += judged
			for _, what := range wrong {
				complain(what)
			}
		}
		again, err := doc.Parse(format, after)
		if err != nil {
			complain("cannot be parsed again: " + err.Error())
			continue
		}
		if twice, err := again.Splice([]doc.Edit{edit}); err != nil || !bytes.Equal(twice, after) {
			complain(fmt.Sprintf("the same edit again gives %q, %v", twice, err))
		}
	}
}

// oneSpanChanged says whether after is before with one occurrence of old
// replaced by text, after a blank perhaps where there was nothing.
func oneSpanChanged(before, after []byte, old, text string) bool {
	for at := 0; at <= len(before)-len(old); at++ {
		if !bytes.HasPrefix(before[at:], []byte(old)) {
			continue
		}
		for _, lead := range []string{"", " "} {
			if lead != "" && old != "" {
				continue
			}
			if string(after) == string(before[:at])+lead+text+string(before[at+len(old):]) {
				return true
			}
		}
	}
	return false
}

// judgeByGo has yaml.v3 decode both texts and compares Go values: not the
// nodes that the splicer works with.
func judgeByGo(before, after []byte, path []string, want any) string {
	var old, got any
	if err := yaml.Unmarshal(before, &old); err != nil {
		return "" // it parses and does not decode: an int tag on a word, say
	}
	for _, raw := range path {
		key, ok := decodeAlone(raw)
		switch key.(type) {
		case []any, map[string]any, map[any]any:
			ok = false
		}
		if !ok {
			return "" // a key that cannot stand alone, as : cannot
		}
	}
	if err := yaml.Unmarshal(after, &got); err != nil {
		return "yaml.v3: " + err.Error()
	}
	if expected := withPath(old, path, want); !same(got, expected) {
		return fmt.Sprintf("yaml.v3 reads %#v, wanted %#v", got, expected)
	}
	return ""
}

func withPath(tree any, path []string, value any) any {
	if len(path) == 0 {
		return value
	}
	key, _ := decodeAlone(path[0])
	switch tree := tree.(type) {
	case map[string]any:
		changed := maps.Clone(tree)
		if name, ok := key.(string); ok {
			changed[name] = withPath(tree[name], path[1:], value)
			return changed
		}
	case map[any]any:
		changed := maps.Clone(tree)
		changed[key] = withPath(tree[key], path[1:], value)
		return changed
	}
	return fmt.Errorf("no map at %s", path[0])
}

// decodeAlone has yaml.v3 decode one value by itself, but not at the start of a
// line, where --- is no word.
func decodeAlone(text string) (any, bool) {
	var list []any
	err := yaml.Unmarshal([]byte("- "+text), &list)
	return append(list, nil)[0], err == nil && len(list) == 1
}

// same is reflect.DeepEqual for which NaN is NaN.
func same(a, b any) bool { return reflect.DeepEqual(numbered(a), numbered(b)) }

func numbered(v any) any {
	switch v := v.(type) {
	case float64:
		return "float " + doc.PythonFloat(v)
	case map[string]any:
		out := map[any]any{}
		for key, item := range v {
			out[key] = numbered(item)
		}
		return out
	case map[any]any:
		out := map[any]any{}
		for key, item := range v {
			out[numbered(key)] = numbered(item)
		}
		return out
	case []any:
		out := []any{}
		for _, item := range v {
			out = append(out, numbered(item))
		}
		return out
	}
	return v
}

// TestSpliceChangesOneValue is the promise of this package, over documents
// written at random and over the shapes that real projects have.
func TestSpliceChangesOneValue(t *testing.T) {
	t.Parallel()
	t.Run("by yaml.v3", func(t *testing.T) {
		t.Parallel()
		spliceEverything(t, nil, 400)
	})
	t.Run("by Python", func(t *testing.T) {
		t.Parallel()
		spliceEverything(t, newOracle(t), 400)
	})
}

func spliceEverything(t *testing.T, python *oracle, documents int) {
	if text := os.Getenv("REPRODUCE_DOC_DOCUMENTS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatalf("REPRODUCE_DOC_DOCUMENTS: %v", err)
		}
		documents = n
	}
	const seed = 20
	for _, kind := range []struct {
		format doc.Format
		write  func(*generator) string
		share  int // of documents: one in so many
	}{
		{doc.YAML, (*generator).document, 1},
		{doc.JSON, (*generator).jsonDocument, 4},
		{doc.TOML, (*generator).tomlDocument, 4},
	} {
		generated := newTally()
		for i := range documents / kind.share {
			g := &generator{Rand: rand.New(rand.NewPCG(seed, uint64(i)))}
			generated.try(t, python, kind.format, []byte(kind.write(g)), g.Rand, 6)
			if t.Failed() {
				t.Fatalf("%s document %d of seed %d", kind.format, i, seed)
			}
		}
		generated.report(t, "generated "+string(kind.format))
	}
	shapes, err := filepath.Glob("testdata/params/*")
	if err != nil || len(shapes) < 20 {
		t.Fatalf("testdata/params holds %d files, %v", len(shapes), err)
	}
	real := newTally()
	for i, file := range shapes {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		real.try(t, python, doc.FormatOf(file), source, rand.New(rand.NewPCG(seed, uint64(i))), 60)
		if t.Failed() {
			t.Fatal(file)
		}
	}
	real.report(t, "testdata/params")
	if len(real.refusedDocuments) > 0 {
		t.Errorf("a real shape was refused: %v", real.refusedDocuments)
	}
}

func (ty *tally) report(t *testing.T, what string) {
	t.Helper()
	t.Logf("%s: %d documents, %d edits right, judged %d times by Python; edits refused: %v; documents refused: %v",
		what, ty.documents, ty.edits, ty.judged, ty.refusedEdits, ty.refusedDocuments)
	if ty.edits == 0 || sum(ty.refusedDocuments) > ty.documents/10 || sum(ty.refusedEdits) > ty.edits/2 {
		t.Errorf("%s: too much was refused for the rest to prove anything", what)
	}
}

func sum(counts map[string]int) (total int) {
	for _, n := range counts {
		total += n
	}
	return total
}
