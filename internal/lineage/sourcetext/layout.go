package sourcetext

import (
	"strings"
)

// A formatter goes over programs, and people over docstrings: neither changes what a program
// computes.

// SameProgram says whether two programs of Python differ in no more than their comments, blanks
// and line breaks, the width of their indentation, the quotes of plain strings, commas
// before a closing bracket and docstrings. In doubt they are not the same. A program that
// may read its docstrings is not without them.
func SameProgram(a, b string) bool {
	docs := false
	for _, word := range []string{"__doc__", "docopt", "getdoc", "getsource", "cleandoc", "docstring"} {
		docs = docs || strings.Contains(a, word) || strings.Contains(b, word)
	}
	x, y := wordsOf(a, docs), wordsOf(b, docs)
	return x != "" && x == y && Directives(a) == Directives(b)
}

// A layout goes through a program word by word.
type layout struct {
	out      []byte
	line     []byte // the words of the line, each with a blank before it
	indents  []byte // the widths that the line is within
	brackets []byte // that are open: the commas in each so far, two for more
}

// wordsOf is a program as its words, one line a statement; "" where it is not understood.
// docs says whether strings that stand by themselves count.
func wordsOf(program string, docs bool) string {
	l := layout{indents: []byte{0}}
	width, begins := 0, true // of the line that begins
	program += "\n"
	for i := 0; i < len(program); {
		c, end := program[i], i+1
		inside := len(l.brackets) > 0
		switch {
		case c == '\n' && !inside:
			l.end(docs)
			width, begins = 0, true
		case c == '\t' && begins && !inside, strings.IndexByte("\f;`", c) >= 0, width > 0xff:
			return ""
		case strings.IndexByte(" \t\r\n", c) >= 0:
			if begins {
				width++
			}
		case c == '#':
			end = i + strings.IndexByte(program[i:], '\n')
		case begins && !inside:
			if begins = false; !l.indent(byte(width)) {
				return ""
			}
			end = i
		case c == '\\':
			if end++; program[i+1] != '\n' {
				return ""
			}
		case c == '"' || c == '\'':
			end = stringEnd(program, i)
			l.add(plain(program[i:end]))
		case isWord(c):
			for isWord(program[end]) || program[end] == '.' && c <= '9' {
				end++
			}
			if program[end] == '"' || program[end] == '\'' { // the prefix of a string belongs to it
				end = stringEnd(program, end)
			}
			l.add(program[i:end])
		default:
			if !l.sign(c, program[max(i-1, 0)] == ' ') {
				return ""
			}
		}
		i = end
	}
	if len(l.brackets) > 0 {
		return ""
	}
	return string(l.out)
}

func (l *layout) add(word string) { l.line = append(append(l.line, ' '), word...) }

// end ends a statement.
func (l *layout) end(docs bool) {
	text := strings.TrimPrefix(string(l.line), " ")
	if text != "" && (docs || text[0] != '"' && text[0] != '\'' || stringEnd(text, 0) < len(text)) {
		for range l.indents {
			l.out = append(l.out, ' ')
		}
		l.out = append(append(l.out, l.line...), '\n')
	}
	l.line = l.line[:0]
}

// indent takes a line's width; ok is false where no line around it has it.
func (l *layout) indent(width byte) bool {
	for width < l.indents[len(l.indents)-1] {
		l.indents = l.indents[:len(l.indents)-1]
	}
	if width > l.indents[len(l.indents)-1] {
		l.indents = append(l.indents, width)
	}
	return width == l.indents[len(l.indents)-1]
}

// sign takes a character that is no word; ok is false for a bracket that nothing opened.
// Operators of several characters stay together.
func (l *layout) sign(c byte, apart bool) bool {
	n := len(l.brackets) - 1
	switch at := strings.IndexByte("([{)]},", c); {
	case at < 0 && !apart && len(l.line) > 0 && !isWord(l.line[len(l.line)-1]) && strings.IndexByte("()[]{},\"'", l.line[len(l.line)-1]) < 0:
		l.line = append(l.line, c)
		return true
	case at < 0:
	case at < 3:
		l.brackets = append(l.brackets, 0)
	case c == ',' && n >= 0:
		l.brackets[n] = min(l.brackets[n]+1, 2)
	case c == ',':
	case n < 0:
		return false
	default:
		if last := len(l.line) - 1; l.brackets[n] > 1 && l.line[last] == ',' { // (1,) is not (1)
			l.line = l.line[:last-1]
		}
		l.brackets = l.brackets[:n]
	}
	l.line = append(l.line, ' ', c)
	return true
}

// plain writes a string of one line that holds no quotes and no escapes with double quotes.
func plain(text string) string {
	if n := len(text) - 1; n > 0 && text[0] == text[n] && !strings.ContainsAny(text[1:n], "\"'\\\n") {
		return `"` + text[1:n] + `"`
	}
	return text
}

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80
}
