package doc

import (
	"errors"
	"strings"

	"github.com/reproduce-action/reproduce/internal/order"
)

// An Edit replaces the value at Key by Text, a value's spelling in the
// document's own format, on one line: a scalar or a list. FloatText, IntText,
// StringText and their like make such spellings.
type Edit struct {
	Key  []string
	Text string
}

// Splice gives the document with the values of edits replaced and every other
// byte as it was. A list that keeps its length is changed item by item, one
// written with dashes stays so. The result has been parsed again: it says what
// the document said, except at the keys of edits, where PyYAML, ruamel.yaml and
// yaml.v3 agree on what Text means. Whatever falls short of that is a
// *RefusedError with the key and line, and there is no result.
//
// It replaces single values and lists. A map is edited leaf by leaf, a block
// scalar gives way to a text on one line, and a key that is not there is Insert's to add. What comes
// through an alias or << from elsewhere changes with the value there, if an edit
// of that one says the same; an alias by itself gives way to a value.
func (d *Document) Splice(edits []Edit) ([]byte, error) {
	after, err := d.splice(edits)
	if err == nil {
		return after, nil
	}
	if len(edits) > 1 {
		err = d.blame(edits, err)
	}
	return nil, err
}

func (d *Document) splice(edits []Edit) ([]byte, error) {
	follow, edits, err := d.followers(edits)
	if err != nil {
		return nil, err
	}
	var cuts []cut
	for _, edit := range edits {
		planned, err := d.plan(edit)
		if err != nil {
			return nil, at(err, edit.Key, d.Root.Get(edit.Key...))
		}
		cuts = append(cuts, planned...)
	}
	order.Stable(cuts, func(a, b cut) int { return a.start - b.start })
	for i := 1; i < len(cuts); i++ {
		if cuts[i].start < cuts[i-1].end || cuts[i].target == cuts[i-1].target {
			return nil, at(refuse(0, "two edits of one value"), cuts[i].key, cuts[i].target)
		}
	}
	after := d.apply(cuts)
	if err := d.check(cuts, follow, after); err != nil {
		return nil, err
	}
	return after, nil
}

// A cut is the replacement of one span.
type cut struct {
	key        []string
	target     *Node
	wanted     *Node // what Text means, parsed by itself
	start, end int
	lead       string // goes before the text: the blank after a colon
	text       string
}

// plan turns an edit into cuts; none if the list is there already.
func (d *Document) plan(edit Edit) ([]cut, error) {
	target := d.Root.Get(edit.Key...)
	start, end := 0, 0
	if target != nil {
		start, end = target.start, target.end
		if target.block && start < 0 && target.blockSpan[1] > 0 {
			start, end = target.blockSpan[0], target.blockSpan[1]
		}
	}
	switch {
	case target == nil:
		return nil, refuse(0, "no such key; nothing is inserted")
	case target.Kind == Map && len(target.Values) > 0:
		return nil, refuse(0, "a map stands here: edit the values in it")
	case target.block && start < 0:
		return nil, refuse(0, "a text block of several lines stands here, with an indentation or a comment of its own: edit it by hand")
	case target.start < 0 && target.Alias:
		return nil, refuse(0, "the value comes from an anchor elsewhere, which other keys may share: write it out here and commit that, or edit it there")
	case target.start < 0 && target.Kind == Scalar && target.Text == "" && !target.Quoted:
		return nil, refuse(0, "the key stands there without a colon and a value: edit it by hand")
	case start < 0:
		return nil, refuse(0, "the place of the value could not be told: edit it by hand")
	}
	wanted, err := parseValue(d.Format, edit.Text, target.Flow)
	if err != nil {
		return nil, err
	}
	c := cut{key: edit.Key, target: target, wanted: wanted, start: start, end: end, text: edit.Text}
	if target.Kind == Scalar && start == end {
		c.lead = " "
	}
	if target.Kind != List || target.Alias { // an alias gives way as a whole
		return []cut{c}, nil
	}
	if cuts, ok := itemwise(c); ok {
		return cuts, nil
	}
	return d.relist(c)
}

func (d *Document) apply(cuts []cut) []byte {
	var after []byte
	from := 0
	for _, c := range cuts {
		after = append(after, d.source[from:c.start]...)
		after = append(after, c.lead...)
		after = append(after, c.text...)
		from = c.end
	}
	return append(after, d.source[from:]...)
}

// lineStart gives where the line of an offset begins.
func (d *Document) lineStart(at int) int {
	for at > skipBOM(d.source) && !endsLine(d.source, at) {
		at--
	}
	return at
}

// newlineBefore gives the line break that ends the line before the one that
// begins at start: one file may have several kinds.
func (d *Document) newlineBefore(start int) string {
	switch {
	case start > 1 && d.source[start-2] == '\r' && d.source[start-1] == '\n':
		return "\r\n"
	case start > 0 && d.source[start-1] == '\r':
		return "\r"
	default:
		return "\n"
	}
}

func endsLine(data []byte, at int) bool { return data[at-1] == '\n' || data[at-1] == '\r' }

// at says in a refusal which edit it is about, and where that stands.
func at(err error, key []string, target *Node) error {
	var refused *RefusedError
	if !errors.As(err, &refused) {
		return err
	}
	named := *refused
	named.Key = key
	if target != nil && named.Line == 0 {
		named.Line = target.Line
	}
	named.Reason = pathText(key) + ": " + named.Reason
	return &named
}

// pathText writes a path of keys, which are somebody else's text, for a person.
func pathText(key []string) string {
	path := strings.Join(key, ".")
	if len(path) > 200 || !needsNoEscape(path) {
		return shown(path)
	}
	return path
}
