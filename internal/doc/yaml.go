package doc

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// parseYAML reads one document as yaml.v3's node tree, never into Go values:
// decoding into a map takes time quadratic in its keys, drops the second of two
// equal keys and has no positions.
func parseYAML(data []byte, b bounds) (*Node, error) {
	source, yaml11, err := directives(data, b.strict)
	if err != nil {
		return nil, err
	}
	content, err := decodeYAML(source)
	if err != nil {
		return nil, err
	}
	if content.Kind == yaml.ScalarNode && content.Value == "" && content.Style == 0 && content.Anchor == "" {
		return nil, &RefusedError{Reason: ErrEmpty.Error(), Err: ErrEmpty}
	}
	tree := &yamlTree{data: source, lines: newLineTable(source), left: b.nodes, most: b.nodes, yaml11: yaml11, open: map[*yaml.Node]bool{}}
	return tree.node(content, place{})
}

// decodeYAML gives the content of the only document.
func decodeYAML(source []byte) (content *yaml.Node, err error) {
	defer func() {
		// The parser is somebody else's and so is the file: should the two find
		// a panic together, it is this file that is refused.
		if trouble := recover(); trouble != nil {
			content, err = nil, refuse(0, "the YAML parser gave up: %.100s", fmt.Sprint(trouble))
		}
	}()
	decoder := yaml.NewDecoder(bytes.NewReader(source))
	var first, second yaml.Node
	switch err := decoder.Decode(&first); {
	case err == io.EOF || err == nil && len(first.Content) == 0:
		return nil, &RefusedError{Reason: ErrEmpty.Error(), Err: ErrEmpty}
	case err != nil:
		return nil, yamlError(source, err)
	}
	switch err := decoder.Decode(&second); {
	case err == nil:
		return nil, refuse(second.Line, "a second document begins here: a file of several documents has no single value per key")
	case err != io.EOF:
		return nil, yamlError(source, err)
	}
	return first.Content[0], nil
}

var (
	versionDirective = regexp.MustCompile(`^%YAML[ \t]+1\.([0-9])[ \t]*(?:#.*)?$`)
	yamlErrorLine    = regexp.MustCompile(`^line ([0-9]+): `)
	parserError      = regexp.MustCompile(`^(?:did not find expected (?:key|','|'-'|node|<)|found (?:undefined tag|incompatible|duplicate))`)
	unknownAnchor    = regexp.MustCompile(`^unknown anchor '([^']*)' referenced$`)
)

// directives looks for a version before the document. yaml.v3 refuses the one
// that says 1.2; where nothing is edited it is read as if it said 1.1, which
// changes no text and no structure.
func directives(data []byte, strict bool) (source []byte, yaml11 bool, err error) {
	line := 0
	for start := skipBOM(data); start < len(data); {
		line++
		end := start
		for end < len(data) && breakAt(data, end) == 0 {
			end++
		}
		text := data[start:end]
		if found := versionDirective.FindSubmatchIndex(text); found != nil {
			minor := start + found[2]
			if data[minor] == '1' {
				return data, true, nil
			}
			if strict {
				return nil, false, refuse(line, "the directive %%YAML 1.%c: Python's readers and this one understand it differently; remove the line", data[minor])
			}
			source = bytes.Clone(data)
			source[minor] = '1'
			return source, false, nil
		}
		if rest := bytes.TrimLeft(text, " \t"); len(rest) > 0 && rest[0] != '#' && rest[0] != '%' {
			break
		}
		start = end + max(1, breakAt(data, end))
	}
	return data, false, nil
}

// yamlError turns yaml.v3's error into a refusal with its line. The parser,
// unlike the scanner below it, counts lines from zero.
func yamlError(data []byte, err error) error {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 1
	if found := yamlErrorLine.FindStringSubmatch(text); found != nil {
		text = text[len(found[0]):]
		line, _ = strconv.Atoi(found[1])
		if parserError.MatchString(text) {
			line++
		}
	} else if found := unknownAnchor.FindStringSubmatch(text); found != nil {
		if at := bytes.Index(data, []byte("*"+found[1])); at >= 0 {
			line = lineOf(data, at)
		}
	}
	if strings.HasPrefix(text, "exceeded max depth") {
		text = tooDeep
	}
	return refuse(line, "not YAML: %s", text)
}

