package doc_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/doc"
)

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
	documents, trees        int // what was read, and compared with what Python reads
	edits, judged           int // single edits
	together                int // several at once
	inserts, refusedInserts int
	shared, refusedShared   int // values and all that comes from them through an anchor
	refusedDocuments        map[string]int
	refusedEdits            map[string]int
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
	for _, known := range []string{"text block", "in brackets", "without a colon", "an anchor elsewhere", "has an anchor", "holds an anchor", "shares an anchor", "comment stands", "could not be told", "the tag", "and null is none", "is none", "shares its line", "again", "one to Python", "would break", "read as something else", "one value there", "run into"} {
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
		for reader, got := range python.before(string(format), source) {
			value := (*doc.Node).Value11
			if reader == "ruamel.yaml" {
				value = (*doc.Node).Value12
			}
			if want := sorted(tree(parsed.Root, value)); !reflect.DeepEqual(sorted(got), want) {
				t.Errorf("%s reads %v\nwe say it does %v\n%q", reader, got, want, source)
			}
			ty.trees++
		}
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
		if at.node.Kind == doc.Scalar && !oneSpanChanged(source, after, at.node, next.text) {
			complain("more than the value's bytes changed")
		}
		if format == doc.YAML {
			if what := judgeByGo(source, after, at.raw, next.goes); what != "" {
				complain(what)
			}
		}
		if python != nil {
			judged, wrong := python.edit(after, at.raw, next.want, false)
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
	ty.tryTogether(t, format, source, parsed, all, g)
	ty.tryInsert(t, python, format, source, parsed, all, g)
	ty.tryShared(t, python, format, source, parsed, all, g)
}

// tryShared gives a value and everything that comes from it through an anchor
// one and the same new value: one place is edited, and all of them read so.
func (ty *tally) tryShared(t *testing.T, python *oracle, format doc.Format, source []byte, parsed *doc.Document, all []leaf, g *rand.Rand) {
	t.Helper()
	spelled := map[string]string{} // a key that is merged in is spelled where it comes from
	for _, at := range all {
		for i, raw := range at.raw {
			if raw != "" {
				spelled[at.path[i]] = raw
			}
		}
	}
	for _, at := range all {
		next := randomTrial(t, g, format, at.node)
		edit := doc.Edit{Key: at.path, Text: next.text}
		if _, err := parsed.Splice([]doc.Edit{edit}); err == nil || reason(err) != "shares an anchor" {
			continue
		}
		edits, others := []doc.Edit{edit}, [][]string{}
		for _, other := range all {
			if other.node.Alias && other.node.Text == at.node.Text && other.node.Kind == at.node.Kind {
				raw := slices.Clone(other.raw)
				for i := range raw {
					raw[i] = spelled[other.path[i]]
				}
				edits, others = append(edits, doc.Edit{Key: other.path, Text: next.text}), append(others, raw)
			}
		}
		g.Shuffle(len(edits), func(i, j int) { edits[i], edits[j] = edits[j], edits[i] })
		after, err := parsed.Splice(edits)
		if err != nil {
			ty.refusedShared++
			continue
		}
		ty.shared++
		if python == nil {
			continue
		}
		judged, wrong := python.edit(after, at.raw, next.want, false, others...)
		ty.judged += judged
		for _, what := range wrong {
			t.Errorf("%q = %s and all that shares it: %s\n%q\n%q", at.path, next.text, what, source, after)
		}
	}
}

// tryTogether holds several edits at once against the same edits one by one.
func (ty *tally) tryTogether(t *testing.T, format doc.Format, source []byte, parsed *doc.Document, all []leaf, g *rand.Rand) {
	t.Helper()
	var edits []doc.Edit
	one := source
	for _, i := range g.Perm(len(all))[:min(4, len(all))] {
		edit := doc.Edit{Key: all[i].path, Text: randomTrial(t, g, format, all[i].node).text}
		if slices.ContainsFunc(edits, func(other doc.Edit) bool { return other.Text == edit.Text }) {
			continue // an alias that is given its anchor's new text stays an alias
		}
		before, err := doc.Parse(format, one)
		if err != nil {
			t.Fatalf("%q: %v", one, err)
		}
		if after, err := before.Splice([]doc.Edit{edit}); err == nil {
			edits, one = append(edits, edit), after
		}
	}
	together, err := parsed.Splice(edits)
	if err != nil || !bytes.Equal(together, one) {
		t.Errorf("edits %q of %q\none by one %q\ntogether   %q, %v", edits, source, one, together, err)
	}
	ty.together++
}

// tryInsert puts a key beside another one.
func (ty *tally) tryInsert(t *testing.T, python *oracle, format doc.Format, source []byte, parsed *doc.Document, all []leaf, g *rand.Rand) {
	t.Helper()
	if len(all) == 0 {
		return
	}
	at := all[g.IntN(len(all))]
	path, raw := slices.Clone(at.path), slices.Clone(at.raw)
	path[len(path)-1], raw[len(raw)-1] = "brand new", `"brand new"`
	after, err := parsed.Insert(path, "5")
	if err != nil {
		ty.refusedInserts++
		return
	}
	ty.inserts++
	if len(after) <= len(source) || format == doc.YAML && judgeByGo(source, after, raw, 5) != "" {
		t.Errorf("inserting %q into %q gives %q", path, source, after)
	}
	if python != nil {
		judged, wrong := python.edit(after, raw, [2]string{"int", "5"}, true)
		ty.judged += judged
		for _, what := range wrong {
			t.Errorf("inserting %q: %s\n%q\n%q", path, what, source, after)
		}
	}
}

// TestSpliceChangesOneValue is the promise of this package, over documents
// written at random and over the shapes that real projects have.
func TestSpliceChangesOneValue(t *testing.T) {
	t.Parallel()
	if os.Getenv("REPRODUCE_PYTHON") == "" { // Python judges the same edits beside yaml.v3
		t.Run("by yaml.v3", func(t *testing.T) {
			t.Parallel()
			spliceEverything(t, nil, 400)
		})
	}
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
		if kind.format == doc.YAML && generated.shared < documents/50 {
			t.Errorf("%d anchors were edited with all that shares them: the generator does not reach them", generated.shared)
		}
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
	t.Logf("%s: %d documents, read alike %d times, %d edits, %d of several at once, %d insertions, %d anchors with all that shares them, judged %d times by Python; refused: %d insertions, %d anchors, edits %v, documents %v",
		what, ty.documents, ty.trees, ty.edits, ty.together, ty.inserts, ty.shared, ty.judged, ty.refusedInserts, ty.refusedShared, ty.refusedEdits, ty.refusedDocuments)
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
