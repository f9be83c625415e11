package literal

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

// quoted reads a Python string literal from its opening quote.
// https://docs.python.org/3/reference/lexical_analysis.html#escape-sequences
func (p *literalParser) quoted() (string, error) {
	quote := p.text[p.at]
	p.at++
	var b strings.Builder
	for p.at < len(p.text) {
		c := p.text[p.at]
		p.at++
		switch c {
		case quote:
			return b.String(), nil
		case '\\':
			if err := p.escape(&b); err != nil {
				return "", err
			}
		default:
			b.WriteByte(c)
		}
	}
	return "", errors.New("the text ends inside a quoted string")
}

var simpleEscapes = map[byte]string{
	'\\': "\\", '\'': "'", '"': `"`, '/': "/", '\n': "",
	'a': "\a", 'b': "\b", 'f': "\f", 'n': "\n", 'r': "\r", 't': "\t", 'v': "\v",
}

// escape reads what follows a backslash.
func (p *literalParser) escape(b *strings.Builder) error {
	c := p.peek()
	if text, ok := simpleEscapes[c]; ok && p.at < len(p.text) {
		p.at++
		b.WriteString(text)
		return nil
	}
	switch {
	case c == 'x':
		return p.codePoint(b, 1, 2, 16)
	case c == 'u':
		return p.codePoint(b, 1, 4, 16)
	case c == 'U':
		return p.codePoint(b, 1, 8, 16)
	case '0' <= c && c <= '7':
		digits := 1
		for digits < 3 && p.at+digits < len(p.text) && '0' <= p.text[p.at+digits] && p.text[p.at+digits] <= '7' {
			digits++
		}
		return p.codePoint(b, 0, digits, 8)
	default:
		return p.unexpected("an escape that Python prints")
	}
}

// codePoint reads digits of a base after skip bytes. JSON's pairs of surrogates
// become one character; a lone one is text that no UTF-8 file can hold.
func (p *literalParser) codePoint(b *strings.Builder, skip, digits, base int) error {
	start := p.at + skip
	if start+digits > len(p.text) {
		return errors.New("the text ends inside an escape")
	}
	code, err := strconv.ParseUint(p.text[start:start+digits], base, 32)
	if err != nil {
		return p.unexpected("an escape that Python prints")
	}
	p.at = start + digits
	if 0xd800 <= code && code < 0xdc00 && strings.HasPrefix(p.text[p.at:], `\u`) && p.at+6 <= len(p.text) {
		low, err := strconv.ParseUint(p.text[p.at+2:p.at+6], 16, 32)
		if err == nil && 0xdc00 <= low && low < 0xe000 {
			p.at += 6
			code = 0x10000 + (code-0xd800)<<10 + (low - 0xdc00)
		}
	}
	if code > utf8.MaxRune || !utf8.ValidRune(rune(code)) {
		return errors.New("an escape is no character that a file can hold")
	}
	b.WriteRune(rune(code))
	return nil
}
