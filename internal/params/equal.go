package params

import (
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/params/literal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Equal says whether two logged texts are the same param: the same text, or
// the same number (1e-05 and 0.00001, 7.0 and 7), or None and null, True and
// true, or the same list, tuple or dict however it was spaced and quoted.
// Numbers are compared by their digits: nothing is rounded. What nobody prints
// of a number (7120e11) is equal to itself only.
func Equal(a, b string) bool {
	if a == b {
		return true
	}
	x, y := readLogged(a), readLogged(b)
	return x.opaque == nil && y.opaque == nil && x.value.Equal(y.value)
}

// AllEqual says whether two runs logged the same params with equal values, but for those
// that may differ; a nil may stands for none.
func AllEqual(a, b repro.Params, may func(name string) bool) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(param repro.Param) bool {
		value, logged := b.Get(param.Name)
		return !logged || (may == nil || !may(param.Name)) && !Equal(param.Value, value)
	})
}

// Retyped says whether two logged texts are one number to Equal and two values to
// Python, which printed both: 1 and 1.0, also within a list. One feature and all
// of them are such values.
func Retyped(a, b string) bool {
	x, y := readLogged(a), readLogged(b)
	return Equal(a, b) && x.tellsType() && y.tellsType() && !x.value.SameType(y.value)
}

// A logged is one logged text and what it stands for.
type logged struct {
	text   string
	value  literal.Value
	opaque error // it is the repr of something no file can hold; value says nothing then
	typed  bool  // the type is certain: it stood in a literal, where text has quotes
	floats bool  // who logged it spells every number as a float
}

// tellsType says whether the text tells an int from a float: every number in it
// stands as Python prints it. Others print 1.0 as 1, or 1 as 1.00.
func (l logged) tellsType() bool {
	return l.opaque == nil && !l.floats && (l.typed || asPython(l.value))
}

func asPython(v literal.Value) bool {
	if v.IsNumber() {
		return printed(v.Text, v) == printedByPython
	}
	return all(v.Items, asPython)
}

// readLogged types a logged text: what Python's str() or another program prints
// of a number, a constant or a container is that value, all else is text. Where
// it goes, typeFor has the last word.
func readLogged(text string) logged {
	if value, ok := literal.Constant(text); ok {
		return logged{text: text, value: value}
	}
	if number, ok := literal.ParseDecimal(text); ok {
		value := literal.Value{Kind: literal.Int, Text: text}
		if number.Float {
			value.Kind = literal.Float
		}
		if printed(text, value) != printedByNobody {
			return logged{text: text, value: value}
		}
	}
	asText := logged{text: text, value: literal.Value{Kind: literal.String, Text: text}}
	if !bracketed(text) {
		return asText
	}
	value, err := literal.Parse(text)
	switch {
	case err == nil && literal.IsContainer(value):
		return logged{text: text, value: value}
	case literal.IsOpaque(err):
		return logged{text: text, opaque: err}
	default:
		return asText
	}
}

// bracketed says whether a text has the shape of a container's or an object's
// repr. Others are text, even where they would parse: 'a' logged with its
// quotes is three characters.
func bracketed(text string) bool {
	if text == "" {
		return false
	}
	switch c := text[0]; {
	case strings.IndexByte("[({", c) >= 0:
		return true
	case c == '<':
		return objectRepr.MatchString(text)
	case strings.HasPrefix(text, "b'"):
		return strings.HasSuffix(text, "'")
	case strings.HasPrefix(text, `b"`):
		return strings.HasSuffix(text, `"`)
	default:
		return literal.IsNameByte(c) && closesCall(text)
	}
}

// objectRepr is how Python prints what has no literal: an object at its address, a
// function, class or module, a lambda, an enum's member, a class by its full name.
// Other texts in angle brackets are texts: <mask>, <|endoftext|>, <b>bold</b>.
var objectRepr = regexp.MustCompile(`(?s)^<(?:` +
	`.* (?:object )?at 0x[0-9A-Fa-f]+.*` +
	`|.*<lambda>.*` +
	`|(?:bound method|built-in|function|generator object|method|module|slot wrapper|ufunc|unbound method) .*` +
	`|(?:class|enum|flag|module|ufunc) '.*` +
	`|[A-Za-z_]\w*(?:\.\w+)+(?:\|[\w.]+)*(?:[ :(].*)?` +
	`)>$`)

// closesCall says whether a text is name(…) to its end: the repr of an
// estimator, a NumPy scalar, a range. Words before the bracket make it a
// sentence.
func closesCall(text string) bool {
	open := strings.IndexByte(text, '(')
	return open > 0 && strings.HasSuffix(text, ")") && !strings.ContainsAny(text[:open], " \t\n/:-")
}
