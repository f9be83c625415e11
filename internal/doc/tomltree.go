package doc

import (
	"errors"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// maxTOMLNodes is lower than the other formats' bound: the parser's check for
// tables defined twice compares each key with all before it.
const maxTOMLNodes = 10_000

// parseTOML reads TOML 1.0. Whether the document is valid is go-toml's to say;
// the tree is built from its tokens, because decoded values have no places.
func parseTOML(data []byte, b bounds) (*Node, error) {
	skip := skipBOM(data)
	body := data[skip:]
	tree := &tomlTree{data: body, skip: skip, places: newLocator(data), left: min(b.nodes, maxTOMLNodes)}
	expressions, err := tree.count()
	if err != nil {
		return nil, err
	}
	if expressions == 0 {
		return nil, &RefusedError{Reason: ErrEmpty.Error(), Err: ErrEmpty}
	}
	if err := toml.Unmarshal(body, &map[string]any{}); err != nil {
		var decode *toml.DecodeError
		if errors.As(err, &decode) {
			row, _ := decode.Position()
			return nil, refuse(row, "not TOML: %s", strings.TrimPrefix(decode.Error(), "toml: "))
		}
		return nil, refuse(0, "not TOML: %s", strings.TrimPrefix(err.Error(), "toml: "))
	}
	return tree.build(), nil
}

type tomlTree struct {
	data   []byte // without a byte order mark
	skip   int    // its size
	places *locator
	left   int
	parser unstable.Parser
}

// count bounds the document before anything is done with it.
func (t *tomlTree) count() (expressions int, err error) {
	nodes := t.left
	var walk func(n *unstable.Node, depth int) error
	walk = func(n *unstable.Node, depth int) error {
		if depth > maxDepth {
			return refuse(0, "%s", tooDeep)
		}
		for children := n.Children(); children.Next(); {
			if nodes--; nodes < 0 {
				return refuse(0, "more than %d keys and values", t.left)
			}
			if err := walk(children.Node(), depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	t.parser.Reset(t.data)
	for t.parser.NextExpression() {
		expressions++
		if err := walk(t.parser.Expression(), 0); err != nil {
			return 0, err
		}
	}
	if err := t.parser.Error(); err != nil {
		var syntax *unstable.ParserError
		line := 0
		if errors.As(err, &syntax) && len(syntax.Highlight) > 0 {
			line = t.parser.Shape(t.parser.Range(syntax.Highlight)).Start.Line
		}
		return 0, refuse(line, "not TOML: %s", strings.TrimPrefix(err.Error(), "toml: "))
	}
	return expressions, nil
}

// build makes the tree of a document that is known to be valid.
func (t *tomlTree) build() *Node {
	root := &Node{Kind: Map, format: TOML, Line: 1, Column: 1, start: -1, end: -1, index: map[string]int{}}
	table := root
	t.parser.Reset(t.data)
	for t.parser.NextExpression() {
		switch expression := t.parser.Expression(); expression.Kind {
		case unstable.Table:
			table = t.descend(root, expression.Key(), false)
		case unstable.ArrayTable:
			table = t.descend(root, expression.Key(), true)
		case unstable.KeyValue:
			t.keyValue(table, expression)
		}
	}
	return root
}

// descend follows a dotted key from a table, making what is not there, and
// gives the table it ends at. An array of tables stands for its last one; with
// more, a further one is added to the array at the end of the key.
func (t *tomlTree) descend(table *Node, key unstable.Iterator, more bool) *Node {
	for key.Next() {
		part := key.Node()
		name := string(part.Data)
		last := part.Next() == nil
		next := table.member(name)
		if next == nil {
			next = t.makeTable(part, Map)
			if last && more {
				next = t.makeTable(part, List)
			}
			t.put(table, t.key(part), next)
		}
		if last && more {
			next.Values = append(next.Values, t.makeTable(part, Map))
		}
		if next.Kind == List {
			next = next.Values[len(next.Values)-1]
		}
		table = next
	}
	return table
}

// keyValue adds one key = value to a table and gives where the value ends.
func (t *tomlTree) keyValue(table *Node, expression *unstable.Node) int {
	var last *unstable.Node
	for key := expression.Key(); key.Next(); {
		if last != nil {
			next := table.member(string(last.Data))
			if next == nil {
				next = t.makeTable(last, Map)
				t.put(table, t.key(last), next)
			}
			table = next
		}
		last = key.Node()
	}
	key := t.key(last)
	at := skipBlanks(t.data, key.end-t.skip)
	if at < len(t.data) && t.data[at] == '=' {
		at = skipBlanks(t.data, at+1)
	}
	value := t.value(expression.Value(), at)
	t.put(table, key, value)
	return value.end - t.skip
}

// value builds a value that begins at offset at.
func (t *tomlTree) value(n *unstable.Node, at int) *Node {
	node := t.placed(at)
	switch n.Kind {
	case unstable.Array:
		node.Kind, node.Flow = List, true
		end := at + 1
		for item := n.Children(); item.Next(); {
			if item.Node().Kind == unstable.Comment {
				continue
			}
			value := t.value(item.Node(), skipGap(t.data, end, ","))
			value.Flow = true
			node.Values = append(node.Values, value)
			end = value.end - t.skip
		}
		t.end(node, skipGap(t.data, end, ",")+1)
	case unstable.InlineTable:
		node.Kind, node.Flow = Map, true
		node.index = map[string]int{}
		end := at + 1
		for member := n.Children(); member.Next(); {
			if member.Node().Kind == unstable.KeyValue {
				end = t.keyValue(node, member.Node())
			}
		}
		t.end(node, skipGap(t.data, end, ",")+1)
	default:
		node.Quoted = n.Kind == unstable.String
		end := at + int(n.Raw.Length)
		if int(n.Raw.Offset) != at || end > len(t.data) {
			node.start, node.end = -1, -1
			break
		}
		t.end(node, end)
		node.Raw = string(t.data[at:end])
		node.Text = node.Raw
		if node.Quoted {
			node.Text = string(n.Data)
		}
		node.block = strings.HasPrefix(node.Raw, `"""`) || strings.HasPrefix(node.Raw, "'''")
	}
	return node
}

func (t *tomlTree) put(table, key, value *Node) {
	table.index[key.Text] = len(table.Keys)
	table.Keys, table.Values = append(table.Keys, key), append(table.Values, value)
}

func (t *tomlTree) key(part *unstable.Node) *Node {
	node := t.placed(int(part.Raw.Offset))
	node.Text = string(part.Data)
	node.Quoted = true
	t.end(node, int(part.Raw.Offset+part.Raw.Length))
	node.Raw = string(t.data[part.Raw.Offset : part.Raw.Offset+part.Raw.Length])
	return node
}

// makeTable is a table or array of tables that a key makes; it has a name and a
// line, and no value of its own to replace.
func (t *tomlTree) makeTable(part *unstable.Node, kind Kind) *Node {
	node := t.placed(int(part.Raw.Offset))
	node.Kind, node.start, node.end = kind, -1, -1
	if kind == Map {
		node.index = map[string]int{}
	}
	return node
}

func (t *tomlTree) placed(at int) *Node {
	line, column := t.places.at(at + t.skip)
	return &Node{format: TOML, Line: line, Column: column, start: at + t.skip, end: -1}
}

func (t *tomlTree) end(node *Node, at int) { node.end = min(at, len(t.data)) + t.skip }
