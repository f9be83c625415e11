package contents

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// writtenAlike says whether two documents have the keys that both have in one order, and spell
// equal values in one way: a program may go through the keys, and of 1.10 and 1.1 take the text.
func writtenAlike(a, b *doc.Node) bool {
	namesA, inA := leavesOf(a)
	namesB, inB := leavesOf(b)
	for name, value := range inA {
		if other := inB[name]; other != nil && exactly(value) == exactly(other) && spelling(value) != spelling(other) {
			return false
		}
	}
	shared := func(names []string, in map[string]*doc.Node) []string {
		return slices.DeleteFunc(names, func(name string) bool { return in[name] == nil })
	}
	return slices.Equal(shared(namesA, inB), shared(namesB, inA))
}

// leavesOf are the keys of a document in their order, and what they hold.
func leavesOf(root *doc.Node) (names []string, all map[string]*doc.Node) {
	all = map[string]*doc.Node{}
	root.Each(func(key []string, value *doc.Node) {
		name := strings.Join(key, "\x00")
		names, all[name] = append(names, name), value
	})
	return names, all
}

// spelling is how the file writes a value that is no string.
func spelling(node *doc.Node) string {
	switch {
	case node.Kind != doc.Scalar:
		var parts []string
		for _, value := range node.Values {
			parts = append(parts, spelling(value))
		}
		return strings.Join(parts, "\x00")
	case node.Value12().Type == doc.TypeText:
		return ""
	}
	return node.Raw
}
