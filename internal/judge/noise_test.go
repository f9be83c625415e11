package judge

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// samples reads one metric's values, one run each.
func samples(t *testing.T, values string) []Sample {
	t.Helper()
	var runs []Sample
	for _, literal := range strings.Fields(values) {
		runs = append(runs, Sample{Metrics: metrics("m", parse(t, literal))})
	}
	return runs
}

type noiseCase struct {
	name               string
	originals, repeats string
	spec               string
	material           string
	policy             NoisePolicy
	want               repro.State
	nu                 int
	d, s, h, p         float64 // 0: not given
	note               string
}

// The numbers are testdata/noise.py's. material is DefaultMaterial unless given.
var noiseCases = []noiseCase{
	{"N1a the shift is below what matters", "0.9333", ".9333 .9667 .9000 .9333 .9667", "", "", NoisePolicy{}, repro.StateNoise, 4, .006700, .027909, .156679, .837260, "99.3 %"},
	{"N1b a smaller one would not", "0.9333", ".9333 .9667 .9000 .9333 .9667", "", "3%", NoisePolicy{}, repro.StateUndecided, 4, .006700, .027909, .156679, .837260, "a shift below 0.036 cannot be excluded, and 0.028 would matter"},
	{"N2 inside the noise", "0.8730", ".8610 .8680 .8650 .8590 .8660", "", "", NoisePolicy{}, repro.StateNoise, 4, -.009200, .003701, .020779, .085821, ""},
	{"N3 three metrics judged", "0.8730", ".8610 .8680 .8650 .8590 .8660", "", "", NoisePolicy{Metrics: 3}, repro.StateNoise, 4, 0, 0, .041640, 0, ""},
	{"N4 the best of thirty", "0.8730", ".8610 .8680 .8650 .8590 .8660", "", "", NoisePolicy{Selection: 30}, repro.StateNoise, 4, 0, 0, .051066, 0, "best of 30; selection alone explains about 0.0076"},
	{"N5a outside the noise", "0.8930", ".8610 .8680 .8650 .8590 .8660", "", "", NoisePolicy{}, repro.StateOutside, 4, -.029200, .003701, .020779, .001970, "outside the 99.3 % range of 5 re-runs"},
	{"N5b one re-run outside the tolerance, their mean inside", "0.8830", ".8610 .8680 .8650 .8590 .8660", "2.5%", "1%", NoisePolicy{}, repro.StateUndecided, 4, 0, 0, 0, 0, "a shift below 0.024 cannot be excluded, and 0.023 would matter"},
	{"N5c every re-run inside the tolerance", "0.8830", ".8610 .8680 .8650 .8590 .8660", "3%", "", NoisePolicy{}, repro.StateWithin, 4, 0, 0, 0, 0, ""},
	{"N5d one re-run outside, and far more inside: the means are equivalent", "0.8830", ".8610 .8810 .8820 .8840 .8830 .8850 .8820 .8840", "2.4%", "", NoisePolicy{}, repro.StateWithin, 7, 0, 0, 0, 0, "the mean of 8 re-runs is within the tolerance"},
	{"N6 three originals", ".910 .913 .909", ".902 .905 .900 .904", "", "", NoisePolicy{}, repro.StateOutside, 5, -.007917, .002164, .004249, .004928, ""},
	{"N7 equivalence", "0.3120", ".3118 .3123 .3121 .3119 .3122", "0.005 abs", "", NoisePolicy{}, repro.StateWithin, 4, .000060, .000207, .001164, .804726, "equivalence shown"},
	{"N8 three re-runs, a wide band", "0.75", ".70 .74 .72", "", "", NoisePolicy{}, repro.StateUndecided, 2, -.030000, .020000, .205882, .323519, "a shift below 0.055 cannot be excluded, and 0.038 would matter"},
	{"N9a three originals, one re-run", ".80 .82 .81", ".86", "", "", NoisePolicy{}, repro.StateUndecided, 2, .050000, .010000, .102941, .049414, ""},
	{"N9b just outside", ".80 .82 .81", ".93", "", "", NoisePolicy{}, repro.StateOutside, 2, .120000, .010000, .102941, 0, ""},
	{"N10 ten re-runs", "0.50", ".42 .44 .41 .43 .45 .42 .43 .44 .42 .43", "", "", NoisePolicy{}, repro.StateOutside, 9, -.071000, .011972, .047032, .000312, ""},
	{"N11 a better number is no reproduction", "0.90", ".950 .951 .949", "", "", NoisePolicy{}, repro.StateOutside, 2, .050000, .001000, .010294, .000533, ""},
	{"N12a equal re-runs of a coarse metric", "0.9333333333333333", ".9 .9 .9", "", "", NoisePolicy{}, repro.StateUndecided, 2, -.033333, 0, 0, 0, "3 equal re-runs; noise alone gives this with probability up to 0.125"},
	{"N12b six of them", "0.9333333333333333", ".9 .9 .9 .9 .9 .9", "", "", NoisePolicy{}, repro.StateUndecided, 5, -.033333, 0, 0, 0, "probability up to 0.057"},
	{"N8b five more were allowed", "0.75 0.76 0.74 0.73 0.77", ".74 .76 .75", "", "1.24%", NoisePolicy{Last: 8}, repro.StateUndecided, 6, 0, 0, 0, 0, "0.0093 would matter. 1 more original would bring that to about 0.0092"},
	{"N8c none was, and a check of more looks more often", "0.75 0.76 0.74 0.73 0.77", ".74 .76 .75", "", "1.24%", NoisePolicy{Last: 3}, repro.StateUndecided, 6, 0, 0, 0, 0, "0.0093 would matter. 13 more re-runs or 1 more original would bring that to about 0.009"},
	{"N8d more originals leave the distance as it is", "0.75", ".70 .74 .72", "", "5.5%", NoisePolicy{}, repro.StateUndecided, 2, -.030000, .020000, 0, 0, "0.042 would matter. 11 more originals would bring that to about 0.042"},
	{"N8e no run would do", "0.75", ".70 .80 .72", "", "1%", NoisePolicy{Last: 8}, repro.StateUndecided, 2, 0, 0, 0, 0, "0.0075 would matter. Further re-runs were not likely to tell, nor would 20 more originals"},
	{"N12c as many as chance does not explain", "0.9333333333333333", ".9 .9 .9 .9 .9 .9 .9", "", "", NoisePolicy{}, repro.StateOutside, 6, -.033333, 0, 0, 0, "the probability of this would be at most 0.050"},
	{"N12d and equal originals", ".9333333333333333 .9333333333333333 .9333333333333333", ".9 .9 .9", "", "", NoisePolicy{}, repro.StateOutside, 4, -.033333, 0, 0, 0, "the probability of this would be at most 0.032"},
	{"N12e two metrics judged", "0.9333333333333333", ".9 .9 .9 .9 .9 .9 .9", "", "", NoisePolicy{Metrics: 2}, repro.StateUndecided, 6, -.033333, 0, 0, 0, "up to 0.050"},
	{"N13 all equal", "0.9", ".9 .9 .9", "", "", NoisePolicy{}, repro.StateIdentical, 2, 0, 0, 0, 0, ""},
	{"N15 one re-run diverged", "0.9", ".9 .9 NaN .9 .9", "", "", NoisePolicy{}, repro.StateUndecided, 0, 0, 0, 0, 0, "unstable: 1 of 5 re-runs is not finite"},
	{"siblings that differ from the registered run", ".9 .91", ".9 .9", "", "", NoisePolicy{}, repro.StateWithin, 2, 0, 0, 0, 0, "sibling runs differ"},
	{"two runs of each say too little for one original less", ".9 .91", ".92", "", "", NoisePolicy{}, repro.StateOutside, 1, 0, 0, 0, 0, "3 independent runs are too few"},
	{"the original diverged, a re-run did not", "NaN", "NaN 0.5 NaN", "", "", NoisePolicy{}, repro.StateOutside, 0, 0, 0, 0, 0, ""},
	{"all diverged", "NaN", "NaN NaN NaN", "", "", NoisePolicy{}, repro.StateIdentical, 0, 0, 0, 0, 0, "both NaN"},
	{"a rise is free, and one re-run fell", "0.90", ".93 .94 .89 .93 .94", "-0.5%", "", NoisePolicy{}, repro.StateNoise, 4, 0, 0, 0, 0, ""},
	{"a rise is free, and two fell", "0.90", ".93 .94 .88 .93 .88", "-0.5%", "", NoisePolicy{}, repro.StateNoise, 4, 0, 0, 0, 0, ""},
	{"a fall is free, and one re-run rose", "0.90", ".87 .86 .91 .87 .86", "+0.5%", "", NoisePolicy{}, repro.StateNoise, 4, 0, 0, 0, 0, ""},
	{"a fall is free, and the re-runs rose", "0.90", ".92 .921 .919 .92", "+0.5%", "", NoisePolicy{}, repro.StateOutside, 3, 0, 0, 0, 0, ""},
	{"a fall is free, and so is a far one", "0.90", ".50 .501 .499 .905", "+0.5%", "", NoisePolicy{}, repro.StateNoise, 3, 0, 0, 0, 0, ""},
	{"two metrics, the best of four", "0.8830", ".8610 .8680 .8650 .8590 .8660", "", "", NoisePolicy{Metrics: 2, Selection: 4}, repro.StateNoise, 4, 0, 0, .046443, 0, ""},
	{"a coarse metric looks calmer than it is", "0.90 0.90 0.90", ".90 .90 .90 .90 .95", "", "", NoisePolicy{}, repro.StateNoise, 6, .01, .023274, 0, 0, ""},
}

