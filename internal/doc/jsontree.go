package doc

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// parseJSON reads strict JSON; a byte order mark before it is let pass, as
// editors on Windows write one.
func parseJSON(data []byte, b bounds) (*Node, error) {
	skip := skipBOM(data)
	if len(bytes.TrimSpace(data[skip:])) == 0 {
		return nil, &RefusedError{Reason: ErrEmpty.Error(), Err: ErrEmpty}
	}
	tree := &jsonTree{data: data, skip: skip, places: newLocator(data), left: b.nodes, most: b.nodes}
	tree.from = jsontext.NewDecoder(bytes.NewBuffer(data[skip:]))
	root, err := tree.node(0, false)
	if err == nil {
		switch _, end := tree.from.ReadToken(); end {
		case io.EOF:
		case nil:
			err = refuse(tree.line(), "more data after the document")
		default:
			err = end
		}
	}
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		at := min(skip+int(syntax.ByteOffset), len(data))
		err = refuse(lineOf(data, at), "not JSON: %v%s", syntax.Err, within(syntax.JSONPointer))
	}
	if err != nil && !errors.As(err, new(*RefusedError)) {
		err = refuse(lineOf(data, len(data)), "not JSON: the document is cut short")
	}
	return root, err
}

type jsonTree struct {
	data   []byte
	skip   int
	from   *jsontext.Decoder
	places *locator
	left   int
	most   int
}

func (t *jsonTree) offset() int { return t.skip + int(t.from.InputOffset()) }
func (t *jsonTree) line() int   { return lineOf(t.data, min(t.offset(), len(t.data))) }

func (t *jsonTree) node(depth int, flow bool) (*Node, error) {
	switch t.left--; {
	case t.left < 0:
		return nil, refuse(t.line(), "more than %d keys and values", t.most)
	case depth > maxDepth:
		return nil, refuse(t.line(), "%s", tooDeep)
	}
	switch kind := t.from.PeekKind(); kind {
	case '{', '[':
		if _, err := t.from.ReadToken(); err != nil {
			return nil, err
		}
		node := t.placed(t.offset()-1, t.offset())
		node.Flow = true
		fill := t.members
		node.Kind = Map
		if kind == '[' {
			node.Kind, fill = List, t.items
		}
		if err := fill(node, depth+1); err != nil {
			return nil, err
		}
		_, err := t.from.ReadToken() // the bracket that made fill end
		node.end = t.offset()
		return node, err
	default:
		raw, err := t.from.ReadValue()
		if err != nil {
			return nil, err
		}
		node := t.placed(t.offset()-len(raw), t.offset())
		node.Raw, node.Text, node.Flow = string(raw), string(raw), flow
		if kind == '"' {
			text, err := jsontext.AppendUnquote(nil, raw)
			if err != nil {
				return nil, err
			}
			node.Text, node.Quoted = string(text), true
		}
		return node, nil
	}
}

func (t *jsonTree) items(list *Node, depth int) error {
	for kind := t.from.PeekKind(); kind != ']'; kind = t.from.PeekKind() {
		item, err := t.node(depth, true)
		if err != nil {
			return err
		}
		list.Values = append(list.Values, item)
	}
	return nil
}

func (t *jsonTree) members(m *Node, depth int) error {
	m.index = map[string]int{}
	for kind := t.from.PeekKind(); kind != '}'; kind = t.from.PeekKind() {
		key, err := t.node(depth, true)
		if err != nil {
			return err
		}
		value, err := t.node(depth, true)
		if err != nil {
			return err
		}
		m.index[key.Text] = len(m.Keys)
		m.Keys, m.Values = append(m.Keys, key), append(m.Values, value)
	}
	return nil
}

func (t *jsonTree) placed(start, end int) *Node {
	line, column := t.places.at(start)
	return &Node{format: JSON, Line: line, Column: column, start: start, end: end}
}

// A locator turns growing byte offsets into lines and columns.
type locator struct {
	data                 []byte
	line, column, offset int
}

func newLocator(data []byte) *locator {
	return &locator{data: data, line: 1, column: 1, offset: skipBOM(data)}
}

// at gives the 1-based line and column, in code points, of an offset that is
// not below the last one asked for.
func (l *locator) at(offset int) (line, column int) {
	for l.offset < offset && l.offset < len(l.data) {
		r, size := utf8.DecodeRune(l.data[l.offset:])
		l.offset += size
		l.column++
		if r == '\n' {
			l.line, l.column = l.line+1, 1
		}
	}
	return l.line, l.column
}
