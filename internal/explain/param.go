package explain

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A param is one key of a params file whose value differs between today's commit and the
// original's, where the run's own params are in both.
type param struct {
	file string // in the repository
	mode string // of the file in today's commit
	key  []string
	text string // the original's value, as its file spells it

	today, original []byte // the whole file in both commits
}

// A paramsFile is one file in both commits: as committed, and with the run's params in it.
type paramsFile struct {
	path            string
	mode            string
	today, original []byte
	planned, then   []byte // with the edits of both plans
}

// paramFactors are the keys in which a params file differs where it differs in values
// alone; ok is false where it has to be restored as a whole. Keys that a check writes are
// the same in both.
func paramFactors(file paramsFile, name string) (factors []factor, ok bool) {
	format := doc.FormatOf(file.path)
	now, err := leaves(format, file.planned)
	if err != nil {
		return nil, false
	}
	then, err := leaves(format, file.then)
	if err != nil || len(now) != len(then) {
		return nil, false
	}
	committed, err := leaves(format, file.original)
	if err != nil {
		return nil, false
	}
	document, err := doc.Parse(format, file.today)
	if err != nil {
		return nil, false
	}
	for i, leaf := range now {
		other := then[i]
		switch {
		case !slices.Equal(leaf.key, other.key):
			return nil, false
		case leaf.whole == other.whole:
			continue
		case leaf.text == "" || other.text == "": // a list, or a text of several lines
			return nil, false
		}
		at := slices.IndexFunc(committed, func(c leafValue) bool { return slices.Equal(c.key, leaf.key) })
		if at < 0 || committed[at].text != other.text {
			return nil, false
		}
		if _, err := document.Splice([]doc.Edit{{Key: leaf.key, Text: other.text}}); err != nil {
			return nil, false
		}
		factors = append(factors, factor{
			Factor: repro.Factor{Kind: repro.KindParams, Name: strings.Join(leaf.key, ".") + " (" + name + ")"},
			param:  &param{file: file.path, mode: file.mode, key: leaf.key, text: other.text, today: file.today, original: file.original},
		})
	}
	if len(factors) == 0 && !bytes.Equal(file.planned, file.then) { // in how it is written: a program may read it as text
		return nil, false
	}
	return factors, true
}

type leafValue struct {
	key   []string
	text  string // as the file spells a scalar on one line; "" of all else
	whole string // what it says, in a form to compare
}

// leaves are the values of a document in its order.
func leaves(format doc.Format, data []byte) (all []leafValue, err error) {
	document, err := doc.Parse(format, data)
	if err != nil {
		return nil, err
	}
	document.Root.Each(func(key []string, value *doc.Node) {
		leaf := leafValue{key: slices.Clone(key), whole: spelt(value)}
		if value.Kind == doc.Scalar {
			leaf.text = value.Raw
		}
		all = append(all, leaf)
	})
	return all, nil
}

// spelt is a value with all that is in it.
func spelt(node *doc.Node) string {
	if node.Kind == doc.Scalar {
		old, now := node.Value11(), node.Value12() // what PyYAML and newer readers make of it, however it is spelt
		return fmt.Sprintf("%v %q %v %q", old.Type, old.Text, now.Type, now.Text)
	}
	var b strings.Builder
	b.WriteString(node.Kind.String())
	for i, value := range node.Values {
		if node.Kind == doc.Map {
			b.WriteString(strconv.Quote(node.Keys[i].Text))
		}
		b.WriteString("[" + spelt(value) + "]")
	}
	return b.String()
}

// paramReplacements are the params files of a trial: today's with the restored keys, or the
// original's where all keys that differ are restored.
func paramReplacements(all []factor, restored func(int) bool) ([]git.Replacement, error) {
	type restoring struct {
		*param
		edits []doc.Edit
		keys  int // of the file that differ
	}
	var files []*restoring
	for i, f := range all {
		if f.param == nil {
			continue
		}
		at := slices.IndexFunc(files, func(r *restoring) bool { return r.file == f.param.file })
		if at < 0 {
			at, files = len(files), append(files, &restoring{param: f.param})
		}
		files[at].keys++
		if restored(i) {
			files[at].edits = append(files[at].edits, doc.Edit{Key: f.param.key, Text: f.param.text})
		}
	}
	var replaced []git.Replacement
	for _, file := range files {
		data := file.original
		switch len(file.edits) {
		case 0:
			continue
		case file.keys:
		default:
			document, err := doc.Parse(doc.FormatOf(file.file), file.today)
			if err != nil {
				return nil, err
			}
			if data, err = document.Splice(file.edits); err != nil {
				return nil, err
			}
		}
		replaced = append(replaced, git.Replacement{Path: file.file, Mode: file.mode, Data: data})
	}
	return replaced, nil
}