func TestRepeats(t *testing.T) {
	t.Parallel()
	for _, tt := range noiseCases {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			text := ""
			if tt.spec != "" {
				text = "m: " + tt.spec
			}
			c, err := CompareRepeats(samples(t, tt.originals), samples(t, tt.repeats), repro.MetricPolicy{Tolerances: tolerances(t, text), Material: material(t, tt.material)}, tt.policy)
			if err != nil {
				t.Fatal(err)
			}
			delta := c.Deltas[0]
			if delta.State != tt.want {
				t.Errorf("%s, want %s; notes %q, noise %+v", delta.State, tt.want, delta.Notes, delta.Noise)
			}
			if !strings.Contains(strings.Join(delta.Notes, "; "), tt.note) {
				t.Errorf("notes %q, want one with %q", delta.Notes, tt.note)
			}
			n := delta.Noise
			if tt.nu == 0 {
				return
			}
			if n == nil || n.Freedom != tt.nu {
				t.Fatalf("noise %+v, want nu %d", n, tt.nu)
			}
			for name, pair := range map[string][2]float64{"s": {n.Deviation, tt.s}, "h": {n.HalfWidth, tt.h}, "p": {n.P, tt.p},
				"d": {n.Mean - mean(t, tt.originals), tt.d}} {
				if pair[1] != 0 && math.Abs(pair[0]-pair[1]) > 6e-7 {
					t.Errorf("%s = %.7f, want %.6f", name, pair[0], pair[1])
				}
			}
			if (n.Deviation == 0 || n.Freedom < 2) != math.IsNaN(n.P) {
				t.Errorf("p = %v with a deviation of %v", n.P, n.Deviation)
			}
			if n.Repeats != len(strings.Fields(tt.repeats)) || n.Originals != len(strings.Fields(tt.originals)) {
				t.Errorf("%d originals and %d repeats", n.Originals, n.Repeats)
			}
		})
	}
}

