package doc

import (
	"bytes"

	"gopkg.in/yaml.v3"
)

// span finds the bytes of a value. yaml.v3 tells where a node begins, its tag
// and anchor included, and never where it ends. Whatever does not look as it
// should leaves start at -1, and the value cannot be edited.
func (t *yamlTree) span(node *Node, n *yaml.Node, flow bool) {
	at, ok := t.lines.offset(n.Line, n.Column)
	if !ok {
		return
	}
	if node.Kind == Scalar && node.Text == "" && !node.Quoted {
		t.emptySpan(node, at, flow)
		return
	}
	at, last := t.properties(at, flow)
	if last > 0 && node.Tag == "" && t.data[last-1] == '!' && (last == 1 || isBlank(t.data[last-2])) {
		node.Tag = "!"
	}
	end := -1
	switch {
	case at >= len(t.data):
	case node.Kind == Map && !node.Flow:
		end = t.lastEnd(node)
	case node.Kind == Map:
		end = t.closed(node, at, '{', '}')
	case node.Kind == List && node.Flow:
		end = t.closed(node, at, '[', ']')
	case node.Kind == List && t.data[at] == '-':
		end = t.lastEnd(node)
	case node.block:
		node.blockSpan = blockSpan(t.data, at, node.Text)
		return
	case n.Style&yaml.DoubleQuotedStyle != 0:
		end = quotedEnd(t.data, at, '"')
	case n.Style&yaml.SingleQuotedStyle != 0:
		end = quotedEnd(t.data, at, '\'')
	case node.Kind == Scalar:
		end = plainEnd(t.data, at, node.Text)
	}
	if end < at {
		return
	}
	node.start, node.end = at, end
	if node.Kind == Scalar {
		node.Raw = string(t.data[at:end])
	}
}

// emptySpan is where a value would have to be written. In braces yaml.v3
// reports the next token, so the way leads back to the colon.
func (t *yamlTree) emptySpan(node *Node, at int, flow bool) {
	if at < len(t.data) && (t.data[at] == '&' || t.data[at] == '!') {
		_, last := t.properties(at, flow)
		node.start, node.end = last, last
		return
	}
	for at > 0 && isBlank(t.data[at-1]) {
		at--
	}
	if at > 0 && (t.data[at-1] == ':' || t.data[at-1] == '-' && !flow) {
		node.start, node.end = at, at
	}
}

// properties skips a tag and an anchor, and gives where the value begins and
// where the last property ended; 0 if there was none.
func (t *yamlTree) properties(at int, flow bool) (value, last int) {
	for at < len(t.data) && (t.data[at] == '&' || t.data[at] == '!') {
		stop := " \t"
		if flow {
			stop = " \t,[]{}"
		}
		if bytes.HasPrefix(t.data[at:], []byte("!<")) {
			stop = ">"
		}
		for at < len(t.data) && bytes.IndexByte([]byte(stop), t.data[at]) < 0 && breakAt(t.data, at) == 0 {
			at++
		}
		if stop == ">" && at < len(t.data) {
			at++
		}
		last = at
		at = skipGap(t.data, at, "")
	}
	return at, last
}

// lastEnd is where the last thing in a map or list ends.
func (t *yamlTree) lastEnd(node *Node) int {
	end := -1
	for i, value := range node.Values {
		if value.Alias && value.start < 0 {
			continue // merged in: it does not stand here
		}
		switch {
		case value.end >= 0:
			end = max(end, value.end)
		case node.Kind == Map && value.Kind == Scalar && value.Text == "" && !value.block:
			end = max(end, node.Keys[i].end)
		default:
			return -1
		}
	}
	return end
}

// closed is where the bracket closes that opens at at.
func (t *yamlTree) closed(node *Node, at int, open, shut byte) int {
	if t.data[at] != open {
		return -1
	}
	end := at + 1
	if len(node.Values) > 0 {
		if end = t.lastEnd(node); end < 0 {
			return -1
		}
	}
	end = skipGap(t.data, end, ",")
	if end >= len(t.data) || t.data[end] != shut {
		return -1
	}
	return end + 1
}

// quotedEnd is where the quoted scalar ends that begins at at.
func quotedEnd(data []byte, at int, mark byte) int {
	if data[at] != mark {
		return -1
	}
	for i := at + 1; i < len(data); i++ {
		switch {
		case data[i] == '\\' && mark == '"':
			i++
		case data[i] != mark:
		case mark == '\'' && i+1 < len(data) && data[i+1] == mark:
			i++
		default:
			return i + 1
		}
	}
	return -1
}

// plainEnd holds the value of a plain scalar against the source. Where the
// value has white space, the source may have other white space: lines fold.
func plainEnd(data []byte, at int, text string) int {
	value := []byte(text)
	for i := 0; i < len(value); {
		inValue, inSource := skipWhite(value, i), skipWhite(data, at)
		switch {
		case (inValue > i) != (inSource > at):
			return -1
		case inValue > i:
			i, at = inValue, inSource
		case at >= len(data) || data[at] != value[i]:
			return -1
		default:
			i, at = i+1, at+1
		}
	}
	return at
}

func skipWhite(data []byte, i int) int {
	for i < len(data) {
		size := breakAt(data, i)
		if size == 0 && isBlank(data[i]) {
			size = 1
		}
		if size == 0 {
			break
		}
		i += size
	}
	return i
}
