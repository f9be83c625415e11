package explain

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/experiment"
	"github.com/reproduce-action/reproduce/internal/longtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// An effect is what some factors do to a curve while they are as today.
type effect struct {
	name  string
	cause experiment.Set // what makes the end drift; none where it is chance
	of    func(today experiment.Set, at float64) float64
}

const simulatedFactors = 5

var effects = []effect{
	{"nothing", 0, func(experiment.Set, float64) float64 { return 0 }},
	{"one from the beginning on", experiment.SetOf(2), func(today experiment.Set, _ float64) float64 { return when(today, 2, 0.5) }},
	{"the likeliest", experiment.SetOf(0), func(today experiment.Set, _ float64) float64 { return when(today, 0, 0.5) }},
	{"one late", experiment.SetOf(1), func(today experiment.Set, at float64) float64 { return when(today, 1, 0.9*max(0, at-0.4)) }},
	{"one early and one late", experiment.SetOf(0, 3), func(today experiment.Set, at float64) float64 {
		return when(today, 0, 0.5) + when(today, 3, 0.9*max(0, at-0.4))
	}},
	{"one that fades, one that lasts", experiment.SetOf(4), func(today experiment.Set, at float64) float64 {
		return when(today, 1, 0.6*max(0, 1-1.5*at)) + when(today, 4, 0.5)
	}},
	{"one that fades", 0, func(today experiment.Set, at float64) float64 { return when(today, 1, 0.6*max(0, 1-1.5*at)) }},
	{"one that lasts, one in the middle", experiment.SetOf(2), func(today experiment.Set, at float64) float64 {
		return when(today, 2, 0.5) + when(today, 4, 0.3*max(0, min(at-0.3, 0.8-at)))
	}},
	{"one that adds bits", 0, func(today experiment.Set, at float64) float64 { return when(today, 3, 1e-9*at) }},
}

func when(today experiment.Set, factor int, value float64) float64 {
	if today.Has(factor) {
		return value
	}
	return 0
}

// A noise is what chance does to a curve.
type noise struct {
	name    string
	on      func(random *rand.Rand, curve []float64)
	decides bool // the end, whatever else does something to the curve: chance is the cause then
}

// from adds something that is drawn once to the points from some share of the curve on.
func from(share float64, draw func(*rand.Rand) float64) func(*rand.Rand, []float64) {
	return func(random *rand.Rand, curve []float64) {
		added := draw(random)
		for i := int(share * float64(len(curve))); i < len(curve); i++ {
			curve[i] += added
		}
	}
}

// each adds something that is drawn for each point from some share of the curve on.
func each(share float64, draw func(*rand.Rand) float64) func(*rand.Rand, []float64) {
	return func(random *rand.Rand, curve []float64) {
		for i := int(share * float64(len(curve))); i < len(curve); i++ {
			curve[i] += draw(random)
		}
	}
}

func coin(chance, value float64) func(*rand.Rand) float64 {
	return func(random *rand.Rand) float64 {
		if random.Float64() < chance {
			return value
		}
		return 0
	}
}

func gauss(deviation float64) func(*rand.Rand) float64 {
	return func(random *rand.Rand) float64 { return deviation * random.NormFloat64() }
}

var noises = []noise{
	{"in the last bits", each(0, gauss(1e-12)), false},
	{"below the tolerance", each(0, gauss(2e-4)), false},
	{"below the tolerance, from the middle on", each(0.5, gauss(2e-4)), false},
	{"far above the tolerance", each(0, gauss(0.2)), false},
	{"far above the tolerance, from the middle on", each(0.5, gauss(0.2)), false},
	{"one of two curves", from(0, coin(0.5, 0.7)), false},
	{"one of two curves, seldom the other", from(0, coin(0.1, 0.7)), false},
	{"one of two curves, seldom the original's", from(0, coin(0.9, 0.7)), false},
	{"one of two curves from the middle on", from(0.5, coin(0.5, 0.7)), false},
	{"one of two, late", from(0.85, coin(0.5, 0.7)), false},
	{"one of two ends", func(random *rand.Rand, curve []float64) { curve[len(curve)-1] += coin(0.5, 0.7)(random) }, false},
	{"one of two ends, whatever came before", func(random *rand.Rand, curve []float64) {
		curve[len(curve)-1] = 0.3123 + coin(0.5, 0.5)(random)
	}, true},
	{"one of three ends, whatever came before", func(random *rand.Rand, curve []float64) {
		curve[len(curve)-1] = 0.3123 + 0.7*float64(random.IntN(3))
	}, true},
	{"rounded, so that ends are equal by chance", func(random *rand.Rand, curve []float64) {
		for i := range curve {
			curve[i] += 0.2 * random.Float64()
			if i == len(curve)-1 {
				curve[i] = math.Round(curve[i]*10)/10 + 0.0123
			}
		}
	}, false},
	{"its middle and its end, which is one of two", func(random *rand.Rand, curve []float64) {
		for i := len(curve) / 2; i < len(curve)-1; i++ {
			curve[i] += 0.05 * random.Float64()
		}
		curve[len(curve)-1] += coin(0.5, 0.06)(random)
	}, false},
	{"small and lasting, below the tolerance", from(0, coin(0.5, 1e-4)), false},
}

