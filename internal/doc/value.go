package doc

import (
	"math"
	"math/big"
	"strconv"
	"strings"
)

// A Type is what a reader takes a single value for.
type Type int

const (
	TypeInvalid Type = iota // the reader refuses the document over it, or needs a class of the project's own
	TypeNull
	TypeBool
	TypeInt
	TypeFloat
	TypeText
	TypeTime // a date, or a date and time
)

// String gives Python's name of the type.
func (t Type) String() string {
	return [...]string{"unreadable", "None", "bool", "int", "float", "str", "date"}[t]
}

// A Value is a single value as a Python program gets it. Two Values are equal
// with == exactly if the program cannot tell them apart; NaN equals NaN.
type Value struct {
	Type Type
	Text string // as str() prints it, which is how MLflow logs it; a date as the file spells it
}

// Float gives the number that an int or float stands for, and whether it is
// one. An int beyond 2^53 is rounded.
func (v Value) Float() (float64, bool) {
	if v.Type != TypeInt && v.Type != TypeFloat {
		return 0, false
	}
	f, _ := strconv.ParseFloat(v.Text, 64) // its only error is the range, and then f is what Python has
	return f, true
}

// Value11 is the node as PyYAML reads it, by YAML 1.1. JSON and TOML have but
// one reading.
func (n *Node) Value11() Value { return n.value(Resolve11) }

// Value12 is the node as ruamel.yaml, and so DVC, reads it: by YAML 1.2, unless
// the document says 1.1. JSON and TOML have but one reading.
func (n *Node) Value12() Value {
	if n != nil && n.yaml11 {
		return n.value(Resolve11)
	}
	return n.value(Resolve12)
}

func (n *Node) value(resolve func(string) Value) Value {
	switch {
	case n == nil || n.Kind != Scalar:
		return Value{}
	case n.format == JSON:
		return jsonValue(n)
	case n.format == TOML:
		return tomlValue(n)
	}
	plain := resolve(n.Text)
	switch n.Tag {
	case "":
		if n.Quoted {
			return Value{TypeText, n.Text}
		}
		return plain
	case "!", "!!str":
		return Value{TypeText, n.Text}
	case "!!float":
		if f, ok := plain.Float(); ok {
			return floatValue(f)
		}
	case "!!int", "!!bool", "!!null", "!!timestamp":
		if want := map[string]Type{"!!int": TypeInt, "!!bool": TypeBool, "!!null": TypeNull, "!!timestamp": TypeTime}[n.Tag]; plain.Type == want {
			return plain
		}
	}
	return Value{TypeInvalid, n.Text}
}

func jsonValue(n *Node) Value {
	switch {
	case n.Quoted:
		return Value{TypeText, n.Text}
	case n.Text == "null":
		return Value{TypeNull, "None"}
	case n.Text == "true" || n.Text == "false":
		return boolValue(n.Text == "true")
	case strings.ContainsAny(n.Text, ".eE"):
		f, _ := strconv.ParseFloat(n.Text, 64)
		return floatValue(f)
	default:
		return intValue(n.Text, 10)
	}
}

func tomlValue(n *Node) Value {
	switch text := strings.ReplaceAll(n.Text, "_", ""); {
	case n.Quoted:
		return Value{TypeText, n.Text}
	case text == "true" || text == "false":
		return boolValue(text == "true")
	case strings.HasSuffix(text, "inf"):
		return floatValue(math.Inf(1 - 2*strings.Count(text[:1], "-")))
	case strings.HasSuffix(text, "nan"):
		return floatValue(math.NaN())
	case strings.HasPrefix(text, "0x"):
		return intValue(text[2:], 16)
	case strings.HasPrefix(text, "0o"):
		return intValue(text[2:], 8)
	case strings.HasPrefix(text, "0b"):
		return intValue(text[2:], 2)
	case strings.Contains(text, ":") || strings.LastIndexByte(text, '-') > 0 && !strings.ContainsAny(text, "eE"):
		return Value{TypeTime, n.Text}
	case strings.ContainsAny(text, ".eE"):
		f, err := strconv.ParseFloat(text, 64)
		if err != nil && !math.IsInf(f, 0) {
			return Value{TypeInvalid, n.Text}
		}
		return floatValue(f)
	default:
		return intValue(strings.TrimPrefix(text, "+"), 10)
	}
}

func boolValue(b bool) Value {
	if b {
		return Value{TypeBool, "True"}
	}
	return Value{TypeBool, "False"}
}

func floatValue(f float64) Value { return Value{TypeFloat, PythonFloat(f)} }

// intValue reads digits, with a sign perhaps, in a base. Python refuses to
// convert more than 4300 decimal digits.
// https://docs.python.org/3/library/stdtypes.html#integer-string-conversion-length-limitation
func intValue(digits string, base int) Value {
	const most = 4300
	i, ok := new(big.Int), false
	if len(digits) <= most {
		i, ok = i.SetString(digits, base)
	}
	if !ok {
		return Value{TypeInvalid, digits}
	}
	return Value{TypeInt, i.String()}
}

// PythonFloat writes f as Python's repr does: the shortest digits that read
// back as f, an exponent below 1e-4 and from 1e16 on.
func PythonFloat(f float64) string {
	switch {
	case math.IsNaN(f):
		return "nan"
	case math.IsInf(f, 1):
		return "inf"
	case math.IsInf(f, -1):
		return "-inf"
	}
	if size := math.Abs(f); size != 0 && (size < 1e-4 || size >= 1e16) {
		return strconv.FormatFloat(f, 'e', -1, 64)
	}
	text := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	return text
}
