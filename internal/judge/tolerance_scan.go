package judge

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// A token is a number, a word or one other character, in lower case.
type token struct {
	text   string
	at     int
	number bool
}

// scan splits a spec. Spaces divide and are otherwise free: 1e-6abs is two
// tokens.
func scan(text string) (tokens []token, at int, err error) {
	for i := 0; i < len(text); {
		start := i
		switch c := text[i]; {
		case c == ' ' || c == '\t':
			i++
			continue
		case isDigit(c) || c == '.':
			i = scanNumber(text, i)
			switch {
			case text[start:i] == "." && (strings.HasSuffix(text[:start], ".") || strings.HasPrefix(text[i:], ".")): // 0.8..0.9
				return nil, start, errors.New(noRange)
			case text[start:i] == ".":
				return nil, start, errors.New("a point without digits")
			}
			tokens = append(tokens, token{text[start:i], start, true})
		case c >= 'a' && c <= 'z':
			for i < len(text) && (text[i] >= 'a' && text[i] <= 'z' || isPreset(text[start:i], text[i])) {
				i++
			}
			tokens = append(tokens, token{text[start:i], start, false})
		default:
			_, size := utf8.DecodeRuneInString(text[i:])
			i += size
			tokens = append(tokens, token{text[start:i], start, false})
		}
		if len(tokens) > 8*maxTerms {
			return nil, start, fmt.Errorf("more than %d amounts; the largest decides, keep that", maxTerms)
		}
	}
	return tokens, 0, nil
}

// isPreset lets digits follow the word float: float32 is one token.
func isPreset(word string, next byte) bool {
	return strings.HasPrefix(word, "float") && isDigit(next)
}

// scanNumber ends behind digits, a point and an exponent. An e belongs to the
// number only when digits follow.
func scanNumber(text string, i int) int {
	for i < len(text) && isDigit(text[i]) {
		i++
	}
	if i < len(text) && text[i] == '.' {
		i++
		for i < len(text) && isDigit(text[i]) {
			i++
		}
	}
	if i < len(text) && text[i] == 'e' {
		j := i + 1
		if j < len(text) && (text[j] == '+' || text[j] == '-') {
			j++
		}
		if j < len(text) && isDigit(text[j]) {
			for j < len(text) && isDigit(text[j]) {
				j++
			}
			return j
		}
	}
	return i
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
