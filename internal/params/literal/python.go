package literal

import (
	"errors"
	"fmt"
	"strings"
)

const (
	// MaxLength bounds the text of one logged value, in bytes. MLflow keeps
	// 6000 characters; file stores written by hand may hold more.
	MaxLength = 1 << 20
	// MaxDepth bounds nesting, so that a log cannot exhaust the stack.
	MaxDepth = 64
)

// An opaqueError says that a text is what Python printed of an object that no
// params file can hold: the value itself is not in the log.
type opaqueError struct{ what string }

func (e *opaqueError) Error() string { return e.what + " cannot be written to a params file" }

// IsOpaque says whether a text was not read because it is what Python prints of an object.
func IsOpaque(err error) bool {
	var opaque *opaqueError
	return errors.As(err, &opaque)
}

// Parse reads a literal as Python's str() and json.dumps print it:
// numbers, quoted text, lists, tuples, dicts, True, False, None, nan, inf. It
// refuses everything else, the reprs of sets, ranges, bytes, complex numbers
// and objects by name.
// https://docs.python.org/3/library/stdtypes.html
func Parse(text string) (Value, error) {
	if len(text) > MaxLength {
		return Value{}, fmt.Errorf("a literal of %d bytes is longer than the %d that are read", len(text), MaxLength)
	}
	p := &literalParser{text: text}
	p.space()
	value, err := p.value(0)
	if err != nil {
		return Value{}, err
	}
	p.space()
	if p.at < len(p.text) {
		return Value{}, p.unexpected("the end")
	}
	return value, nil
}

type literalParser struct {
	text string
	at   int
}

func (p *literalParser) peek() byte {
	if p.at < len(p.text) {
		return p.text[p.at]
	}
	return 0
}

func (p *literalParser) space() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

func (p *literalParser) unexpected(wanted string) error {
	if p.at >= len(p.text) {
		return fmt.Errorf("the text ends where %s should be", wanted)
	}
	return fmt.Errorf("character %d is %q where %s should be", p.at+1, p.text[p.at], wanted)
}

func (p *literalParser) value(depth int) (Value, error) {
	if depth > MaxDepth {
		return Value{}, fmt.Errorf("nested deeper than %d levels", MaxDepth)
	}
	switch c := p.peek(); {
	case c == '[':
		items, _, err := p.items(depth, ']')
		return Value{Kind: List, Items: items}, err
	case c == '(':
		items, comma, err := p.items(depth, ')')
		if err == nil && len(items) == 1 && !comma {
			err = errors.New("parentheses around one value are no tuple")
		}
		return Value{Kind: Tuple, Items: items}, err
	case c == '{':
		return p.dict(depth)
	case c == '\'' || c == '"':
		text, err := p.quoted()
		return Value{Kind: String, Text: text}, err
	case c == '<':
		return Value{}, &opaqueError{"the repr of a Python object"}
	case c == '+' || c == '-' || c == '.' || '0' <= c && c <= '9':
		return p.numeral()
	case IsNameByte(c):
		return p.word()
	default:
		return Value{}, p.unexpected("a value")
	}
}

// items reads a list or tuple from its opening bracket, and says whether a
// comma stood after the last item.
func (p *literalParser) items(depth int, closer byte) (items []Value, comma bool, err error) {
	p.at++
	for {
		p.space()
		if p.peek() == closer {
			p.at++
			return items, comma, nil
		}
		if len(items) > 0 && !comma {
			return nil, false, p.unexpected("a comma")
		}
		item, err := p.value(depth + 1)
		if err != nil {
			return nil, false, err
		}
		items = append(items, item)
		p.space()
		if comma = p.peek() == ','; comma {
			p.at++
		}
	}
}

func (p *literalParser) dict(depth int) (Value, error) {
	p.at++
	dict, comma, seen := Value{Kind: Dict}, true, map[string]bool{}
	for {
		p.space()
		if p.peek() == '}' {
			p.at++
			return dict, nil
		}
		if !comma {
			return Value{}, p.unexpected("a comma")
		}
		key, err := p.value(depth + 1)
		if err != nil {
			return Value{}, err
		}
		p.space()
		if c := p.peek(); (c == ',' || c == '}') && len(dict.Keys) == 0 {
			return Value{}, &opaqueError{"a set"}
		} else if c != ':' {
			return Value{}, p.unexpected("a colon")
		}
		p.at++
		p.space()
		item, err := p.value(depth + 1)
		if err != nil {
			return Value{}, err
		}
		spelled := Repr(key)
		if seen[spelled] {
			return Value{}, fmt.Errorf("key %s occurs twice", spelled)
		}
		seen[spelled] = true
		dict.Keys, dict.Items = append(dict.Keys, key), append(dict.Items, item)
		p.space()
		if comma = p.peek() == ','; comma {
			p.at++
		}
	}
}

func (p *literalParser) numeral() (Value, error) {
	start := p.at
	for p.at < len(p.text) {
		c := p.text[p.at]
		sign := (c == '+' || c == '-') && (p.at == start || p.text[p.at-1]|0x20 == 'e')
		if !sign && c != '.' && !IsNameByte(c) {
			break
		}
		p.at++
	}
	text := p.text[start:p.at]
	if rest := strings.TrimLeft(p.text[p.at:], "+-0123456789.einaf"); strings.HasSuffix(text, "j") || rest != p.text[p.at:] && strings.HasPrefix(rest, "j)") {
		return Value{}, &opaqueError{"a complex number"}
	}
	if strings.HasPrefix(text, "...") {
		return Value{}, &opaqueError{"a shortened repr"}
	}
	number, ok := ParseDecimal(text)
	if !ok {
		p.at = start
		return Value{}, p.unexpected("a number")
	}
	if number.Float {
		return Value{Kind: Float, Text: text}, nil
	}
	return Value{Kind: Int, Text: text}, nil
}

// word reads a bare word: Python's constants, and JSON's, which json.dumps
// prints.
func (p *literalParser) word() (Value, error) {
	start := p.at
	for IsNameByte(p.peek()) || p.peek() == '.' {
		p.at++
	}
	word := p.text[start:p.at]
	switch p.peek() {
	case '(':
		return Value{}, &opaqueError{"the repr " + word + "(…)"}
	case '\'', '"':
		if word == "b" {
			return Value{}, &opaqueError{"a bytes value"}
		}
	}
	if value, ok := Constant(word); ok {
		return value, nil
	}
	p.at = start
	return Value{}, p.unexpected("a value")
}

// Constant is what a word of Python, or of JSON, stands for; ok is false where it stands for nothing.
func Constant(word string) (_ Value, ok bool) {
	switch word {
	case "None", "null":
		return Value{Kind: None}, true
	case "True", "true":
		return Value{Kind: Bool, True: true}, true
	case "False", "false":
		return Value{Kind: Bool}, true
	case "nan", "NaN", "inf", "Infinity":
		return Value{Kind: Float, Text: word}, true
	default:
		return Value{}, false
	}
}

// IsNameByte says whether a byte may be in a name of Python.
func IsNameByte(c byte) bool {
	return c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c >= 0x80
}
