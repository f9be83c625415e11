package params

import (
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/params/literal"
)

// holds says whether a file's value is the logged one already, so that nothing
// needs to change. It asks what each reader the project may use makes of the
// value, and whether Python would have logged that as text; the note tells
// where the two are the same without looking the same. 3.10 is not what Python
// prints of 3.1: it was a text, and 3.1 does not hold it.
//
// A number that two readers take for different numbers (017 is 15 to PyYAML
// and 17 to ruamel) holds only what both agree on.
func holds(node *doc.Node, l logged) (note string, same bool) {
	readings := readings(node)
	if !l.typed && node.Kind == doc.Scalar && l.text != "" && (l.text == node.Text || !node.Quoted && l.text == node.Raw) {
		return "", true
	}
	if l.opaque != nil || disagree(readings) {
		return "", false
	}
	for _, value := range readings {
		if literal.Str(value) == l.text && (!l.typed || l.means(value)) {
			return "", true
		}
	}
	for _, value := range readings {
		switch {
		case !l.means(value), value.IsNumber() && padded(l.text) && !l.typed:
		case value.IsNumber():
			return fmt.Sprintf("%s is the same number as %s", node.Raw, l.text), true
		default:
			return "the same value, spelled differently", true
		}
	}
	if quoted, ok := literalText(node); ok && !l.typed && literal.IsContainer(l.value) && l.means(quoted) {
		return "the file has it as text, and keeps it so", true
	}
	return "", false
}

// means says whether a value is the logged one: equal, and of the same type where
// the text tells the type. A float may be logged with more digits than the double has.
func (l logged) means(value literal.Value) bool {
	if value.Equal(l.value) {
		return !l.tellsType() || value.SameType(l.value)
	}
	doubles := l.value.Doubles()
	return value.Equal(doubles) && value.SameType(doubles)
}

// disagree says whether two readers make different numbers of one value.
func disagree(readings []literal.Value) bool {
	for _, value := range readings {
		if value.IsNumber() && readings[0].IsNumber() && !value.Equal(readings[0]) {
			return true
		}
	}
	return false
}

// literalText reads a scalar that is text to every reader and a Python list,
// tuple or dict to whoever evaluates it: (224,224).
func literalText(node *doc.Node) (literal.Value, bool) {
	if node.Kind != doc.Scalar || !all(readings(node), func(v literal.Value) bool { return v.Kind == literal.String }) {
		return literal.Value{}, false
	}
	l := readLogged(node.Text)
	return l.value, l.opaque == nil && literal.IsContainer(l.value)
}

// refers says whether a value, or one within it, is filled in by somebody else:
// ${…} of Hydra and OmegaConf, or a placeholder for the environment.
func refers(node *doc.Node) bool {
	if node.Kind == doc.Scalar {
		return strings.Contains(node.Text, "${")
	}
	for _, value := range node.Values {
		if refers(value) {
			return true
		}
	}
	return false
}

func all(values []literal.Value, want func(literal.Value) bool) bool {
	for _, value := range values {
		if !want(value) {
			return false
		}
	}
	return true
}

func some(values []literal.Value, want func(literal.Value) bool) bool {
	return !all(values, func(v literal.Value) bool { return !want(v) })
}
