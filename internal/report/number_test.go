package report

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/report/reporttest"
)

func TestPairsAsPeopleReadThem(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b       float64
		x, y, diff string
	}{
		{0.9132, 0.9132, "0.9132", "0.9132", "identical"},
		{0.8741, 0.87433, "0.87410", "0.87433", "+0.00023"},
		{0.9552, 0.95518, "0.95520", "0.95518", "-0.00002"},
		{0.8741, 0.8502, "0.8741", "0.8502", "-0.0239"},
		{0.87412345, 0.85021234, "0.8741", "0.8502", "-0.0239"},
		{0.9333333333333333, 0.9, "0.9333", "0.9000", "-0.0333"},
		{1.0 / 3, 1.0 / 3, "0.333333", "0.333333", "identical"},
		{0.5, 0.5000000000000001, "0.5000000000000000", "0.5000000000000001", "+1e-16"},
		{1234.5678, 2345.6789, "1235", "2346", "+1111"},
		{12, 15, "12", "15", "+3"},
		{0, 0.25, "0.00", "0.25", "+0.25"},
		{0, math.Copysign(0, -1), "0", "0", "identical"},
		{1.48e-5, 1.5e-5, "1.48e-05", "1.50e-05", "+2e-07"},
		{5e-9, 0, "5e-09", "0", "-5e-09"},
		{5e-324, 1e-323, "5e-324", "1e-323", "+5e-324"},
		{math.MaxFloat64, -math.MaxFloat64, "1.798e+308", "-1.798e+308", "-3.6e+308"},
		{1e300, 1, "1e+300", "1e+00", "-1e+300"},
		{-0.5, -0.25, "-0.50", "-0.25", "+0.25"},
		{math.NaN(), 0.5, "NaN", "0.5", ""},
		{math.NaN(), math.NaN(), "NaN", "NaN", "both NaN"},
		{math.Inf(1), math.Inf(1), "Infinity", "Infinity", "identical"},
		{math.Inf(1), math.Inf(-1), "Infinity", "-Infinity", ""},
		{100000, 100000.00001, "100000.00000", "100000.00001", "+0.00001"},
	} {
		p := newPair(tt.a, tt.b, 0, 0)
		if p.original != tt.x || p.reproduced != tt.y || p.difference != tt.diff {
			t.Errorf("%v and %v: got %q %q %q, want %q %q %q", tt.a, tt.b, p.original, p.reproduced, p.difference, tt.x, tt.y, tt.diff)
		}
	}
}

func near(r *rand.Rand, a float64) float64 {
	switch r.IntN(4) {
	case 0:
		return math.Nextafter(a, math.Inf(1))
	case 1:
		return a * (1 + (r.Float64()-0.5)*math.Pow(10, -float64(r.IntN(16))))
	case 2:
		return -a
	default:
		return reporttest.AnyFloat(r)
	}
}

func TestDifferentValuesNeverPrintEqual(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	different := 0
	for range 20_000 {
		a := reporttest.AnyFloat(r)
		b := near(r, a)
		atLeast, more := r.IntN(8), r.IntN(5)
		p := newPair(a, b, atLeast, more)
		same := a == b || math.IsNaN(a) && math.IsNaN(b)
		if !same {
			different++
		}
		if (p.original == p.reproduced) != same {
			t.Fatalf("%v and %v print as %q and %q", a, b, p.original, p.reproduced)
		}
		if decimal.Finite(a) && decimal.Finite(b) {
			checkPair(t, a, b, p, same)
		}
	}
	if different < 12_000 {
		t.Errorf("only %d of 20000 pairs differed: the generator is broken", different)
	}
}

// checkPair reads the printed text back: each value must be right to the last
// digit shown, and the difference must have the right sign and not be zero.
func checkPair(t *testing.T, a, b float64, p pair, same bool) {
	t.Helper()
	for value, text := range map[float64]string{a: p.original, b: p.reproduced} {
		back, err := strconv.ParseFloat(text, 64)
		if err != nil && !math.IsInf(back, 0) {
			t.Fatalf("%v prints as %q: %v", value, text, err)
		}
		if math.IsInf(back, 0) {
			continue // rounded up beyond the largest float64
		}
		if math.Abs(back-value) > 0.06*math.Abs(a-b)+1e-5*math.Abs(value)+5e-324 {
			t.Fatalf("%v (with %v) prints as %q", value, map[bool]float64{true: b, false: a}[value == a], text)
		}
	}
	if same {
		if p.difference != "identical" {
			t.Fatalf("%v twice: difference %q", a, p.difference)
		}
		return
	}
	d := decimal.Exact(b)
	d.Sub(d, decimal.Exact(a))
	shown, err := strconv.ParseFloat(p.difference, 64)
	if err != nil && !math.IsInf(shown, 0) {
		t.Fatalf("difference of %v and %v: %q: %v", a, b, p.difference, err)
	}
	exact, _ := d.Float64()
	if math.IsInf(shown, 0) {
		return
	}
	if shown == 0 || (shown > 0) != (d.Sign() > 0) || math.Abs(shown-exact) > 0.051*math.Abs(exact)+5e-324 {
		t.Fatalf("difference of %v and %v: %q, exactly %v", a, b, p.difference, exact)
	}
}
