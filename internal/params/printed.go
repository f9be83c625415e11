package params

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/params/literal"
)

// A printer is who prints a number or constant as a logged text has it.
type printer int

const (
	// printedByPython: str() of an int, float, bool or None gives just this.
	printedByPython printer = iota
	// printedElsewhere: another language or a format string does: 1.0E-5 of
	// Java, 1e5 of a person, 0.10 of "%.2f", true of JSON.
	printedElsewhere
	// printedByNobody: it has the shape of a number and is a text: 7120e11 and
	// 1234e56 are short revisions, 007 a name. Who prints an exponent prints one
	// digit before the point, or at least the exponent's sign.
	printedByNobody
)

// The rule, in one place: what Python prints of a number is that number. What
// only others print is a number where the file has a number now, and a text
// everywhere else. What nobody prints is a text, wherever it goes.
//
// printed is asked of texts that ParseDecimal or constant can read.
func printed(text string, value literal.Value) printer {
	switch {
	case text == literal.Repr(value) && text != "-0":
		return printedByPython
	case !value.IsNumber(), otherNumber.MatchString(text):
		return printedElsewhere
	default:
		return printedByNobody
	}
}

var otherNumber = regexp.MustCompile(`^[-+]?(?:NaN|nan|Infinity|inf|0|[1-9][0-9]*|(?:0|[1-9][0-9]*)\.[0-9]*|\.[0-9]+|[0-9](?:\.[0-9]*)?[eE][0-9]{1,3}|[0-9]{1,3}(?:\.[0-9]*)?[eE][-+][0-9]{1,3})$`)

// typeFor types a logged text for the place of what readers make of it now. The
// note says what the type rests on where the log alone does not tell it.
func typeFor(l logged, now []literal.Value) (logged, string) {
	if l.typed || l.opaque != nil {
		return l, ""
	}
	kind := l.value.Kind
	switch {
	case kind == literal.String:
		number, ok := literal.ParseDecimal(l.text)
		if !ok {
			return l, ""
		}
		if kind = literal.Int; number.Float {
			kind = literal.Float
		}
	case kind != literal.None && kind != literal.Bool && !l.value.IsNumber(), printed(l.text, l.value) == printedByPython:
		return l, ""
	case l.value.IsNumber() && some(now, literal.Value.IsNumber) && !(now[0].Kind == literal.String && numeral(l.text)):
		if !padded(l.text) && !numeral(l.text) {
			return l, ""
		}
		return l, fmt.Sprintf("%s is %s to Python: taken for a number, as the file has one", cut(l.text), cut(literal.Repr(l.value)))
	case !l.value.IsNumber() && some(now, func(v literal.Value) bool { return v.Kind != literal.String && v.Kind != literal.None }):
		return l, ""
	}
	text := logged{text: l.text, value: literal.Value{Kind: literal.String, Text: l.text}}
	return text, fmt.Sprintf("Python prints no %s as %s: written as text", kind, cut(l.text))
}

// numeral says whether a text without quotes is a text to PyYAML and a number to others, as
// 1e-5 is. Where the file has a text to PyYAML now, such a one was read and logged as text.
func numeral(text string) bool {
	return doc.Resolve11(text).Type == doc.TypeText && doc.Resolve12(text).Type != doc.TypeText
}

// revision says whether what a file has without quotes has the shape of a number
// that nobody prints, like 12e3: a text, wherever one reader takes it for one.
func revision(raw string) bool {
	number, ok := literal.ParseDecimal(raw)
	return ok && number.Special == "" && strings.ContainsAny(raw, "eE") && !otherNumber.MatchString(raw)
}

// sexagesimal says whether what a file has without quotes is a number to PyYAML alone,
// like 2:45: a text to everybody else, and a text it stays in quotes.
func sexagesimal(raw string) bool { return sexagesimals.MatchString(raw) }

var sexagesimals = regexp.MustCompile(`^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$`)

// respelled says whether the program that logged a number's text once cannot
// have logged the other for the same value: 3.10 was a text, or printed with two
// decimals, and 3.1 is neither. An exponent proves nothing: PyYAML reads 1e-3 as
// a text, and a number in its place as 0.001.
func respelled(first, second string) bool {
	return first != second && padded(first)
}

// padded says whether a text ends in zeros that Python does not print.
func padded(text string) bool {
	_, fraction, found := strings.Cut(text, ".")
	number, ok := literal.ParseDecimal(text)
	return ok && found && number.Special == "" && len(fraction) > 1 && strings.HasSuffix(fraction, "0") && !strings.ContainsAny(fraction, "eE")
}
