package doc

import (
	"bytes"
	"slices"
	"strings"
)

// check proves a splice: it parses the result and walks both trees side by
// side. Outside the cuts they must be equal to the letter, at the cuts the new
// value must be the wanted one, and the bytes around the new values, where the
// new parse says they stand, must be the old ones.
func (d *Document) check(cuts []cut, follow map[*Node]*Node, after []byte) error {
	changed, err := Parse(d.Format, after)
	if err != nil {
		if len(cuts) == 1 {
			err = at(refuse(0, "writing %s would break the document (%v): edit it by hand", shown(cuts[0].text), err), cuts[0].key, cuts[0].target)
		}
		return err
	}
	c := &checker{cuts: map[*Node]*cut{}, follow: follow, found: map[*cut]*Node{}}
	for i := range cuts {
		c.cuts[cuts[i].target] = &cuts[i]
	}
	if err := c.same(d.Root, changed.Root); err != nil {
		return err
	}
	shift, from := 0, 0
	for i := range cuts {
		cut := &cuts[i]
		found := c.found[cut]
		if found == nil {
			return at(refuse(0, "the edited value is not found again: edit it by hand"), cut.key, cut.target)
		}
		start := cut.start + shift + len(cut.lead)
		if found.start != start || found.end != start+len(cut.text) || string(after[found.start:found.end]) != cut.text {
			return at(refuse(0, "%s does not stay one value there: edit it by hand", shown(cut.text)), cut.key, cut.target)
		}
		if !bytes.Equal(d.source[from:cut.start], after[from+shift:cut.start+shift]) {
			return at(refuse(0, "bytes before the value would change"), cut.key, cut.target)
		}
		from = cut.end
		shift += len(cut.lead) + len(cut.text) - (cut.end - cut.start)
	}
	if !bytes.Equal(d.source[from:], after[from+shift:]) {
		return refuse(0, "bytes after the edits would change")
	}
	return nil
}

type checker struct {
	cuts   map[*Node]*cut
	follow map[*Node]*Node // values that change with an anchor's, and into what
	found  map[*cut]*Node
	path   []string

	added   *Node  // for Insert: the map that has one more key afterwards
	name    string // which one
	arrived *Node  // its value
}

func (c *checker) same(before, after *Node) error {
	if cut := c.cuts[before]; cut != nil {
		c.found[cut] = after
		return cut.arrived(after)
	}
	if wanted := c.follow[before]; wanted != nil && after.Alias && equal(after, wanted) {
		return nil
	}
	if before == c.added {
		after = c.without(after)
	}
	switch {
	case before.Kind != after.Kind, before.Text != after.Text, before.Raw != after.Raw, before.Quoted != after.Quoted,
		before.Tag != after.Tag, before.Alias != after.Alias, before.anchored != after.anchored,
		len(before.Values) != len(after.Values), len(before.Keys) != len(after.Keys):
		return c.changes(before)
	}
	for i := range before.Values {
		if before.Kind == Map {
			if err := c.same(before.Keys[i], after.Keys[i]); err != nil {
				return err
			}
			c.path = append(c.path, before.Keys[i].Text)
		}
		if err := c.same(before.Values[i], after.Values[i]); err != nil {
			return err
		}
		if before.Kind == Map {
			c.path = c.path[:len(c.path)-1]
		}
	}
	return nil
}

// without gives a map as it would be without the added key.
func (c *checker) without(after *Node) *Node {
	at := slices.IndexFunc(after.Keys, func(key *Node) bool { return key.Text == c.name })
	if after.Kind != Map || at < 0 {
		return after
	}
	c.arrived = after.Values[at]
	rest := *after
	rest.Keys = slices.Delete(slices.Clone(after.Keys), at, at+1)
	rest.Values = slices.Delete(slices.Clone(after.Values), at, at+1)
	return &rest
}

// changes refuses over a value that no edit named: it shares an anchor with one
// that was, or the new text ran into it.
func (c *checker) changes(before *Node) error {
	why := "the edit would run into it"
	if before.Alias {
		why = "it shares an anchor with the edited value"
	}
	path := pathText(c.path)
	if len(c.cuts) == 1 {
		for _, cut := range c.cuts {
			return at(refuse(0, "%s (line %d) would change as well: %s; edit it by hand", path, before.Line, why), cut.key, cut.target)
		}
	}
	return refuse(before.Line, "%s would change as well: %s; edit it by hand", path, why)
}

