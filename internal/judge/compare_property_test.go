package judge

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/decimal/decimaltest"
	"github.com/reproduce-action/reproduce/internal/longtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// pairOf draws two values, often close to each other.
func pairOf(random *rand.Rand) (a, b float64) {
	a = decimaltest.Finite(random)
	switch random.IntN(4) {
	case 0:
		return a, decimaltest.Finite(random)
	case 1:
		return a, a
	case 2:
		return a, math.Nextafter(a, decimaltest.Finite(random))
	}
	return a, a * (1 + math.Pow(10, -12*random.Float64())*float64(1-2*random.IntN(2)))
}

var specs = []string{"exact", repro.DefaultTolerance, "float64", "float32", "float16", "0.5%", "-1%", "+1%", "1e-3 abs", "-0.1 abs or 1%", "4 decimals", "3 ulp", "1e-300 abs"}

// TestDifferentFloatsAreNeverIdentical, under any rule, and no difference of
// theirs reads as none.
func TestDifferentFloatsAreNeverIdentical(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(11, 12))
	for range 2000 {
		a, b := pairOf(random)
		if !decimal.Finite(b) {
			continue
		}
		spec := specs[random.IntN(len(specs))]
		d := compareSingle(t, a, b, spec)
		if (d.State == repro.StateIdentical) != (a == b) || (d.Difference == "0") != (a == b) {
			t.Fatalf("%v against %v, %q: %s, difference %s", a, b, spec, d.State, d.Difference)
		}
		if spec == "exact" && d.State != repro.StateIdentical && d.State != repro.StateOutside {
			t.Fatalf("%v against %v, exact: %s", a, b, d.State)
		}
		checkConsistent(t, d)
	}
}

// TestSymmetry: what does not depend on which side is the original comes out
// the same both ways.
func TestSymmetry(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(13, 14))
	for range 1000 {
		a, b := pairOf(random)
		if !decimal.Finite(b) {
			continue
		}
		for _, spec := range []string{"exact", "1e-3 abs", "4 decimals", "3 ulp"} {
			x, y := compareSingle(t, a, b, spec), compareSingle(t, b, a, spec)
			if x.State != y.State || x.Allowed != y.Allowed || !(x.Ratio == y.Ratio || math.IsNaN(x.Ratio)) {
				t.Fatalf("%v and %v, %q: %s (%v of %s) one way, %s (%v of %s) the other", a, b, spec, x.State, x.Ratio, x.Allowed, y.State, y.Ratio, y.Allowed)
			}
		}
	}
}

// TestWideningNeverHurts: what is inside a tolerance is inside a wider one.
func TestWideningNeverHurts(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(15, 16))
	inside := func(a, b float64, spec string) bool { return compareSingle(t, a, b, spec).State != repro.StateOutside }
	seen := map[bool]int{}
	draws := longtest.Of(500, 100)
	for range draws {
		a, b := pairOf(random)
		if !decimal.Finite(b) {
			continue
		}
		amount := math.Pow(10, -12*random.Float64())
		wider := amount * (1 + random.Float64())
		for _, unit := range []string{"abs", "rel", "%"} {
			for _, sign := range []string{"", "-", "+"} {
				narrow, wide := fmt.Sprintf("%s%v %s", sign, amount, unit), fmt.Sprintf("%s%v %s", sign, wider, unit)
				in := inside(a, b, narrow)
				seen[in]++
				if in && !inside(a, b, wide) {
					t.Fatalf("%v against %v: inside %q, outside %q", a, b, narrow, wide)
				}
				// One more amount that looks the same way: another would bound a
				// direction that was free.
				if in && !inside(a, b, narrow+" or "+sign+"1e-15 abs") {
					t.Fatalf("%v against %v: inside %q, outside with one more amount", a, b, narrow)
				}
				if sign != "" && !in && inside(a, b, narrow[1:]) {
					t.Fatalf("%v against %v: inside %q, outside %q, which is looser", a, b, narrow[1:], narrow)
				}
			}
		}
		for places := 1; places < 8; places++ {
			if inside(a, b, fmt.Sprint(places, " decimals")) && !inside(a, b, fmt.Sprint(places-1, " decimals")) {
				t.Fatalf("%v against %v: inside %d decimals, outside %d", a, b, places, places-1)
			}
		}
	}
	if seen[true] < 2*draws || seen[false] < 2*draws {
		t.Errorf("the draws were one-sided: %v", seen)
	}
}

// TestCurveShortcut: the quick answer on the way along a curve is the exact one.
func TestCurveShortcut(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(17, 18))
	for range 2000 {
		a, b := pairOf(random)
		r := readAll(t, tolerances(t, "m: "+specs[random.IntN(len(specs))]))[0]
		if got, want := r.covers(a, b), r.compare(a, b).state != repro.StateOutside; got != want {
			t.Fatalf("%v against %v, %s: %v, want %v", a, b, r, got, want)
		}
	}
}

// TestRepeatsAgreeWithCompare: one repeat is a plain comparison, and a metric
// that every repeat brings back exactly needs no statistics, unless it is
// another one than the original's.
func TestRepeatsAgreeWithCompare(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(19, 20))
	for range 500 {
		a, b := pairOf(random)
		plain, err := Compare(metrics("m", a), metrics("m", b), repro.MetricPolicy{})
		if err != nil {
			t.Fatal(err)
		}
		once, err := CompareRepeats([]Sample{{Metrics: metrics("m", a)}}, []Sample{{Metrics: metrics("m", b)}}, repro.MetricPolicy{}, NoisePolicy{})
		if err != nil || !reflect.DeepEqual(fmt.Sprint(once), fmt.Sprint(plain)) {
			t.Fatalf("%v against %v: %+v once, %+v plain (%v)", a, b, once, plain, err)
		}
		same := Sample{Metrics: metrics("m", b)}
		thrice, err := CompareRepeats([]Sample{{Metrics: metrics("m", a)}}, []Sample{same, same, same}, repro.MetricPolicy{}, NoisePolicy{})
		want := plain.Deltas[0].State
		if want == repro.StateOutside && decimal.Finite(a) && decimal.Finite(b) && !fine("m", b) {
			want = repro.StateUndecided // a coarse metric: three equal values may be chance
		}
		if err != nil || thrice.Deltas[0].State != want {
			t.Fatalf("%v against %v three times: %+v, once: %+v (%v)", a, b, thrice, plain, err)
		}
	}
}