var tooDeep = fmt.Sprintf("more than %d maps and lists in each other", maxDepth)

// A yamlTree builds our nodes from yaml.v3's.
type yamlTree struct {
	data   []byte
	lines  *lineTable
	left   int
	most   int
	yaml11 bool
	open   map[*yaml.Node]bool // anchored nodes that are being built: meeting one again is a cycle
}

// A place is where a node stands.
type place struct {
	depth int
	flow  bool
	alias bool // reached through an anchor: it has no place of its own
}

func (p place) inside(flow bool) place { return place{p.depth + 1, flow, p.alias} }

func (t *yamlTree) node(n *yaml.Node, p place) (*Node, error) {
	switch t.left--; {
	case t.left < 0:
		return nil, refuse(n.Line, "more than %d keys and values, aliases counted wherever they are used", t.most)
	case p.depth > maxDepth:
		return nil, refuse(n.Line, "%s", tooDeep)
	case t.open[n]:
		return nil, refuse(n.Line, "the anchor &%s contains itself", n.Anchor)
	}
	if n.Anchor != "" {
		t.open[n] = true
		defer delete(t.open, n)
	}
	if n.Kind == yaml.AliasNode {
		return t.alias(n, p)
	}
	node := &Node{Line: n.Line, Column: n.Column, Alias: p.alias, Flow: p.flow, anchored: n.Anchor != "", yaml11: t.yaml11, origin: n, start: -1, end: -1}
	if n.Style&yaml.TaggedStyle != 0 {
		node.Tag = n.ShortTag()
	}
	var err error
	switch n.Kind {
	case yaml.ScalarNode:
		node.Text = n.Value
		node.block = n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0
		node.Quoted = node.block || n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0
		if p.flow && !node.Quoted && strings.HasSuffix(n.Value, ":") {
			return nil, refuse(n.Line, "%s in brackets: Python's YAML readers take the colon as the end of a key, other readers do not; write a space after the colon, or quote the value", shown(n.Value))
		}
	case yaml.SequenceNode:
		node.Kind, node.Flow = List, n.Style&yaml.FlowStyle != 0
		err = t.items(node, n, p.inside(node.Flow))
	case yaml.MappingNode:
		node.Kind, node.Flow = Map, n.Style&yaml.FlowStyle != 0
		err = t.members(node, n, p.inside(node.Flow))
	}
	if err == nil && !p.alias {
		t.span(node, n, p.flow)
	}
	return node, err
}

// alias expands an alias. What it stands for is built anew each time, and
// counted: that is what makes a bomb of aliases end.
func (t *yamlTree) alias(n *yaml.Node, p place) (*Node, error) {
	node, err := t.node(n.Alias, place{p.depth, p.flow, true})
	if err != nil {
		return nil, err
	}
	if !p.alias {
		node.Line, node.Column, node.Flow = n.Line, n.Column, p.flow
		if at, ok := t.lines.offset(n.Line, n.Column); ok && bytes.HasPrefix(t.data[at:], []byte("*"+n.Value)) {
			node.start, node.end = at, at+1+len(n.Value)
			node.Raw = string(t.data[at:node.end])
		}
	}
	return node, nil
}

func (t *yamlTree) items(list *Node, n *yaml.Node, p place) error {
	for _, item := range n.Content {
		value, err := t.node(item, p)
		if err != nil {
			return err
		}
		list.Values = append(list.Values, value)
	}
	return nil
}

// goType is what yaml.v3 takes a plain scalar for.
func goType(plain string) Type {
	node := yaml.Node{Kind: yaml.ScalarNode, Value: plain}
	switch node.ShortTag() {
	case "!!null":
		return TypeNull
	case "!!bool":
		return TypeBool
	case "!!int":
		return TypeInt
	case "!!float":
		return TypeFloat
	case "!!timestamp":
		return TypeTime
	case "!!str":
		return TypeText
	}
	return TypeInvalid
}
