package doc

import "unicode/utf8"

// A lineTable turns YAML's lines and columns into byte offsets. A line ends
// where YAML 1.1 says: LF, CR, CRLF, and U+0085, U+2028 and U+2029, even in a
// comment. A column is a code point.
type lineTable struct {
	data   []byte
	starts []int

	// Where the last look-up ended: nodes come in document order, a map or list after what is
	// in it. A file of one long line must not be walked from its start for each of them.
	line, column, at int
}

func newLineTable(data []byte) *lineTable {
	table := &lineTable{data: data, starts: []int{skipBOM(data)}}
	for i := 0; i < len(data); {
		size := breakAt(data, i)
		if size == 0 {
			i++
			continue
		}
		i += size
		table.starts = append(table.starts, i)
	}
	return table
}

// offset gives the byte offset of a 1-based line and column, and whether the
// document has such a place.
func (t *lineTable) offset(line, column int) (int, bool) {
	if line < 1 || line > len(t.starts) || column < 1 {
		return 0, false
	}
	t.near(line, column)
	for t.column > column {
		_, size := utf8.DecodeLastRune(t.data[t.starts[line-1]:t.at])
		t.at -= size
		t.column--
	}
	for t.column < column {
		if t.at >= len(t.data) || breakAt(t.data, t.at) > 0 {
			return 0, false
		}
		_, size := utf8.DecodeRune(t.data[t.at:])
		t.at += size
		t.column++
	}
	return t.at, true
}

// near goes where the way to a place of a line is short: where the last one ended, or to its start.
func (t *lineTable) near(line, column int) {
	if line != t.line || t.column-column > column-1 {
		t.line, t.column, t.at = line, 1, t.starts[line-1]
	}
}

func skipBOM(data []byte) int {
	if len(data) >= 3 && data[0] == 0xef && data[1] == 0xbb && data[2] == 0xbf {
		return 3
	}
	return 0
}

// breakAt gives the size of the line break at i, 0 if there is none.
func breakAt(data []byte, i int) int {
	if i >= len(data) {
		return 0
	}
	switch rest := data[i:]; {
	case rest[0] == '\r' && len(rest) > 1 && rest[1] == '\n':
		return 2
	case rest[0] == '\n', rest[0] == '\r':
		return 1
	case rest[0] == 0xc2 && len(rest) > 1 && rest[1] == 0x85:
		return 2
	case rest[0] == 0xe2 && len(rest) > 2 && rest[1] == 0x80 && rest[2]&^1 == 0xa8:
		return 3
	}
	return 0
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// skipBlanks gives the first place from i on that is no blank.
func skipBlanks(data []byte, i int) int {
	for i < len(data) && isBlank(data[i]) {
		i++
	}
	return i
}

// skipGap gives the first place from i on that is no blank, line break or
// comment, nor one of the bytes in also.
func skipGap(data []byte, i int, also string) int {
	for i < len(data) {
		size := breakAt(data, i)
		switch {
		case size > 0:
			i += size
		case isBlank(data[i]) || len(also) > 0 && data[i] == also[0]:
			i++
		case data[i] == '#':
			for i < len(data) && breakAt(data, i) == 0 {
				i++
			}
		default:
			return i
		}
	}
	return i
}