func material(t *testing.T, text string) repro.Tolerances {
	t.Helper()
	parsed, err := ParseMaterial(text)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func mean(t *testing.T, values string) float64 {
	t.Helper()
	sum, all := 0.0, strings.Fields(values)
	for _, literal := range all {
		sum += parse(t, literal)
	}
	return sum / float64(len(all))
}

func TestN14TwoRepeatsSayNothing(t *testing.T) {
	t.Parallel()
	_, err := CompareRepeats(samples(t, "0.9"), samples(t, "0.9 0.9"), repro.MetricPolicy{}, NoisePolicy{})
	var fault *ToleranceError
	if !errors.As(err, &fault) || !strings.HasPrefix(err.Error(), "repeats: 2 repeats of 1 original say nothing") {
		t.Errorf("error %v, want a fault of configuration", err)
	}
	for _, tt := range [][2]int{{1, 1}, {1, 3}, {2, 2}, {3, 1}} {
		if err := CheckRepeats(tt[0], tt[1]); err != nil {
			t.Errorf("%d originals, %d repeats: %v", tt[0], tt[1], err)
		}
	}
	for _, tt := range [][2]int{{0, 3}, {1, 0}} {
		if err := CheckRepeats(tt[0], tt[1]); err == nil {
			t.Errorf("%d originals, %d repeats: accepted", tt[0], tt[1])
		}
	}
}

// TestN2Statement is what a report may say about N2: the band, and the shift
// that five re-runs would have missed.
func TestN2Statement(t *testing.T) {
	t.Parallel()
	c, err := CompareRepeats(samples(t, "0.8730"), samples(t, ".8610 .8680 .8650 .8590 .8660"), repro.MetricPolicy{}, NoisePolicy{})
	if err != nil {
		t.Fatal(err)
	}
	n := c.Deltas[0].Noise
	if low, high := strconv.FormatFloat(n.Low, 'f', 6, 64), strconv.FormatFloat(n.High, 'f', 6, 64); low != "0.843021" || high != "0.884579" {
		t.Errorf("band %s to %s, want 0.843021 to 0.884579", low, high)
	}
	if !alike(n.ShiftBound, 0.013015, 1e-4) || n.Power != 0.8 || !alike(n.Level, 0.993137, 1e-6) || !alike(n.Material, 0.04365, 1e-12) {
		t.Errorf("the bound of the shift is %v at %v, level %v, material %v", n.ShiftBound, n.Power, n.Level, n.Material)
	}
	if c.Deltas[0].Reproduced != 0.859 {
		t.Errorf("shows %v, want the re-run that is furthest away", c.Deltas[0].Reproduced)
	}
}

func TestSeedLockedRepeats(t *testing.T) {
	t.Parallel()
	seeded := func(values string, seeds ...string) []Sample {
		runs := samples(t, values)
		for i := range runs {
			runs[i].Seed = seeds[i%len(seeds)]
		}
		return runs
	}
	for _, tt := range []struct {
		name               string
		originals, repeats []Sample
		locked             bool
		nu                 int
		want               repro.State
	}{
		{"another seed for all re-runs: one observation", seeded(".87", "1"), seeded(".86 .861 .862", "2"), true, 0, repro.StateOutside},
		{"an unknown seed against one for all re-runs", seeded(".87", ""), seeded(".86 .861 .862", "2"), true, 0, repro.StateOutside},
		{"the original's own seed: what varies is all there is", seeded(".861", "1"), seeded(".86 .862 .863", "1"), false, 2, repro.StateNoise},
		{"seeds of their own", seeded(".861", "0"), seeded(".86 .862 .863", "1", "2", "3"), false, 2, repro.StateNoise},
		{"two of four share one", seeded(".861", "0"), seeded(".86 .862 .863 .861", "1", "2", "3", "3"), true, 2, repro.StateNoise},
		{"one more after two that share one", seeded(".861", "0"), seeded(".86 .862 .863 .861", "1", "1", "2", "3"), true, 2, repro.StateNoise},
		{"nothing known", seeded(".861", ""), seeded(".86 .862 .863", ""), false, 2, repro.StateNoise},
		{"siblings carry the noise", seeded(".87 .875 .865 .872", "1"), seeded(".86 .861 .862", "2"), true, 3, repro.StateNoise},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, err := CompareRepeats(tt.originals, tt.repeats, repro.MetricPolicy{}, NoisePolicy{})
			if err != nil {
				t.Fatal(err)
			}
			delta := c.Deltas[0]
			if delta.State != tt.want || delta.Noise.Freedom != tt.nu || (delta.Noise.Seeds == "same seed") != tt.locked {
				t.Errorf("%s, nu %d, %q; want %s, nu %d, locked %v; notes %q", delta.State, delta.Noise.Freedom, delta.Noise.Seeds, tt.want, tt.nu, tt.locked, delta.Notes)
			}
		})
	}
}

