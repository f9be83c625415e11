package judge

import (
	"math"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/judge/distribution"
	"github.com/reproduce-action/reproduce/internal/repro"
)

func TestAllows(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		spec     string
		original float64
		d        int
		want     float64
	}{
		{"1%", -50, 1, 0.5},
		{"0.3 abs", -50, 1, 0.3},
		{"2pp", 0.9, 1, 0.02},
		{"3 of 30", 0.9, 1, 0.1},
		{"2 decimals", 0.9, 1, 0.01},
		{"3 ulp", 1, 1, 3 * 0x1p-52},
		{"3 ulp", -1, 1, 3 * 0x1p-52},
		{"1% or 0.3 abs or 0.1 abs", 20, 1, 0.3},
		{"exact", 20, 1, 0},
		{"-1%", 10, -1, 0.1},
		{"-1%", 10, 0, 0.1},
		{"-1%", 10, 1, inf},
		{"+1%", 10, 1, 0.1},
		{"+1%", 10, 0, 0.1},
		{"+1%", 10, -1, inf},
		{"+1% or -3%", 10, 1, 0.1},
		{"+1% or -3%", 10, -1, 0.3},
		{"0.2 abs or -3%", 10, 1, 0.2},
		{"0.2 abs or -3%", 10, -1, 0.3},
	} {
		r := readAll(t, tolerances(t, "m: "+tt.spec))[0]
		if got := r.allows(tt.original, tt.d); !alike(got, tt.want, 1e-12) && got != tt.want {
			t.Errorf("%q from %v towards %v: %v, want %v", tt.spec, tt.original, tt.d, got, tt.want)
		}
	}
}

// TestTheFurthestRepeatIsShown in whatever order the repeats come.
func TestTheFurthestRepeatIsShown(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		original, repeats, spec string
		want                    float64
		state                   repro.State
		note                    string // ! in front: must not be there
	}{
		{"0.9", ".9 .91 .92", "exact", .92, repro.StateOutside, "the furthest of 3 re-runs"},
		{"0.9", ".92 .91 .9", "exact", .92, repro.StateOutside, "the furthest of 3 re-runs"},
		{"0.9", ".91 .85 .92", "exact", .85, repro.StateOutside, "the furthest"},
		{"0.9", ".91 .85 .92", "20%", .85, repro.StateWithin, "the furthest"},
		{"0.9", ".85 .91 .92", "20%", .85, repro.StateWithin, "the furthest"},
		{"0.9333", ".9333 .93333333 .9333", "1e-12 abs", .93333333, repro.StateRounded, "the furthest"},
		{"0.9333", ".93333333 .9333 .9333", "1e-12 abs", .93333333, repro.StateRounded, "equal to the 4 decimals"},
		{"0.9", ".91 .91 .91", "exact", .91, repro.StateOutside, "!furthest"},
		{"1", "1.5 0.6 1.4", "-1%", .6, repro.StateOutside, "the furthest"},
		{"-0.9", "-.8 -.9 -.95", "exact", -.8, repro.StateOutside, "the furthest"},
	} {
		c, err := CompareRepeats(samples(t, tt.original), samples(t, tt.repeats), repro.MetricPolicy{Tolerances: tolerances(t, "m: "+tt.spec)}, NoisePolicy{})
		if err != nil {
			t.Fatal(err)
		}
		d := c.Deltas[0]
		if d.State == repro.StateUndecided || d.State == repro.StateNoise {
			d.State = repro.StateOutside // what the noise says is another matter
		}
		notes := strings.Join(d.Notes, "; ")
		want, not := strings.CutPrefix(tt.note, "!")
		if d.Reproduced != tt.want || d.State != tt.state || strings.Contains(notes, want) == not {
			t.Errorf("%s against %s, %q: shows %v, %s, %q; want %v, %s, %q", tt.original, tt.repeats, tt.spec, d.Reproduced, d.State, notes, tt.want, tt.state, tt.note)
		}
	}
}

