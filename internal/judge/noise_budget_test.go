package judge

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/reproduce-action/reproduce/internal/longtest"
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

// A choice is what the product's procedure might do otherwise. The zero value is
// what it does.
type choice struct {
	alpha  float64 // instead of 0.05
	futile float64 // instead of futile; below zero stops nothing
}

// walk goes the way a check by repeats goes from its first re-run on: one
// metric, with a material shift of so much. It gives the state it ends in and
// how many re-runs were made.
func walk(x, y []float64, last int, material float64, choice choice) (repro.State, int) {
	c, made := walkAll([][]float64{x}, [][]float64{y}, last, material, choice)
	return c.Deltas[0].State, made
}

// walkAll is walk for a check that judges several metrics.
func walkAll(x, y [][]float64, last int, material float64, choice choice) (c repro.Comparison, made int) {
	policy := NoisePolicy{Last: last, Alpha: choice.alpha, Metrics: len(x)}
	if last == 1 { // held against the spread of the originals
		policy.Last = 0
	}
	if choice.futile == 0 {
		choice.futile = futile
	}
	made = 1
	for {
		c.Deltas = c.Deltas[:0]
		for i := range x {
			delta := repro.Delta{Name: "m", State: repro.StateOutside}
			switch {
			case y[i][0] == x[i][0] && made == 1:
				delta.State = repro.StateIdentical
			case made > 1 || made == last:
				b := measure(x[i], y[i][:made])
				b.Repeats, b.Selection = made, 1
				b.test(policy, reach{}, reach{material, material})
				delta = b.decide(delta, reach{}, reach{material, material})
				delta.Noise = &b.Noise
			}
			c.Deltas = append(c.Deltas, delta)
		}
		next := nextLook(c, made, last, choice.futile)
		if next == 0 {
			return c, made
		}
		made = next
	}
}

// TestAlarmsOfChecks: however many metrics a check judges, an honest original is
// called drifted in at most one check in twenty, also where the metrics do not
// depend on each other and their noise is skewed or heavy-tailed.
func TestAlarmsOfChecks(t *testing.T) {
	t.Parallel()
	trials := longtest.Of(1000, 200)
	most := 0.05 + 2.6*math.Sqrt(0.05*0.95/float64(trials))
	for _, size := range [][2]int{{1, 3}, {1, 5}, {1, 8}, {4, 1}, {2, 5}, {5, 8}} { // originals, and re-runs at most
		for _, metrics := range []int{3, 10} {
			t.Run(fmt.Sprintf("%d originals, %d repeats, %d metrics", size[0], size[1], metrics), func(t *testing.T) {
				t.Parallel()
				for _, kind := range noiseKinds[:3] {
					r := rand.New(rand.NewPCG(31, 32))
					alarms := 0
					for range trials {
						x, y := drawn(r, kind, metrics, size[0]), drawn(r, kind, metrics, size[1])
						if c, _ := walkAll(x, y, size[1], 1, choice{}); hasState(c, repro.StateOutside) {
							alarms++
						}
					}
					if got := float64(alarms) / float64(trials); got > most {
						t.Errorf("%s: %.3f of checks of honest originals called drifted, at most %.3f", kind.name, got, most)
					}
				}
			})
		}
	}
}

// TestErrorBudgets holds the procedure against what noise_looks.go says of it:
// an honest original is called drifted at most one time in twenty, a material
// shift reproduced at most one time in five.
func TestErrorBudgets(t *testing.T) {
	t.Parallel()
	trials := longtest.Of(2000, 300)                                                     // make bench-verdict has more
	slack := func(p float64) float64 { return 2.6 * math.Sqrt(p*(1-p)/float64(trials)) } // of the simulation
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
							if state, _ := walk(x, y, last, material, choice{}); state == repro.StateOutside {
								alarms++
							}
						}
						if got := float64(alarms) / float64(trials); got > 0.05+slack(0.05) {
							t.Errorf("%s, %d originals, %d repeats, material %v: %.3f of honest originals called drifted", kind.name, m, last, material, got)
						}
					}
				}
				for _, material := range []float64{1.5, 3} {
					r := rand.New(rand.NewPCG(29, 30))
					missing := 0
					for range trials {
						x, y := runs(r, noiseKinds[0].draw, material)
						if state, _ := walk(x, y, last, material, choice{}); state == repro.StateNoise || state == repro.StateWithin {
							missing++
						}
					}
					if got := float64(missing) / float64(trials); got > missed+slack(missed) {
						t.Errorf("%d originals, %d repeats: %.3f of shifts of %v deviations, which is material, called reproduced", m, last, got, material)
					}
				}
			})
		}
	}
}

// drawn are so many runs of each metric.
func drawn(random *rand.Rand, kind noiseKind, metrics, runs int) [][]float64 {
	all := make([][]float64, metrics)
	for i := range all {
		for range runs {
			all[i] = append(all[i], kind.draw(random))
		}
	}
	return all
}