func TestRepeatsThatLackAMetric(t *testing.T) {
	t.Parallel()
	repeats := samples(t, ".9 .9 .9")
	repeats[1].Metrics = nil
	c, err := CompareRepeats(samples(t, ".9"), repeats, repro.MetricPolicy{}, NoisePolicy{})
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Deltas[0]; got.State != repro.StateMissing || !strings.Contains(got.Notes[0], "re-run 2 of 3") {
		t.Errorf("%s, notes %q, want missing from the second", got.State, got.Notes)
	}
}

func TestLooks(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name               string
		originals, repeats string
		last               int
		want               int // 0: settled
		verdict            repro.Verdict
	}{
		{"the first run is within tolerance", "0.9", ".9", 8, 0, repro.Reproduced},
		{"the first run is not: look again after three", "0.9", ".91", 8, 3, repro.Drifted},
		{"far away after three", "0.9", ".950 .951 .949", 8, 0, repro.Drifted},
		{"inside the noise after three", "0.9", ".9005 .901 .8995", 8, 0, repro.Reproduced},
		{"no later look would tell", "0.75", ".60 .74 .92", 8, 0, repro.Unverified},
		{"a later look may call it drifted", "0.77", ".70 .72 .71", 8, 5, repro.Unverified},
		{"a last one that is not likely to tell", "0.75", ".70 .75 .71 .70 .76", 6, 0, repro.Unverified},
		{"drifted before the last", "0.75", ".70 .702 .701 .70 .702", 6, 0, repro.Drifted},
		{"as many as were asked for", "0.75", ".70 .72 .71", 3, 0, repro.Unverified},
		{"equal re-runs of a coarse metric may say more after eight", "0.9333333333333333", ".9 .9 .9", 8, 5, repro.Unverified},
		{"but not after five", "0.9333333333333333", ".9 .9 .9", 5, 0, repro.Unverified},
		{"eight of them are no chance", "0.9333333333333333", ".9 .9 .9 .9 .9 .9 .9 .9", 8, 0, repro.Drifted},
		{"equal re-runs of a fine metric are deterministic", "0.31234567891", ".31234567892222 .31234567892222 .31234567892222", 8, 0, repro.Reproduced},
		{"equal re-runs of a fine metric, far away", "0.31234567891", ".41234567892222 .41234567892222 .41234567892222", 8, 0, repro.Drifted},
		{"a diverged re-run stays diverged", "0.9", ".9 NaN .9", 8, 0, repro.Unverified},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			repeats := samples(t, tt.repeats)
			c, err := CompareRepeats(samples(t, tt.originals), repeats, repro.MetricPolicy{}, NoisePolicy{Last: tt.last})
			if err != nil {
				t.Fatal(err)
			}
			verdict, _, _ := Judge(nil, c)
			if got := NextLook(c, len(repeats), tt.last); got != tt.want || verdict != tt.verdict {
				t.Errorf("next look %d, %s; want %d, %s; noise %+v", got, verdict, tt.want, tt.verdict, c.Deltas[0].Noise)
			}
		})
	}
}