// TestUnitsDoNotMatter: the same runs measured in thousandths, thousands or
// with the sign turned give the same outcome.
func TestUnitsDoNotMatter(t *testing.T) {
	t.Parallel()
	for _, tt := range noiseCases {
		if strings.Contains(tt.spec, "abs") || strings.ContainsAny(tt.spec, "+-") {
			continue
		}
		for _, scale := range []float64{1e-3, 1e3, -1} {
			scaled := func(values string) []Sample {
				runs := samples(t, values)
				for i := range runs {
					runs[i].Metrics[0].Value *= scale
				}
				return runs
			}
			text := ""
			if tt.spec != "" {
				text = "m: " + tt.spec
			}
			c, err := CompareRepeats(scaled(tt.originals), scaled(tt.repeats), repro.MetricPolicy{Tolerances: tolerances(t, text), Material: material(t, tt.material)}, tt.policy)
			if err != nil {
				t.Fatal(err)
			}
			if got := c.Deltas[0]; got.State != tt.want {
				t.Errorf("%s, times %v: %s, want %s (%+v)", tt.name, scale, got.State, tt.want, got.Noise)
			}
			if got := c.Deltas[0].Noise; tt.h != 0 && !alike(got.HalfWidth/math.Abs(scale), tt.h, 1e-3) {
				t.Errorf("%s, times %v: half width %v", tt.name, scale, got.HalfWidth)
			}
		}
	}
}

// TestEquivalence holds two one-sided tests against N7, whose bound is
// 0.000544: a tolerance just above shows equivalence, one just below does not.
func TestEquivalence(t *testing.T) {
	t.Parallel()
	for spec, want := range map[string]bool{"0.000545 abs": true, "0.000543 abs": false, "0.000495 abs": false} {
		c, err := CompareRepeats(samples(t, "0.3120"), samples(t, ".3118 .3123 .3121 .3119 .3122"), repro.MetricPolicy{Tolerances: tolerances(t, "m: "+spec)}, NoisePolicy{})
		if err != nil {
			t.Fatal(err)
		}
		if d := c.Deltas[0]; d.State != repro.StateWithin || d.Noise.Equivalent != want || strings.Contains(strings.Join(d.Notes, ""), "equivalence shown") != want {
			t.Errorf("%s: %s, equivalent %v (%q), want %v", spec, d.State, d.Noise.Equivalent, d.Notes, want)
		}
	}
}

// TestShiftBoundIsFreeWhereNothingBounds: where the tolerance frees a way, no
// shift that way is one.
func TestShiftBoundIsFreeWhereNothingBounds(t *testing.T) {
	t.Parallel()
	for _, scale := range []float64{1, 1000} {
		for spec, want := range map[string]float64{"exact": 0.032247, "50%": 0.032247, "-1%": inf} {
			runs := func(values string) []Sample {
				all := samples(t, values)
				for i := range all {
					all[i].Metrics[0].Value *= scale
				}
				return all
			}
			c, err := CompareRepeats(runs("0.9"), runs(".91 .92 .93"), repro.MetricPolicy{Tolerances: tolerances(t, "m: "+spec)}, NoisePolicy{})
			if err != nil {
				t.Fatal(err)
			}
			if got := c.Deltas[0].Noise.ShiftBound / scale; got != want && !alike(got, want, 1e-4) {
				t.Errorf("%s, times %v: %v, want %v", spec, scale, got, want)
			}
		}
	}
}