// arrived says whether a value reads as the edit wants it, under the tag that
// may stand before it.
func (c *cut) arrived(after *Node) error {
	tagged := after.Tag != "" && (after.Kind == Scalar || after.Tag != "!!seq")
	if equal(after, c.wanted) && (after.Kind == Scalar || !tagged) {
		return nil
	}
	if tagged {
		return at(refuse(0, "the tag %s before the value makes %s something else: edit it by hand", after.Tag, shown(c.text)), c.key, c.target)
	}
	return at(refuse(0, "%s would be read as something else there: edit it by hand", shown(c.text)), c.key, c.target)
}

// equal says whether every reader takes two values for the same.
func equal(a, b *Node) bool {
	if a.Kind != b.Kind || len(a.Values) != len(b.Values) {
		return false
	}
	if a.Kind == Scalar && (a.Value11() != b.Value11() || a.Value12() != b.Value12()) {
		return false
	}
	for i := range a.Values {
		if a.Kind == Map && !equal(a.Keys[i], b.Keys[i]) || !equal(a.Values[i], b.Values[i]) {
			return false
		}
	}
	return true
}

// parseValue reads the text of an edit by itself, as it will be read where it
// is going to stand, and refuses what two readers would read as two things.
func parseValue(format Format, text string, flow bool) (*Node, error) {
	if text == "" || strings.TrimSpace(text) != text || skipLine(text) < len(text) {
		return nil, refuse(0, "write %s: a value's text is one line without white space around it", shown(text))
	}
	before, after := "- ", "\n"
	switch {
	case format == TOML:
		before = "x = "
	case format == JSON:
		before, after = "[", "]"
	case flow:
		before, after = "[", "]"
	}
	source := []byte(before + text + after)
	root, err := parse(format, source, bounds{bytes: maxParamsBytes, nodes: maxParamsNodes, strict: true})
	if err != nil {
		return nil, refuse(0, "write %s: %v", shown(text), err)
	}
	if len(root.Values) != 1 {
		return nil, refuse(0, "write %s: it would be several values there", shown(text))
	}
	value := root.Values[0]
	if value.start != len(before) || value.end != len(before)+len(text) || value.Kind == Map || value.Kind == List && !value.Flow {
		return nil, refuse(0, "write %s: it is not a single value or a list in brackets", shown(text))
	}
	value.source = string(source)
	return value, agreed(value)
}

// skipLine gives where the first line of text ends.
func skipLine(text string) int {
	i := 0
	for i < len(text) && breakAt([]byte(text[i:min(len(text), i+3)]), 0) == 0 {
		i++
	}
	return i
}

// agreed refuses a value that PyYAML, ruamel.yaml and yaml.v3 read differently.
func agreed(n *Node) error {
	for _, value := range append(n.Keys[:len(n.Keys):len(n.Keys)], n.Values...) {
		if err := agreed(value); err != nil {
			return err
		}
	}
	if n.Tag != "" || n.anchored || n.Alias || n.block {
		return refuse(0, "write %s: tags, anchors and blocks are not written", shown(n.Text))
	}
	if n.Kind != Scalar || n.format != YAML && n.format != "" {
		return nil
	}
	old, dvc := n.Value11(), n.Value12()
	if old == dvc && old.Type == TypeText && !n.Quoted && !plainSafe(n.Text, n.Flow) {
		return refuse(0, "write %s: not every reader takes it for that string without quotes", shown(n.Raw))
	}
	if old != dvc || old.Type == TypeInvalid {
		return refuse(0, "write %s: PyYAML reads it as %s %s, DVC as %s %s", shown(n.Raw), old.Type, shown(old.Text), dvc.Type, shown(dvc.Text))
	}
	if goes := goType(n.Text); !n.Quoted && goes != old.Type && !(old.Type == TypeInt && goes == TypeFloat && len(n.Text) > len("18446744073709551615")-1) {
		return refuse(0, "write %s: a %s to Python and a %s to Go", shown(n.Raw), old.Type, goes)
	}
	return nil
}
