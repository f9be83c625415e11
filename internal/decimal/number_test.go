package decimal

import (
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/decimal/decimaltest"
	"github.com/reproduce-action/reproduce/internal/wording"
)

func TestDecimalText(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ a, b, want string }{
		{"0.9333", "0.9", "-0.0333"},
		{"0.93", "0.935", "0.005"},
		{"1", "1", "0"},
		{"0.3", "0.30000000000000004", "4e-17"},
		{"0", "1e-9", "0.000000001"},
		{"0", "1e-10", "1e-10"},
		{"0", "-1.25e-10", "-1.25e-10"},
		{"0", "123456", "123456"},
		{"0", "1200", "1200"},
		{"0", "1e20", "100000000000000000000"},
		{"0", "1e21", "1e21"},
		{"0", "5e-324", "5e-324"},
		{"-1e308", "1e308", "2e308"},
		{"0.1", "100000.2", "100000.1"},
		{"0", "9.5", "9.5"},
		{"0", "10", "10"},
		{"0", "99.99", "99.99"},
	} {
		if got := Text(Difference(parseFloat(t, tt.a), parseFloat(t, tt.b))); got != tt.want {
			t.Errorf("%s - %s = %s, want %s", tt.b, tt.a, got, tt.want)
		}
	}
	if got := Text(Difference(5e-324, 1e308)); got != "1e308" {
		t.Errorf("a difference of 632 digits: %s", got)
	}
	third := big.NewRat(1, 3)
	if got := Text(third); got != "0."+strings.Repeat("3", maxDigits) {
		t.Errorf("a third: %s", got)
	}
	if got := Text(new(big.Rat).Sub(TenTo(0), TenTo(-60))); got != "1" {
		t.Errorf("a number that rounds up to the next power: %s", got)
	}
}

// TestDecimalsAreExact: a difference that is printed can be added back.
func TestDecimalsAreExact(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 8))
	for range 2000 {
		a, b := decimaltest.Finite(random), decimaltest.Finite(random)
		d := Difference(a, b)
		text := Text(d)
		read, ok := new(big.Rat).SetString(text)
		if !ok {
			t.Fatalf("%v - %v is written %q", b, a, text)
		}
		off := Magnitude(new(big.Rat).Sub(read, d))
		plain := func(v float64) bool { return v == 0 || math.Abs(v) > 1e-12 && math.Abs(v) < 1e9 }
		if off.Cmp(new(big.Rat).Mul(Magnitude(d), TenTo(1-maxDigits))) > 0 || off.Sign() != 0 && plain(a) && plain(b) {
			t.Errorf("%v - %v = %s, which is not exact", b, a, text)
		}
		if (a == b) != (text == "0") {
			t.Errorf("%v - %v = %s", b, a, text)
		}
		if opposite := Text(Difference(b, a)); strings.TrimPrefix(text, "-") != strings.TrimPrefix(opposite, "-") || a != b && (text[0] == '-') == (opposite[0] == '-') {
			t.Errorf("%v and %v: %s one way, %s the other", a, b, text, opposite)
		}
	}
}

func TestPrecision(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		value            string
		decimals, digits int
	}{
		{"0", 0, 1}, {"0.9", 1, 1}, {"0.9333", 4, 4}, {"-0.0312", 4, 3}, {"12345.68", 2, 7}, {"1e-7", 7, 1}, {"1.5e-5", 6, 2},
		{"1e22", 0, 1}, {"1200", 0, 2}, {"0.9333333333333333", 16, 16},
	} {
		if decimals, digits := Precision(parseFloat(t, tt.value)); decimals != tt.decimals || digits != tt.digits {
			t.Errorf("%s: %d decimals, %d digits; want %d, %d", tt.value, decimals, digits, tt.decimals, tt.digits)
		}
	}
}

func TestULPs(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b float64
		want uint64
	}{
		{1, 1, 0}, {1, math.Nextafter(1, 2), 1}, {math.Nextafter(1, 2), 1, 1}, {math.Copysign(0, -1), 0, 0}, {5e-324, -5e-324, 2},
		{-1, math.Nextafter(-1, -2), 1}, {0, 5e-324, 1}, {-math.MaxFloat64, math.MaxFloat64, 2 * 0x7fefffffffffffff},
	} {
		if got := Ulps(tt.a, tt.b); got != tt.want {
			t.Errorf("from %v to %v: %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestMatchGlob(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		pattern, name string
		want          bool
	}{
		{"a", "a", true}, {"a", "b", false}, {"a", "ab", false}, {"ab", "a", false}, {"", "", true}, {"", "a", false}, {"*", "", true},
		{"*", "a/b.c", true}, {"*_time", "fit_time", true}, {"*_time", "fit_time_s", false}, {"system/*", "system/gpu/0", true},
		{"a*b*c", "a1b2c", true}, {"a*b*c", "abc", true}, {"a*b*c", "a1c2b", false}, {"**", "x", true}, {"a**", "a", true}, {"a?", "ab", false}, {"[a]", "a", false},
	} {
		if got := wording.MatchGlob(tt.pattern, tt.name); got != tt.want {
			t.Errorf("%q on %q: %v", tt.pattern, tt.name, got)
		}
	}
	// Against the definition, letter by letter.
	var slow func(p, n string) bool
	slow = func(p, n string) bool {
		switch {
		case p == "":
			return n == ""
		case p[0] == '*':
			return slow(p[1:], n) || n != "" && slow(p, n[1:])
		}
		return n != "" && p[0] == n[0] && slow(p[1:], n[1:])
	}
	random := rand.New(rand.NewPCG(9, 10))
	word := func(letters string, most int) string {
		var b strings.Builder
		for range random.IntN(most + 1) {
			b.WriteByte(letters[random.IntN(len(letters))])
		}
		return b.String()
	}
	for range 20_000 {
		p, n := word("ab*", 6), word("ab", 8)
		if got := wording.MatchGlob(p, n); got != slow(p, n) {
			t.Fatalf("%q on %q: %v", p, n, got)
		}
	}
	if wording.MatchGlob(strings.Repeat("*a", 2000)+"b", strings.Repeat("a", 4000)) {
		t.Error("a pattern that ends in b fits no name without one")
	}
}

func parseFloat(t *testing.T, literal string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(literal, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
