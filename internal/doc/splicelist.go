package doc

import (
	"slices"
	"strings"
)

// itemwise changes the items of a list that keeps its length, as do the lists in
// it, and only those that differ.
func itemwise(c cut) ([]cut, bool) {
	if c.wanted.Kind != List || len(c.wanted.Values) != len(c.target.Values) {
		return nil, false
	}
	var cuts []cut
	for i, item := range c.target.Values {
		wanted := c.wanted.Values[i]
		if equal(item, wanted) {
			continue
		}
		if item.Kind == List && item.start >= 0 && !item.Alias {
			inner, ok := itemwise(cut{key: c.key, target: item, wanted: wanted})
			if !ok {
				return nil, false
			}
			cuts = append(cuts, inner...)
			continue
		}
		if item.Kind != Scalar || wanted.Kind != Scalar || item.start < 0 || item.block || item.start == item.end {
			return nil, false
		}
		cuts = append(cuts, cut{key: c.key, target: item, wanted: wanted, start: item.start, end: item.end, text: wanted.Raw})
	}
	return cuts, true
}

// relist replaces a list as a whole. A comment or an anchor in it would be
// lost, so those refuse.
func (d *Document) relist(c cut) ([]cut, error) {
	for _, item := range c.target.Values {
		if holdsAnchor(item) {
			return nil, refuse(0, "the list holds an anchor or an alias: edit it by hand")
		}
	}
	if d.commentIn(c.target) {
		shape := "has another length"
		if c.wanted.Kind != List {
			shape = "is none"
		} else if len(c.wanted.Values) == len(c.target.Values) {
			shape = "has an item of another kind or length"
		}
		return nil, refuse(0, "a comment stands in the list, and the new value %s: edit it by hand", shape)
	}
	if c.target.Flow || d.Format != YAML {
		return []cut{c}, nil
	}
	line := d.lineStart(c.start)
	indent := string(d.source[line:c.start])
	if strings.TrimLeft(indent, " ") != "" {
		return nil, refuse(0, "the list shares its line with something else: edit it by hand")
	}
	if c.wanted.Kind != List || len(c.wanted.Values) == 0 {
		c.lead = "  " // dashes may stand as deep as their key, nothing else may
		return []cut{c}, nil
	}
	for i, item := range c.wanted.Values {
		if item.start < 0 || item.start == item.end {
			return nil, refuse(0, "write %s: put braces around the maps in it", shown(c.text))
		}
		if i > 0 {
			c.lead += d.newlineBefore(line) + indent
		}
		c.lead += "- " + c.wanted.source[item.start:item.end]
	}
	c.text, c.lead = c.lead, ""
	return []cut{c}, nil
}

func holdsAnchor(n *Node) bool {
	return n.anchored || n.Alias || slices.ContainsFunc(n.Values, holdsAnchor) || slices.ContainsFunc(n.Keys, holdsAnchor)
}

// commentIn says whether anything but values stands between a list's values.
func (d *Document) commentIn(n *Node) bool {
	at := n.start
	var inside func(*Node) bool
	inside = func(n *Node) bool {
		for i, value := range n.Values {
			if n.Kind == Map {
				if inside(n.Keys[i]) {
					return true
				}
			}
			if inside(value) {
				return true
			}
		}
		if n.Kind != Scalar || n.start < 0 {
			return n.Kind == Scalar
		}
		gap := d.source[at:max(at, n.start)]
		at = n.end
		return slices.Contains(gap, '#')
	}
	return inside(n) || slices.Contains(d.source[at:n.end], '#')
}
