package report

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/decimal"
)

const (
	leastFixed    = 1e-4 // below it a row is scientific
	mostFixed     = 1e15 // from here on too
	mostDecimals  = 7    // a difference with more decimals is scientific
	valueDigits   = 4    // significant digits of the larger value, if it has them
	sameDigits    = 6    // significant digits of a value that came back identical
	diffDigits    = 2    // significant digits of a difference, if it has them
	alignDecimals = 6    // a table's rows share their decimals up to here
)

// A pair is the two values of one metric and their difference as they are
// printed side by side: with the same decimals, enough of them that the
// difference shows two significant digits or all that it has.
type pair struct {
	original, reproduced string
	difference           string // signed; "identical", or "" where there is none
	decimals             int    // of both values; -1 when they are not fixed-point
}

// newPair formats original and reproduced. The values are taken as the shortest
// decimals that read back as the same float64, and compared and subtracted as
// those. atLeast asks for that many decimals where a fixed-point row has fewer;
// more asks for that many digits beyond the rule.
func newPair(original, reproduced float64, atLeast, more int) pair {
	if !decimal.Finite(original) || !decimal.Finite(reproduced) {
		return strangePair(original, reproduced)
	}
	if original == reproduced {
		text, decimals := one(original, atLeast)
		return pair{text, text, "identical", decimals}
	}
	a, b := decimal.Exact(original), decimal.Exact(reproduced)
	diff := new(big.Rat).Sub(b, a)
	top := max(exponent(a), exponent(b))
	exact, digits := precision(original, reproduced)
	decimals := min(max(diffDigits-1-exponent(diff), valueDigits-1-top)+more, exact)
	larger := math.Max(math.Abs(original), math.Abs(reproduced))
	p := pair{decimals: -1}
	if larger >= leastFixed && larger < mostFixed {
		decimals = max(decimals, 0, atLeast)
		p = pair{a.FloatString(decimals), b.FloatString(decimals), signed(diff, decimals, more), decimals}
	} else {
		mantissa := min(max(diffDigits-1-exponent(diff)+top, valueDigits-1)+more, digits-1)
		p.original, p.reproduced = scientific(a, mantissa), scientific(b, mantissa)
		p.difference = signed(diff, math.MaxInt, more)
	}
	if p.original == p.reproduced { // the rule above leaves no such pair; the invariant must not rest on that
		p.original, p.reproduced, p.decimals = shortest(original), shortest(reproduced), -1
	}
	return p
}

// precision counts what two values show on their own: decimals, and digits.
func precision(a, b float64) (decimals, digits int) {
	decimals, digits = decimal.Precision(a)
	d, n := decimal.Precision(b)
	return max(decimals, d), max(digits, n)
}

// strangePair is a pair of which at least one value is not finite.
func strangePair(original, reproduced float64) pair {
	p := pair{alone(original), alone(reproduced), "", -1}
	switch {
	case math.IsNaN(original) && math.IsNaN(reproduced):
		p.difference = "both NaN"
	case original == reproduced:
		p.difference = "identical"
	}
	return p
}

// alone formats a value that stands by itself, in at most sameDigits digits.
func alone(value float64) string {
	if !decimal.Finite(value) {
		return shortest(value)
	}
	text, _ := one(value, 0)
	return text
}

func one(value float64, atLeast int) (text string, decimals int) {
	r := decimal.Exact(value)
	size := math.Abs(value)
	exact, digits := precision(value, value)
	decimals = min(exact, sameDigits-1-exponent(r))
	if size != 0 && (size < leastFixed || size >= mostFixed) {
		return scientific(r, min(digits, sameDigits)-1), -1
	}
	decimals = max(decimals, 0, atLeast)
	return r.FloatString(decimals), decimals
}

// signed formats a difference with its sign: fixed-point where decimals allow
// it, else scientific with two significant digits or all that it has.
func signed(diff *big.Rat, decimals, more int) string {
	sign := ""
	if diff.Sign() > 0 {
		sign = "+"
	}
	if decimals <= mostDecimals {
		return sign + diff.FloatString(decimals)
	}
	if e := exponent(diff); e >= -4 && e < 15 && decimals != math.MaxInt {
		return sign + diff.FloatString(max(0, diffDigits-1-e+more))
	}
	return sign + trimMantissa(scientific(diff, diffDigits-1+more))
}

// trimMantissa drops trailing zeros after the point: 1.0e-16 is 1e-16.
func trimMantissa(text string) string {
	mantissa, exp, _ := strings.Cut(text, "e")
	if strings.Contains(mantissa, ".") {
		mantissa = strings.TrimRight(strings.TrimRight(mantissa, "0"), ".")
	}
	return mantissa + "e" + exp
}

// scientific formats r with that many digits after the mantissa's point.
func scientific(r *big.Rat, digits int) string {
	if r.Sign() == 0 {
		return "0"
	}
	e := exponent(r)
	mantissa := new(big.Rat).Quo(r, decimal.TenTo(e)).FloatString(digits)
	if whole, _, _ := strings.Cut(strings.TrimPrefix(mantissa, "-"), "."); whole == "10" {
		e++
		mantissa = new(big.Rat).Quo(r, decimal.TenTo(e)).FloatString(digits)
	}
	sign := "+"
	if e < 0 {
		sign, e = "-", -e
	}
	pad := ""
	if e < 10 {
		pad = "0"
	}
	return mantissa + "e" + sign + pad + strconv.Itoa(e)
}

// exponent is the power of ten of r's first digit; 0 for 0. Within a part in
// 10^16 below a power of ten it may give that power, which no caller minds:
// "10" has two digits as "9.9" has.
func exponent(r *big.Rat) int {
	if r.Sign() == 0 {
		return 0
	}
	var text string
	if f, _ := r.Float64(); f != 0 && decimal.Finite(f) {
		text = strconv.FormatFloat(f, 'e', 17, 64)
	} else { // a difference of the largest values, or of the smallest
		text = new(big.Float).SetPrec(128).SetRat(r).Text('e', 17)
	}
	_, exp, _ := strings.Cut(text, "e")
	e, _ := strconv.Atoi(exp)
	return e
}

// shortest is a value as people read it: infinities in words, minus zero as zero.
func shortest(value float64) string {
	switch {
	case math.IsInf(value, 1):
		return "Infinity"
	case math.IsInf(value, -1):
		return "-Infinity"
	case value == 0:
		return "0" // minus zero is the same number
	default:
		return strconv.FormatFloat(value, 'g', -1, 64)
	}
}
