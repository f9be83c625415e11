package literal

import (
	"strconv"
	"strings"
)

// A Decimal is a number as its digits say it, so that comparing two of them
// rounds nothing and costs no more than their text is long: 1e999999999 is
// eleven characters here and a gigabyte in a big.Rat.
type Decimal struct {
	negative bool
	digits   string // without zeros at either end; "" is zero
	exponent int64  // of the last digit
	Float    bool   // spelled with a point or an exponent: Python's float
	Special  string // "inf" or "nan": then only negative counts besides
}

// maxExponent keeps exponents far from overflow. Doubles end near 308; a text
// with an exponent beyond this is no number anybody logged.
const maxExponent = 1 << 30

// ParseDecimal reads a number as Python prints one: 5, -5, 0.1, 1e-05, 1e+20,
// nan, inf, -inf; and as people and JSON write them: .5, 5., +5, 1E5. It reads
// no hexadecimals, underscores or leading zeros, which Python never prints and
// which are text to it when they come from a log.
func ParseDecimal(text string) (Decimal, bool) {
	var d Decimal
	rest := text
	if rest != "" && (rest[0] == '-' || rest[0] == '+') {
		d.negative = rest[0] == '-'
		rest = rest[1:]
	}
	switch rest {
	case "nan", "NaN":
		return Decimal{Special: "nan", Float: true}, true
	case "inf", "Infinity":
		d.Special, d.Float = "inf", true
		return d, true
	}
	whole, rest := leadingDigits(rest)
	fraction := ""
	if strings.HasPrefix(rest, ".") {
		d.Float = true
		fraction, rest = leadingDigits(rest[1:])
	}
	if whole == "" && fraction == "" {
		return Decimal{}, false
	}
	if !d.Float && len(whole) > 1 && whole[0] == '0' && (rest == "" || rest[0] != 'e' && rest[0] != 'E') {
		return Decimal{}, false
	}
	if rest != "" && (rest[0] == 'e' || rest[0] == 'E') {
		exponent, err := strconv.ParseInt(strings.TrimPrefix(rest[1:], "+"), 10, 64)
		if err != nil || strings.HasPrefix(rest[1:], "+-") || exponent > maxExponent || exponent < -maxExponent {
			return Decimal{}, false
		}
		d.Float, d.exponent, rest = true, exponent, ""
	}
	if rest != "" {
		return Decimal{}, false
	}
	digits := strings.TrimLeft(whole+fraction, "0")
	d.exponent -= int64(len(fraction))
	d.digits = strings.TrimRight(digits, "0")
	d.exponent += int64(len(digits) - len(d.digits))
	if d.digits == "" {
		d.exponent = 0
	}
	return d, true
}

func leadingDigits(text string) (digits, rest string) {
	end := 0
	for end < len(text) && '0' <= text[end] && text[end] <= '9' {
		end++
	}
	return text[:end], text[end:]
}

// equal compares as Python's == does, except that nan equals itself: a param
// that was nan and is nan again is the same param. 5 equals 5.0, -0.0 equals 0.
func (d Decimal) equal(other Decimal) bool {
	if d.Special != "" || other.Special != "" {
		return d.Special == other.Special && d.negative == other.negative
	}
	if d.digits == "" && other.digits == "" {
		return true
	}
	return d.negative == other.negative && d.digits == other.digits && d.exponent == other.exponent
}

// Doubles is the value with each float as the double that a program makes of it, where a log
// can have more digits: 0.10000000000000001 is 0.1. What would become inf or 0 stays.
func (v Value) Doubles() Value {
	if v.Kind == Float {
		d := v.number()
		if f, err := strconv.ParseFloat(v.Text, 64); err == nil && d.Special == "" && (f != 0 || d.digits == "") {
			v.Text = strconv.FormatFloat(f, 'e', -1, 64)
		}
	}
	v.Items, v.Keys = allDoubles(v.Items), allDoubles(v.Keys)
	return v
}

func allDoubles(values []Value) []Value {
	var doubles []Value
	for _, v := range values {
		doubles = append(doubles, v.Doubles())
	}
	return doubles
}