func TestSeveralMetricsInRepeats(t *testing.T) {
	t.Parallel()
	run := func(a, b, c float64) Sample {
		return Sample{Metrics: repro.NewMetrics(map[string]float64{"a_time": 1 / a, "acc": a, "eval_f1": b, "loss": c, "n_test": 30})}
	}
	policy := repro.MetricPolicy{Map: map[string]string{"f1": "eval_f1"}}
	original := run(.9, .8, .5)
	original.Metrics = repro.NewMetrics(map[string]float64{"a_time": 2, "acc": .9, "f1": .8, "loss": .5, "n_test": 30})
	c, err := CompareRepeats([]Sample{original}, []Sample{run(.91, .8, .7), run(.89, .8, .701), run(.9, .8, .699)}, policy, NoisePolicy{})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]repro.State{"a_time": repro.StateIgnored, "acc": repro.StateNoise, "f1": repro.StateIdentical, "loss": repro.StateOutside, "n_test": repro.StateIdentical} {
		if got := delta(c, name); got.State != want || (got.Noise != nil) != (want != repro.StateIgnored) {
			t.Errorf("%s: %s (%+v), want %s", name, got.State, got.Noise, want)
		}
	}
	// Four metrics are judged, so the band is that of alpha/4.
	n := delta(c, "acc").Noise
	if want := distribution.StudentUpper(0.05/4*forSkewed(0.05/4, 1, 3)/2, 2) * n.Deviation * math.Sqrt(1+1.0/3); !alike(n.HalfWidth, want, 1e-9) {
		t.Errorf("half width %v, want %v", n.HalfWidth, want)
	}
	if got := delta(c, "n_test").Notes; len(got) != 1 || !strings.Contains(got[0], "a count is compared exactly") {
		t.Errorf("n_test says %q", got)
	}
	if got := delta(c, "acc").Notes; strings.Contains(strings.Join(got, ""), "best of") || n.Selection != 1 || n.Inflation != 0 {
		t.Errorf("no selection, and acc says %q", got)
	}
}

func TestSiblingsThatSayNothing(t *testing.T) {
	t.Parallel()
	originals := samples(t, ".9 .91 NaN .905")
	originals = append(originals, Sample{})
	c, err := CompareRepeats(originals, samples(t, ".95"), repro.MetricPolicy{}, NoisePolicy{})
	if err != nil {
		t.Fatal(err)
	}
	if n := c.Deltas[0].Noise; n.Originals != 3 || n.Freedom != 2 || !alike(n.Deviation, 0.005, 1e-9) {
		t.Errorf("%+v, want three siblings that count", n)
	}
}

// TestDoubt: an undecided mean near the edge of the band says that more runs
// may tell, one well inside does not.
func TestDoubt(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		original, repeats string
		last              int
		doubt             bool
		next              int
	}{
		{"0.9", ".82 .84 .83", 8, true, 5},
		{"0.9", ".90 .70 .80", 8, false, 0},
		{"0.9", ".82 .84 .83", 3, true, 0},    // as many as were allowed
		{"0.9", ".80 .87 .86", 3, false, 0},   // well inside
		{"0.9", ".905 .91 .915", 8, false, 0}, // decided
	} {
		repeats := samples(t, tt.repeats)
		c, err := CompareRepeats(samples(t, tt.original), repeats, repro.MetricPolicy{}, NoisePolicy{Last: tt.last})
		if err != nil {
			t.Fatal(err)
		}
		n := c.Deltas[0].Noise
		if got := NextLook(c, len(repeats), tt.last); n.InDoubt != tt.doubt || got != tt.next {
			t.Errorf("%s against %s: in doubt %v, next look %d; want %v, %d (%s, %+v)", tt.original, tt.repeats, n.InDoubt, got, tt.doubt, tt.next, c.Deltas[0].State, n)
		}
	}
}

func TestSettledWithoutMetrics(t *testing.T) {
	t.Parallel()
	for _, c := range []repro.Comparison{{}, deltas(repro.StateIgnored), deltas(repro.StateMissing, repro.StateOutside), deltas(repro.StateMissing)} {
		if got := NextLook(c, 1, 8); got != 0 {
			t.Errorf("%v: look again after %d, though no run changes that", c.Deltas, got)
		}
	}
	if got := NextLook(deltas(repro.StateOutside), 1, 8); got != 3 {
		t.Errorf("a first difference: %d, want 3", got)
	}
}
