package page

import (
	"math"
	"strconv"

	"github.com/reproduce-action/reproduce/internal/decimal"
)

// values gives two values in as many digits as tell them apart, and no fewer than
// four.
func values(a, b float64) (string, string) {
	for digits := 4; digits < 17; digits++ {
		x, y := plain(a, digits), plain(b, digits)
		if x != y || a == b {
			return x, y
		}
	}
	return value(a), value(b)
}

// value gives all digits of one value.
func value(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// short gives a value beside a chart.
func short(v float64) string { return plain(v, 4) }

// plain gives so many digits, without an exponent where people can do without.
func plain(v float64, digits int) string {
	size := math.Abs(v)
	if size != 0 && (size < 1e-4 || size >= 1e7) || !decimal.Finite(v) {
		return strconv.FormatFloat(v, 'g', digits, 64)
	}
	decimals := digits - 1
	if size != 0 {
		decimals -= int(math.Floor(math.Log10(size)))
	}
	text := strconv.FormatFloat(v, 'f', max(decimals, 0), 64)
	if exact := value(v); len(exact) < len(text) {
		return exact // no zeros that nobody logged
	}
	return text
}

// difference gives b - a with a sign and two digits; "" where there is none.
func difference(a, b float64) string {
	switch {
	case !decimal.Finite(a) || !decimal.Finite(b):
		return ""
	case a == b:
		return "identical"
	}
	d, err := strconv.ParseFloat(decimal.Text(decimal.Difference(a, b)), 64)
	if err != nil || math.IsInf(d, 0) {
		return ""
	}
	text := plain(d, 2)
	if d > 0 {
		return "+" + text
	}
	return "−" + text[1:]
}
