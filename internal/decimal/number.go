package decimal

import (
	"math"
	"math/big"
	"strconv"
	"strings"
)

// SameValue says whether two values are one: NaN is NaN, and minus zero is zero.
func SameValue(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

// Difference is b - a on their decimals; both are finite.
func Difference(a, b float64) *big.Rat { return new(big.Rat).Sub(Exact(b), Exact(a)) }

// Magnitude is a number without its sign.
func Magnitude(r *big.Rat) *big.Rat { return new(big.Rat).Abs(r) }

// Finite says whether v is a number and not infinite.
func Finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// Comparisons are made on decimals, not on binary floats: 0.935 - 0.930 is
// 0.005 to everyone but a float64, where it is 0.0050000000000000044. The
// decimal of a float64 is the shortest one that reads back as the same value,
// which is also what people see. Exact rationals cannot overflow either.

// Exact gives the shortest decimal of a finite v as a rational.
func Exact(v float64) *big.Rat {
	r, ok := new(big.Rat).SetString(strconv.FormatFloat(v, 'g', -1, 64))
	if !ok {
		panic("exact: not finite: " + strconv.FormatFloat(v, 'g', -1, 64))
	}
	return r
}

// Precision counts what the shortest decimal of a finite v shows: digits after
// the point, and significant digits. Zeros at the end are lost: 0.9000 was
// logged as 0.9.
func Precision(v float64) (decimals, digits int) {
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(math.Abs(v), 'e', -1, 64), "e")
	digits = len(mantissa)
	if digits > 1 {
		digits-- // the point
	}
	power, _ := strconv.Atoi(exponent) // written by FormatFloat
	return max(digits-1-power, 0), digits
}

// maxDigits bounds how much of an exact decimal is printed. The difference of
// 1e308 and 5e-324 is exact with 632 digits and nobody reads them.
const maxDigits = 40

// Text writes a rational with a power of ten as denominator exactly, or,
// past maxDigits significant digits, rounded to that many. What is not zero is
// never written as zero.
func Text(r *big.Rat) string {
	if r.Sign() == 0 {
		return "0"
	}
	digits, power := scientific(r)
	sign := ""
	if r.Sign() < 0 {
		sign = "-"
	}
	if power < -9 || power > 20 {
		text := digits[:1]
		if len(digits) > 1 {
			text += "." + digits[1:]
		}
		return sign + text + "e" + strconv.Itoa(power)
	}
	switch {
	case power < 0:
		return sign + "0." + strings.Repeat("0", -power-1) + digits
	case len(digits) <= power+1:
		return sign + digits + strings.Repeat("0", power+1-len(digits))
	default:
		return sign + digits[:power+1] + "." + digits[power+1:]
	}
}

// scientific gives |r| as digits d and power p: d[0].d[1:] times ten to the p.
func scientific(r *big.Rat) (digits string, power int) {
	abs := new(big.Rat).Abs(r)
	// Estimated from bit lengths, then mended: at most one step off.
	power = int(math.Floor(float64(abs.Num().BitLen()-abs.Denom().BitLen()) * math.Log10(2)))
	scaled := func() *big.Rat { return new(big.Rat).Mul(abs, TenTo(-power)) }
	m := scaled()
	for m.Cmp(big.NewRat(10, 1)) >= 0 {
		power++
		m = scaled()
	}
	for m.Cmp(big.NewRat(1, 1)) < 0 {
		power--
		m = scaled()
	}
	text := m.FloatString(maxDigits - 1)
	if strings.HasPrefix(text, "10") { // 9.99…9 rounded up
		power++
		text = "1"
	}
	text = strings.Replace(text, ".", "", 1)
	return text[:1] + strings.TrimRight(text[1:], "0"), power
}

// TenTo gives ten to the power of n.
func TenTo(n int) *big.Rat {
	p := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(n, -n))), nil)
	if n < 0 {
		return new(big.Rat).SetFrac(big.NewInt(1), p)
	}
	return new(big.Rat).SetInt(p)
}

// Ratio gives a/b as a float64 for a >= 0 and b >= 0: 0 when both are zero,
// +Inf when b alone is.
func Ratio(a, b *big.Rat) float64 {
	switch {
	case a.Sign() == 0:
		return 0
	case b.Sign() == 0:
		return math.Inf(1)
	}
	f, _ := new(big.Rat).Quo(a, b).Float64()
	return f
}

// Ulps counts the representable values from a to b, both finite. Zero and
// minus zero are one value.
func Ulps(a, b float64) uint64 {
	x, y := ordinal(a), ordinal(b)
	if x > y {
		x, y = y, x
	}
	return uint64(y) - uint64(x)
}

// ordinal maps finite floats to integers in the same order.
func ordinal(v float64) int64 {
	bits := int64(math.Float64bits(v))
	if bits < 0 {
		return math.MinInt64 - bits
	}
	return bits
}
