package doc

import (
	"errors"
	"slices"
	"strings"
)

// Insert gives the document with one new key whose value is text, in the map at
// the front of key, and every byte that was there still there. The map must
// exist and hold a key of its own, or be written {}. What Splice says of checks
// and refusals holds here; a key that is there already is refused.
func (d *Document) Insert(key []string, text string) ([]byte, error) {
	after, err := d.insert(key, text)
	if err != nil {
		return nil, at(err, key, d.Root.Get(key[:max(0, len(key)-1)]...))
	}
	return after, nil
}

func (d *Document) insert(key []string, text string) ([]byte, error) {
	if len(key) == 0 {
		return nil, refuse(0, "no key to insert")
	}
	parent := d.Root.Get(key[:len(key)-1]...)
	name := key[len(key)-1]
	switch {
	case parent == nil || parent.Kind != Map:
		return nil, refuse(0, "there is no map to insert it in")
	case parent.member(name) != nil:
		return nil, refuse(0, "the key is there already")
	}
	spelled, err := keyText(d.Format, name, parent.Flow)
	if err != nil {
		return nil, err
	}
	wanted, err := parseValue(d.Format, text, parent.Flow)
	if err != nil {
		return nil, err
	}
	offset, entry, err := d.entry(parent, spelled, text)
	if err != nil {
		return nil, err
	}
	after := slices.Concat(d.source[:offset], []byte(entry), d.source[offset:])
	return after, d.checkInsert(after, parent, name, wanted)
}

// entry gives where a new entry goes and its bytes: before the map's first key,
// because where the last value ends, comments may begin that belong to it.
func (d *Document) entry(parent *Node, name, text string) (int, string, error) {
	colon := ": "
	if d.Format == TOML {
		colon = " = "
	}
	first := slices.IndexFunc(parent.Keys, func(key *Node) bool { return !key.Alias && key.start >= 0 })
	switch {
	case first < 0 && parent.Flow && parent.start >= 0 && !parent.Alias:
		return parent.start + 1, name + colon + text, nil
	case first < 0:
		return 0, "", refuse(0, "the section has no key of its own before which a new one could be inserted: add it by hand")
	}
	before := parent.Keys[first].start
	if parent.Flow {
		open := parent.start + 1
		if parent.start < 0 || open > before {
			return 0, "", refuse(0, "the place of the map could not be told: add it by hand")
		}
		return before, name + colon + text + "," + orBlank(string(d.source[open:before])), nil
	}
	line := d.lineStart(before)
	indent := strings.Repeat(" ", parent.Keys[first].Column-1)
	if lead := string(d.source[line:before]); strings.TrimLeft(lead, " \t") == "" {
		indent = lead
	}
	newline := "\n"
	if end := line + skipLine(string(d.source[line:])); end < len(d.source) && d.source[end] == '\r' {
		newline = d.newlineBefore(end + breakAt(d.source, end))
	}
	return before, name + colon + text + newline + indent, nil
}

// orBlank is the white space between an opening brace and the first key, so
// that a new entry lays itself out like its neighbour.
func orBlank(gap string) string {
	if gap == "" || strings.TrimSpace(gap) != "" {
		return " "
	}
	return gap
}

// keyText spells a key.
func keyText(format Format, name string, flow bool) (string, error) {
	if format == TOML && name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == "" {
		return name, nil
	}
	return StringText(format, name, &Node{Flow: flow})
}

// checkInsert proves that the tree is the old one with one key more.
func (d *Document) checkInsert(after []byte, parent *Node, name string, wanted *Node) error {
	changed, err := Parse(d.Format, after)
	if err != nil {
		return refuse(0, "writing it would break the document (%v): add it by hand", err)
	}
	c := &checker{added: parent, name: name}
	if err := c.same(d.Root, changed.Root); err != nil {
		var refused *RefusedError
		if errors.As(err, &refused) {
			return refuse(0, "%s", refused.Reason)
		}
		return err
	}
	if c.arrived == nil || !equal(c.arrived, wanted) {
		return refuse(0, "%s would be read as something else there: add it by hand", shown(name))
	}
	return nil
}