// TestSearch_noisy: simulated unseeded trainings, with and without curves, with a planted cause
// and with none: none is called established but the planted one.
func TestSearch_noisy(t *testing.T) {
	t.Parallel()
	seeds := uint64(longtest.Of(6, 2))
	type counts struct {
		drifts, established, wrong, isolated, unknown, ruledOut, trials, early int
	}
	var planted, chance counts
	for _, effect := range effects {
		for _, noise := range noises {
			for seed := range seeds {
				for _, curves := range []bool{false, true} {
					p := pipeline{
						name: effect.name + "; " + noise.name, factors: simulatedFactors, epochs: 30, effect: effect.of, cause: effect.cause,
						noise: func(random *rand.Rand) func([]float64) []float64 {
							return func(curve []float64) []float64 { noise.on(random, curve); return curve }
						},
					}
					if noise.decides {
						p.cause = 0
					}
					s, ok := simulate(t, p, curves, rand.New(rand.NewPCG(seed, 20)))
					if !ok {
						continue // no check drifts, and nobody asks why
					}
					e := s.explain(t)
					c := &planted
					if p.cause == 0 {
						c = &chance
					}
					c.drifts++
					c.trials += len(e.Trials)
					ended, _ := endedEarly(e.Trials)
					c.early += ended
					switch e.Conclusion {
					case repro.CauseEstablished:
						c.established++
						if found := experiment.SetOf(e.Cause...); p.cause == 0 || found != p.cause {
							c.wrong++
							t.Errorf("%s, curves %v, seed %d: %v is called established, the planted cause is %v; %d of %d trials ended early", p.name, curves, seed, found.Factors(), p.cause.Factors(), ended, len(e.Trials))
						}
					case repro.CauseIsolated:
						c.isolated++
					default:
						c.unknown++
					}
					for _, f := range e.Factors {
						if f.Finding == repro.FactorRuledOut {
							c.ruledOut++
						}
					}
				}
			}
		}
	}
	for name, c := range map[string]counts{"with a planted cause": planted, "by chance alone": chance} {
		t.Logf("%d noisy drifts %s: %d established (%d of them wrong), %d isolated, %d unknown; %d factors ruled out; %d trials, %d of them ended early", c.drifts, name, c.established, c.wrong, c.isolated, c.unknown, c.ruledOut, c.trials, c.early)
		if c.drifts < 20 || c.early == 0 {
			t.Errorf("%d drifts %s, %d trials ended early: the test shows little", c.drifts, name, c.early)
		}
	}
	if planted.established*4 < planted.drifts {
		t.Errorf("%d of %d planted causes are established: the test shows little", planted.established, planted.drifts)
	}
}

// TestSearch_simulated: without noise each planted cause is established, with a curve and
// without. With one, all that is computed before the proof is less than one training.
func TestSearch_simulated(t *testing.T) {
	t.Parallel()
	for _, effect := range effects {
		if effect.cause == 0 {
			continue
		}
		var epochs [2]int
		for i, curves := range []bool{false, true} {
			p := pipeline{
				name: effect.name, factors: simulatedFactors, epochs: 30, effect: effect.of, cause: effect.cause, seeded: true,
				noise: func(*rand.Rand) func([]float64) []float64 { return slices.Clone[[]float64] },
			}
			s, ok := simulate(t, p, curves, rand.New(rand.NewPCG(1, 21)))
			e := s.explain(t)
			if found := experiment.SetOf(e.Cause...); !ok || e.Conclusion != repro.CauseEstablished || found != effect.cause {
				t.Errorf("%s, curves %v: %s %v, want %v", effect.name, curves, e.Conclusion, found.Factors(), effect.cause.Factors())
			}
			if said := Sentence(e); strings.HasPrefix(said, "Caused by ") != (e.Conclusion == repro.CauseEstablished) {
				t.Errorf("%s: %s", effect.name, said)
			}
			if ended, _ := endedEarly(e.Trials); curves && effect.name == "one from the beginning on" {
				if before := s.epochs - (len(e.Trials)-ended)*p.epochs; ended == 0 || before >= p.epochs {
					t.Errorf("%s: %d of %d trials were ended early, after %d epochs", effect.name, ended, len(e.Trials), before)
				}
			}
			epochs[i] = s.epochs
		}
		if effect.name == "one from the beginning on" && epochs[1] >= epochs[0] {
			t.Errorf("%s: %s epochs without looking at curves, and with it", effect.name, fmt.Sprint(epochs))
		}
	}
}

// TestSearch_twoCourses: a training always begins alike, as one file has it, and from its middle
// on takes one of two courses by chance, whatever that file says. No cause of it is established, or
// once in a thousand at the worst: with a curve as without, and whether or not it is seeded.
func TestSearch_twoCourses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		curves, seeded bool
		chance         float64
	}{{false, false, 0.5}, {true, false, 0.5}, {true, true, 0.5}, {true, true, 0.2}, {true, true, 0.8}} {
		p := pipeline{
			name: "two courses", factors: simulatedFactors, epochs: 30, effect: effects[1].of, seeded: c.seeded,
			noise: func(random *rand.Rand) func([]float64) []float64 {
				added := coin(c.chance, 0.5)(random)
				return func(curve []float64) []float64 {
					for i := len(curve) / 2; i < len(curve); i++ {
						curve[i] = 1.3*math.Exp(-5*float64(i)/float64(len(curve)-1)) + 0.31 + added
					}
					return curve
				}
			},
		}
		drifts, wrong := 0, 0
		for seed := range uint64(longtest.Of(400, 40)) {
			s, ok := simulate(t, p, c.curves, rand.New(rand.NewPCG(seed, 22)))
			if !ok {
				continue
			}
			drifts++
			if s.explain(t).Conclusion == repro.CauseEstablished {
				wrong++
			}
		}
		t.Logf("%+v: %d of %d drifts by chance are called established", c, wrong, drifts)
		if 1000*wrong > drifts {
			t.Errorf("%+v: %d of %d drifts by chance are called established", c, wrong, drifts)
		}
	}
}
