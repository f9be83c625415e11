package literal

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// A Kind is the Python type of a value.
type Kind int

// The types that Python's str() prints and a params file can hold.
const (
	None Kind = iota
	Bool
	Int
	Float
	String
	List
	Tuple
	Dict
	Date       // of YAML and TOML: logged as its text
	Unreadable // the reader refuses it, or needs a class of the project's own
)

func (k Kind) String() string {
	return [...]string{"None", "bool", "int", "float", "str", "list", "tuple", "dict", "date", "unreadable value"}[k]
}

// A Value is what a training script has in its hands: read from a params file,
// or from the text that Python's str() made of it.
type Value struct {
	Kind  Kind
	True  bool    // of a Bool
	Text  string  // of a String or Date; the digits of an Int or Float, as they were spelled
	Items []Value // of a List or Tuple; a Dict's values
	Keys  []Value // of a Dict, parallel to Items
}

// IsNumber says whether a value is an int or a float.
func (v Value) IsNumber() bool { return v.Kind == Int || v.Kind == Float }

// IsSequence says whether a value is a list or a tuple.
func (v Value) IsSequence() bool { return v.Kind == List || v.Kind == Tuple }

// Equal compares two values as params: numbers exactly and across int and
// float, a tuple like the list it was read from, dicts whatever their order.
// A bool is never a number and text never anything else.
func (v Value) Equal(other Value) bool {
	switch {
	case v.IsNumber() && other.IsNumber():
		return v.number().equal(other.number())
	case v.IsSequence() && other.IsSequence():
		return equalItems(v.Items, other.Items)
	case v.Kind != other.Kind || v.Kind == Unreadable:
		return false
	case v.Kind == Bool:
		return v.True == other.True
	case v.Kind == String || v.Kind == Date:
		return v.Text == other.Text
	case v.Kind == Dict:
		return equalDicts(v, other)
	default:
		return true // None
	}
}

// SameType asks of equal values what Python tells apart all the same: an int and
// the float of the same number, the two zeros of a float, also within a list or
// dict. Lists stand for tuples in every format.
func (v Value) SameType(other Value) bool {
	switch {
	case v.IsSequence() && other.IsSequence(), v.Kind == Dict && other.Kind == Dict:
		return sameTypes(v, other)
	case v.Kind == Float && other.Kind == Float:
		a, b := v.number(), other.number()
		return a.Special != "" || a.digits != "" || b.digits != "" || a.negative == b.negative
	default:
		return v.Kind == other.Kind
	}
}

func sameTypes(v, other Value) bool {
	if len(v.Items) != len(other.Items) || len(v.Keys) != len(other.Keys) {
		return false
	}
	places := placesOf(other)
	for i, item := range v.Items {
		at, found := i, true
		if v.Kind == Dict {
			at, found = places[Repr(v.Keys[i])]
		}
		if !found || !item.SameType(other.Items[at]) {
			return false
		}
	}
	return true
}

// placesOf are the positions of a dict's keys by their reprs.
func placesOf(dict Value) map[string]int {
	places := make(map[string]int, len(dict.Keys))
	for i, key := range dict.Keys {
		places[Repr(key)] = i
	}
	return places
}

func equalItems(a, b []Value) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !a[i].Equal(b[i]) {
			return false
		}
	}
	return true
}

func equalDicts(a, b Value) bool {
	if len(a.Keys) != len(b.Keys) {
		return false
	}
	places := placesOf(b)
	for i, key := range a.Keys {
		at, found := places[Repr(key)]
		if !found || !a.Items[i].Equal(b.Items[at]) {
			return false
		}
	}
	return true
}

// number reads a number's digits. Text that is no number cannot become one:
// Values of these kinds are made from parsed numbers only.
func (v Value) number() Decimal {
	d, _ := ParseDecimal(v.Text)
	return d
}

// Str spells a value as Python's str() does, which is how MLflow logs it:
// text bare on its own and quoted inside a list, floats by their shortest
// digits.
func Str(v Value) string {
	if v.Kind == String || v.Kind == Date || v.Kind == Unreadable {
		return v.Text
	}
	return Repr(v)
}

// Repr prints a value as Python does.
func Repr(v Value) string {
	var b strings.Builder
	writeRepr(&b, v)
	return b.String()
}

func writeRepr(b *strings.Builder, v Value) {
	switch v.Kind {
	case None:
		b.WriteString("None")
	case Bool:
		if v.True {
			b.WriteString("True")
		} else {
			b.WriteString("False")
		}
	case Int:
		b.WriteString(strings.TrimPrefix(v.Text, "+"))
	case Float:
		b.WriteString(reprDigits(v.Text))
	case String, Date, Unreadable:
		writeQuoted(b, v.Text)
	case List:
		writeItems(b, v, "[", "]")
	case Tuple:
		closer := ")"
		if len(v.Items) == 1 {
			closer = ",)"
		}
		writeItems(b, v, "(", closer)
	case Dict:
		writeItems(b, v, "{", "}")
	}
}

// reprDigits gives a float's text as Python prints the double nearest to it.
func reprDigits(text string) string {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil && f == 0 {
		return text
	}
	return doc.PythonFloat(f)
}

func writeItems(b *strings.Builder, v Value, opener, closer string) {
	b.WriteString(opener)
	for i, item := range v.Items {
		if i > 0 {
			b.WriteString(", ")
		}
		if v.Kind == Dict {
			writeRepr(b, v.Keys[i])
			b.WriteString(": ")
		}
		writeRepr(b, item)
	}
	b.WriteString(closer)
}

// writeQuoted spells text as Python's repr does: single quotes unless only
// they occur in it.
func writeQuoted(b *strings.Builder, text string) {
	quote := '\''
	if strings.Contains(text, "'") && !strings.Contains(text, `"`) {
		quote = '"'
	}
	b.WriteRune(quote)
	for _, r := range text {
		switch {
		case r == quote || r == '\\':
			b.WriteRune('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r < 0x100:
			fmt.Fprintf(b, `\x%02x`, r)
		case r < 0x10000:
			fmt.Fprintf(b, `\u%04x`, r)
		default:
			fmt.Fprintf(b, `\U%08x`, r)
		}
	}
	b.WriteRune(quote)
}

// IsContainer says whether a value holds others.
func IsContainer(v Value) bool { return v.IsSequence() || v.Kind == Dict }
