package judge

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// A noiseKind is a distribution of one metric over honest runs, with a standard
// deviation of about one.
type noiseKind struct {
	name string
	draw func(r *rand.Rand) float64
}

var noiseKinds = []noiseKind{
	{"normal", func(r *rand.Rand) float64 { return r.NormFloat64() }},
	{"t with 3 degrees of freedom", func(r *rand.Rand) float64 {
		chi := 0.0
		for range 3 {
			z := r.NormFloat64()
			chi += z * z
		}
		return r.NormFloat64() / math.Sqrt(chi)
	}},
	{"lognormal", func(r *rand.Rand) float64 {
		return (math.Exp(r.NormFloat64()) - math.Exp(0.5)) / math.Sqrt((math.E-1)*math.E)
	}},
	{"lognormal, the other way", func(r *rand.Rand) float64 {
		return -(math.Exp(r.NormFloat64()) - math.Exp(0.5)) / math.Sqrt((math.E-1)*math.E)
	}},
	{"one example flips", func(r *rand.Rand) float64 { return float64(2 * r.IntN(2)) }},
	{"one example flips seldom", func(r *rand.Rand) float64 {
		if r.Float64() < 0.88 {
			return 3
		}
		return 0
	}},
	{"twenty examples flip", func(r *rand.Rand) float64 {
		flipped := 0
		for range 20 {
			flipped += r.IntN(2)
		}
		return float64(flipped) / math.Sqrt(5)
	}},
	{"rare events", func(r *rand.Rand) float64 { // Poisson with mean 0.3
		n, p := 0, r.Float64()
		for limit := math.Exp(-0.3); p > limit && n < 20; n++ {
			p *= r.Float64()
		}
		return float64(n)
	}},
}

// walk goes the way a check by repeats goes from its first re-run on: one
// metric, with a material shift of so much and alpha, 0 for the usual one. It gives the state it ends in and
// how many re-runs were made.
func walk(x, y []float64, last int, material, alpha float64) (repro.State, int) {
	made := 1
	for {
		delta := repro.Delta{Name: "m", State: repro.StateOutside}
		if y[0] == x[0] && made == 1 {
			return repro.StateIdentical, 1
		}
		if made > 1 || made == last {
			b := measure(x, y[:made])
			b.Repeats, b.Selection = made, 1
			b.test(NoisePolicy{Last: last, Alpha: alpha}, reach{}, reach{material, material})
			delta = b.decide(delta, reach{}, reach{material, material})
			delta.Noise = &b.Noise
		}
		next := NextLook(repro.Comparison{Deltas: []repro.Delta{delta}}, made, last)
		if next == 0 {
			return delta.State, made
		}
		made = next
	}
}

// TestErrorBudgets holds the procedure against what noise_looks.go says of it:
// an honest original is called drifted at most one time in twenty, a material
// shift reproduced at most one time in five.
func TestErrorBudgets(t *testing.T) {
	t.Parallel()
	const trials = 500                                                          // make bench-verdict has more
	slack := func(p float64) float64 { return 2.6 * math.Sqrt(p*(1-p)/trials) } // of the simulation
	for _, m := range []int{1, 2, 5} {
		for _, last := range []int{3, 5, 8} {
			t.Run(fmt.Sprintf("%d originals, %d repeats", m, last), func(t *testing.T) {
				t.Parallel()
				runs := func(r *rand.Rand, draw func(*rand.Rand) float64, shift float64) (x, y []float64) {
					for range m {
						x = append(x, draw(r))
					}
					for range last {
						y = append(y, draw(r)+shift)
					}
					return x, y
				}
				for _, kind := range noiseKinds {
					for _, material := range []float64{0.6, 3} { // out of reach, and within
						r := rand.New(rand.NewPCG(27, 28))
						alarms := 0
						for range trials {
							x, y := runs(r, kind.draw, 0)
							if state, _ := walk(x, y, last, material, 0); state == repro.StateOutside {
								alarms++
							}
						}
						if got := float64(alarms) / trials; got > 0.05+slack(0.05) {
							t.Errorf("%s, %d originals, %d repeats, material %v: %.3f of honest originals called drifted", kind.name, m, last, material, got)
						}
					}
				}
				for _, material := range []float64{1.5, 3} {
					r := rand.New(rand.NewPCG(29, 30))
					missing := 0
					for range trials {
						x, y := runs(r, noiseKinds[0].draw, material)
						if state, _ := walk(x, y, last, material, 0); state == repro.StateNoise || state == repro.StateWithin {
							missing++
						}
					}
					if got := float64(missing) / trials; got > missed+slack(missed) {
						t.Errorf("%d originals, %d repeats: %.3f of shifts of %v deviations, which is material, called reproduced", m, last, got, material)
					}
				}
			})
		}
	}
}