// TestBudgetIsSpent: whatever the number of repeats, the last look spends what
// is left, and nothing is spent twice.
func TestBudgetIsSpent(t *testing.T) {
	t.Parallel()
	for last := 1; last <= 20; last++ {
		for _, m := range []int{1, 2, 5} {
			alpha, miss := 0.0, 0.0
			all := schedule(m, 1, last, 1, 0.05)
			for i, l := range all {
				alpha, miss = alpha+l.alpha/forSkewed(0.05, m, l.made)/(1+(budgets[len(all)-1].alpha-1)*(1-skewness(m, l.made))), miss+l.miss
				if later := schedule(m, l.made, last, 1, 0.05); len(later) != len(all)-i || later[0] != l {
					t.Errorf("%d of %d: %+v, want %+v first", l.made, last, later, l)
				}
			}
			budget := budgets[len(all)-1]
			if all[len(all)-1].made != last || all[len(all)-1].equal != 0.05 || !alike(alpha, 0.05, 1e-12) || !alike(miss, missed*budget.missed, 1e-12) {
				t.Errorf("%d originals, %d repeats: %v and %v spent by look %d", m, last, alpha, miss, all[len(all)-1].made)
			}
		}
	}
	if one := schedule(1, 5, 0, 1, 0.05); len(one) != 1 || !alike(one[0].alpha, 0.05*forSkewed(0.05, 1, 5), 1e-12) {
		t.Errorf("one look: %+v", one)
	}
}
