package doc

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/printable"
	"gopkg.in/yaml.v3"
)

// members builds a map's keys and values: those that stand in it, then those
// that << brings in from other maps, which give way to them. The merge key
// itself is syntax, not a key.
// https://yaml.org/type/merge.html
func (t *yamlTree) members(m *Node, n *yaml.Node, p place) error {
	keys := newKeySet(len(n.Content) / 2)
	var merged []*yaml.Node
	mergeLine := 0
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i], n.Content[i+1]
		if name.Tag == "!!merge" && name.Value == "<<" {
			if mergeLine > 0 {
				return refuse(name.Line, "the key << again: it stands on line %d already", mergeLine)
			}
			mergeLine = name.Line
			merged = append(merged, value)
			continue
		}
		key, err := t.node(name, p)
		if err != nil {
			return err
		}
		if err := keys.add(key); err != nil {
			return err
		}
		node, err := t.node(value, p)
		if err != nil {
			return err
		}
		m.Keys, m.Values = append(m.Keys, key), append(m.Values, node)
	}
	for _, source := range merged {
		if err := t.merge(m, source, keys, place{p.depth, p.flow, true}); err != nil {
			return err
		}
	}
	m.index = keys.at
	return nil
}

// merge adds what source has and m has not. Of several sources the first wins.
func (t *yamlTree) merge(m *Node, source *yaml.Node, keys *keySet, p place) error {
	from, err := t.node(source, p)
	if err != nil {
		return err
	}
	sources := []*Node{from}
	if from.Kind == List {
		sources = from.Values
	}
	for _, from := range sources {
		if from.Kind != Map {
			return refuse(source.Line, "<< merges a %s; it takes maps", from.Kind)
		}
		for i, key := range from.Keys {
			if _, known := keys.at[key.Text]; known {
				continue
			}
			if err := keys.add(key); err != nil {
				return err
			}
			m.Keys, m.Values = append(m.Keys, key), append(m.Values, from.Values[i])
		}
	}
	return nil
}

// A keySet refuses a key that is there already, by its text or because Python
// takes the two for one: 1, 1.0 and true are equal there.
type keySet struct {
	at     map[string]int
	equals map[Value]*Node
	lines  []int
}

func newKeySet(size int) *keySet {
	return &keySet{at: make(map[string]int, size), equals: map[Value]*Node{}}
}

func (s *keySet) add(key *Node) error {
	if key.Kind != Scalar {
		return refuse(key.Line, "a %s as a key: Python's readers refuse it", key.Kind)
	}
	if other, known := s.at[key.Text]; known {
		return refuse(key.Line, "the key %s again: it stands on line %d already; remove one of the two", shown(key.Text), s.lines[other])
	}
	if !key.Quoted {
		for _, value := range []Value{key.Value11(), key.Value12()} {
			value = asKey(value)
			if other := s.equals[value]; other != nil && other != key {
				return refuse(key.Line, "the keys %s and %s (line %d) are one to Python; remove or quote one of the two", shown(key.Text), shown(other.Text), other.Line)
			}
			if value.Type != TypeText {
				s.equals[value] = key
			}
		}
	}
	s.at[key.Text] = len(s.lines)
	s.lines = append(s.lines, key.Line)
	return nil
}

// asKey gives one Value for all that Python's dict takes for one key.
func asKey(v Value) Value {
	switch v.Type {
	case TypeBool:
		return Value{TypeInt, map[string]string{"True": "1", "False": "0"}[v.Text]}
	case TypeFloat:
		if whole, isWhole := strings.CutSuffix(v.Text, ".0"); isWhole {
			if whole == "-0" {
				whole = "0"
			}
			return Value{TypeInt, whole}
		}
	}
	return v
}

// shown cuts somebody else's text to what a message can hold.
func shown(text string) string {
	return printable.Quote(text, 60)
}
