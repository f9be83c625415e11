package contents

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// readValues reads a structured file whose values can be compared: a map,
// without tags of a project's own.
func readValues(format doc.Format, data []byte) (*doc.Node, bool) {
	root, err := doc.Read(format, data, MaxSize)
	return root, err == nil && root != nil && root.Kind == doc.Map && !strings.Contains(exactly(root), "\x00!")
}

// KeyChanges lists the keys at which two versions of a structured file differ,
// as a stage's own differences. It lists none where either cannot be read, or
// where there are too many.
func KeyChanges(format doc.Format, then, now []byte) (changes []repro.OwnChange) {
	a, okA := readValues(format, then)
	b, okB := readValues(format, now)
	if !okA || !okB {
		return nil
	}
	names, before, after := []string{}, map[string]*doc.Node{}, map[string]*doc.Node{}
	collect := func(root *doc.Node, into map[string]*doc.Node) {
		root.Each(func(key []string, value *doc.Node) {
			name := strings.Join(key, ".")
			if before[name] == nil && after[name] == nil {
				names = append(names, name)
			}
			into[name] = value
		})
	}
	collect(a, before)
	collect(b, after)
	if len(names) > maxLeaves {
		return nil
	}
	for _, name := range names {
		if x, y := before[name], after[name]; exactly(x) != exactly(y) {
			then, now := spelt(x), spelt(y)
			if then == now { // a number, and the same as text: "90", or 1e-1 for YAML 1.1
				then, now = written(x), written(y)
			}
			changes = append(changes, repro.OwnChange{Kind: repro.KindParams, Name: name, Original: then, Now: now})
		}
	}
	return changes
}

// maxLeaves bounds the keys of a file that are compared.
const maxLeaves = 2000

// written is a value as the file has it, in quotes where it is so there.
func written(node *doc.Node) string {
	switch {
	case node == nil || node.Kind != doc.Scalar || node.Text == "":
		return spelt(node)
	case node.Quoted:
		return strconv.Quote(node.Text)
	}
	return node.Text
}

// spelt is a value as people read it.
func spelt(node *doc.Node) string {
	switch {
	case node == nil:
		return repro.NotThere
	case node.Kind == doc.Scalar:
		return node.Value12().Text
	}
	var parts []string
	for i, value := range node.Values {
		part := spelt(value)
		if node.Kind == doc.Map {
			part = node.Keys[i].Text + ": " + part
		}
		parts = append(parts, part)
	}
	if node.Kind == doc.Map {
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// exactly is a value as text that two values share only where every reader
// takes them for the same.
func exactly(node *doc.Node) string {
	if node == nil {
		return ""
	}
	text := fmt.Sprintf("%v ", node.Kind)
	if node.Tag != "" {
		text += "\x00!" + node.Tag
	}
	if node.Kind == doc.Scalar {
		a, b := node.Value11(), node.Value12()
		return text + fmt.Sprintf("%v %q %v %q", a.Type, a.Text, b.Type, b.Text)
	}
	for i, value := range node.Values {
		if node.Kind == doc.Map {
			text += fmt.Sprintf("%q: ", node.Keys[i].Text)
		}
		text += exactly(value) + ", "
	}
	return text + "end"
}
