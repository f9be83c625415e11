package judge

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// compareAll compares with names, and gives state by name.
func compareAll(t *testing.T, original, reproduced map[string]float64, policy repro.MetricPolicy) (repro.Comparison, map[string]repro.State) {
	t.Helper()
	c, err := Compare(repro.NewMetrics(original), repro.NewMetrics(reproduced), policy)
	if err != nil {
		t.Fatal(err)
	}
	states := map[string]repro.State{}
	last := ""
	for _, delta := range c.Deltas {
		if delta.Name <= last {
			t.Errorf("%q after %q: not by name", delta.Name, last)
		}
		last = delta.Name
		states[delta.Name] = delta.State
	}
	return c, states
}

func delta(c repro.Comparison, name string) repro.Delta {
	for _, delta := range c.Deltas {
		if delta.Name == name {
			return delta
		}
	}
	return repro.Delta{}
}

func checkStates(t *testing.T, got, want map[string]repro.State) {
	t.Helper()
	for name, state := range want {
		if got[name] != state {
			t.Errorf("%s: %q, want %q", name, got[name], state)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d metrics, want %d: %v", len(got), len(want), got)
	}
}

func TestMetricsMap(t *testing.T) {
	t.Parallel()
	c, states := compareAll(t,
		map[string]float64{"f1_score": 0.8, "acc": 0.9, "lost": 1},
		map[string]float64{"eval_f1": 0.8, "f1_score": 0.1, "acc": 0.9, "lost": 1, "more": 2},
		repro.MetricPolicy{Map: map[string]string{"f1_score": "eval_f1", "lost": "gone", "nobody": "more"}})
	// lost has a value under its own name, but was said to be elsewhere.
	checkStates(t, states, map[string]repro.State{"f1_score": repro.StateIdentical, "acc": repro.StateIdentical, "lost": repro.StateMissing, "nobody": repro.StateExtra})
	for i, want := range []string{`metrics-map: "nobody" is no metric of the original run`, `metrics-map: "gone" is not among the new metrics`} {
		if i >= len(c.Warnings) || !strings.Contains(c.Warnings[i], want) {
			t.Errorf("warnings %q, want %q", c.Warnings, want)
		}
	}
	// Two names that change places.
	_, states = compareAll(t, map[string]float64{"a": 1, "b": 2}, map[string]float64{"a": 2, "b": 1}, repro.MetricPolicy{Map: map[string]string{"a": "b", "b": "a"}})
	checkStates(t, states, map[string]repro.State{"a": repro.StateIdentical, "b": repro.StateIdentical})
	// One value in a file that stands for two metrics.
	_, states = compareAll(t, map[string]float64{"a": 1, "b": 1}, map[string]float64{"x": 1}, repro.MetricPolicy{Map: map[string]string{"a": "x", "b": "x"}})
	checkStates(t, states, map[string]repro.State{"a": repro.StateIdentical, "b": repro.StateIdentical})
}

func TestSelectedMetrics(t *testing.T) {
	t.Parallel()
	original := map[string]float64{"test_acc": 0.9, "test_f1": 0.8, "train_acc": 1, "fit_time": 10}
	reproduced := map[string]float64{"test_acc": 0.9, "test_f1": 0.8, "train_acc": 0.5, "fit_time": 11}
	c, states := compareAll(t, original, reproduced, repro.MetricPolicy{Select: []string{"test_*", "none_*"}})
	checkStates(t, states, map[string]repro.State{"test_acc": repro.StateIdentical, "test_f1": repro.StateIdentical, "train_acc": repro.StateIgnored, "fit_time": repro.StateIgnored})
	if note := strings.Join(delta(c, "train_acc").Notes, ""); note != "not among the metrics selected: 'test_*' 'none_*'" {
		t.Errorf("train_acc says %q", note)
	}
	if len(c.Warnings) != 1 || !strings.Contains(c.Warnings[0], `"none_*" matches no metric`) {
		t.Errorf("warnings %q", c.Warnings)
	}
	// To name a metric is to ask for it; a glob only narrows.
	_, states = compareAll(t, original, reproduced, repro.MetricPolicy{Select: []string{"fit_time"}})
	checkStates(t, states, map[string]repro.State{"test_acc": repro.StateIgnored, "test_f1": repro.StateIgnored, "train_acc": repro.StateIgnored, "fit_time": repro.StateOutside})
	_, states = compareAll(t, original, reproduced, repro.MetricPolicy{Select: []string{"fit_*"}})
	checkStates(t, states, map[string]repro.State{"test_acc": repro.StateIgnored, "test_f1": repro.StateIgnored, "train_acc": repro.StateIgnored, "fit_time": repro.StateIgnored})
	// The user's own line still holds.
	_, states = compareAll(t, original, reproduced, repro.MetricPolicy{Select: []string{"fit_time"}, Tolerances: tolerances(t, "fit_*: ignore")})
	if states["fit_time"] != repro.StateIgnored {
		t.Errorf("fit_time: %s in spite of a line", states["fit_time"])
	}
	err := CheckPolicy(repro.NewMetrics(original), repro.MetricPolicy{Select: []string{"test_ac", "test_f1"}})
	var fault *ToleranceError
	if !errors.As(err, &fault) || err.Error() != `metrics: metric "test_ac": selected, but the original run did not log it; did you mean "test_acc"?` {
		t.Errorf("a selected metric that is not there: %v", err)
	}
	// What is not selected may not fit its line.
	if err := CheckPolicy(repro.NewMetrics(map[string]float64{"a": 50, "b": 1}), repro.MetricPolicy{Select: []string{"b"}, Tolerances: tolerances(t, "default: 1pp")}); err != nil {
		t.Errorf("a metric that is not selected: %v", err)
	}
}

func TestIgnoredAndReported(t *testing.T) {
	t.Parallel()
	c, states := compareAll(t,
		map[string]float64{"a": 1, "b": 1, "gone": 1, "gone_too": 1, "fit_time": 5, "n_test": 30, "nan": math.NaN()},
		map[string]float64{"a": 2, "b": 2.5, "fit_time": 6, "n_test": 31, "new": 1, "nan": 1},
		repro.MetricPolicy{Tolerances: tolerances(t, "a: ignore\nb: report\ngone: ignore\ngone_too: report\nnan: report\ndefault: 50%")})
	checkStates(t, states, map[string]repro.State{"a": repro.StateIgnored, "b": repro.StateReported, "gone": repro.StateIgnored, "gone_too": repro.StateReported, "fit_time": repro.StateIgnored,
		"n_test": repro.StateOutside, "new": repro.StateExtra, "nan": repro.StateReported})
	for name, want := range map[string]string{"a": "1", "b": "1.5", "fit_time": "1", "gone": "", "nan": "", "new": ""} {
		if got := delta(c, name); got.Difference != want || !math.IsNaN(got.Ratio) {
			t.Errorf("%s: difference %q, ratio %v; want %q and none", name, got.Difference, got.Ratio, want)
		}
	}
	for name, want := range map[string]string{"fit_time": "built-in rule *_time: ignore", "n_test": "a count is compared exactly", "gone": "does not have it"} {
		if notes := strings.Join(delta(c, name).Notes, "; "); !strings.Contains(notes, want) {
			t.Errorf("%s: notes %q, want %q", name, notes, want)
		}
	}
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	original := map[string]float64{"accuracy": 0.9, "loss": 0.1}
	c, _ := compareAll(t, original, original, repro.MetricPolicy{Tolerances: tolerances(t, "acuracy: 1%\n*_time: ignore\nloss: 100%\naccuracy: +200%\ndefault: 99%"), Material: material(t, "lss: 1%\nloss: 2%\n3%")})
	want := []string{
		`tolerances:1: "acuracy" matches no metric; did you mean "accuracy"?`,
		`tolerances:2: "*_time" matches no metric`,
		`tolerances:3: loss: 100% accepts 0 for any original`,
		`material:1: "lss" matches no metric; did you mean "loss"?`,
	}
	if strings.Join(c.Warnings, "\n") != strings.Join(want, "\n") {
		t.Errorf("warnings\n%s\nwant\n%s", strings.Join(c.Warnings, "\n"), strings.Join(want, "\n"))
	}
	// A line for a metric that only the reproduction has is no typo.
	c, _ = compareAll(t, original, map[string]float64{"accuracy": 0.9, "loss": 0.1, "new": 1}, repro.MetricPolicy{Tolerances: tolerances(t, "new: 1%")})
	if len(c.Warnings) != 0 {
		t.Errorf("warnings %q", c.Warnings)
	}
}

// A tolerance that any value would pass makes a verdict that says nothing.
func TestTolerancesThatAcceptAnything(t *testing.T) {
	t.Parallel()
	original := map[string]float64{"accuracy": 0.9, "loss": 0.25, "val_acc": 87.5, "testRecall": 0.5}
	for text, warned := range map[string]string{
		"accuracy: 1e300 abs":            "accuracy: 1e300 abs accepts any value that accuracy could have, from 0 to 1",
		"accuracy: 0.9 abs":              "from 0 to 1",
		"accuracy: +0.1 abs or -0.9 abs": "from 0 to 1",
		"accuracy: 100pp":                "from 0 to 1",
		"accuracy: 30 of 30":             "from 0 to 1",
		"accuracy: 0 decimals":           "from 0 to 1",
		"val_acc: 100 abs":               "val_acc could have, from 0 to 100",
		"testRecall: 0.5 abs":            "testRecall could have, from 0 to 1",
		"loss: 1e308 abs":                "loss: 1e308 abs accepts any value that loss could have: the original is 0.25",
		"default: 1e9 abs":               "default: 1e9 abs accepts any value that accuracy could have",
		"accuracy: 0.5 abs":              "",
		"accuracy: 0.89 abs":             "",
		"val_acc: 5 abs":                 "",
		"loss: 3 abs":                    "",
		"accuracy: -0.01 abs":            "", // up is left free on purpose
	} {
		c, _ := compareAll(t, original, original, repro.MetricPolicy{Tolerances: tolerances(t, text)})
		if got := strings.Join(c.Warnings, "\n"); !strings.Contains(got, warned) || (got == "") != (warned == "") {
			t.Errorf("%s: warnings %q, want %q", text, got, warned)
		}
	}
}

func TestHints(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name                 string
		original, reproduced map[string]float64
		metric, want         string // want is a note, with ! in front one that must not be there
	}{
		{"renamed", map[string]float64{"f1": 0.8123}, map[string]float64{"eval_f1": 0.8123}, "f1", "eval_f1 has the same value"},
		{"renamed to two", map[string]float64{"f1": 1}, map[string]float64{"a": 1, "b": 1}, "f1", "!has the same value"},
		{"gone", map[string]float64{"f1": 0.8}, map[string]float64{"a": 0.81}, "f1", "!has the same value"},
		{"percent", map[string]float64{"acc": 0.93}, map[string]float64{"acc": 93.5}, "acc", "percent against fraction"},
		{"a hundred times, roughly", map[string]float64{"acc": 0.93}, map[string]float64{"acc": 95}, "acc", "!percent"},
		{"to a percentage below zero", map[string]float64{"r2": -0.93}, map[string]float64{"r2": -93}, "r2", "percent against fraction"},
		{"at the edge of a hundred times", map[string]float64{"acc": 0.5}, map[string]float64{"acc": 50.49}, "acc", "percent against fraction"},
		{"relative at zero", map[string]float64{"acc": 0}, map[string]float64{"acc": 1e-9}, "acc", "!means nothing at 0"},
		{"from zero", map[string]float64{"acc": 0}, map[string]float64{"acc": 1}, "acc", "!percent"},
		{"examples", map[string]float64{"test_accuracy": 0.9333333333333333, "n_test": 30}, map[string]float64{"test_accuracy": 0.9, "n_test": 30}, "test_accuracy", "1 of 30 examples"},
		{"two examples, rounded", map[string]float64{"acc": 0.9333, "num_test": 30}, map[string]float64{"acc": 1, "num_test": 30}, "acc", "2 of 30 examples"},
		{"no examples: f1 is no share of them", map[string]float64{"f1": 0.9333333333333333, "n_test": 30}, map[string]float64{"f1": 0.9, "n_test": 30}, "f1", "!examples"},
		{"no examples: no multiple", map[string]float64{"acc": 0.95, "n_test": 30}, map[string]float64{"acc": 0.9, "n_test": 30}, "acc", "!examples"},
		{"no examples: the test set grew as well", map[string]float64{"acc": 0.9, "n_test": 30}, map[string]float64{"acc": 0.95, "n_test": 40}, "acc", "!examples"},
		{"no examples: half a test set", map[string]float64{"acc": 0.5, "n_test": 0.5}, map[string]float64{"acc": 1, "n_test": 0.5}, "acc", "!examples"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, _ := compareAll(t, tt.original, tt.reproduced, repro.MetricPolicy{})
			notes := strings.Join(delta(c, tt.metric).Notes, "; ")
			want, not := strings.CutPrefix(tt.want, "!")
			if strings.Contains(notes, want) == not {
				t.Errorf("notes %q, want %q", notes, tt.want)
			}
		})
	}
}

func TestValuesThatDoNotFitTheirUnit(t *testing.T) {
	t.Parallel()
	// Only the original decides whether a rule can be used: a reproduction that
	// does not fit it is a finding, after hours of training, and no mistake in
	// the configuration.
	for _, tt := range []struct {
		original, reproduced float64
		spec, note           string
	}{
		{0.9333333333333333, 0.95, "1 of 30", "0.95 is no multiple of 1/30"},
		{1, 1.001, "0.5pp", "percentage points need values between -1 and 1"},
		{0.9333333333333333, math.MaxFloat64 / 2, "1 of 30", "no multiple of 1/30"},
	} {
		d := compareSingle(t, tt.original, tt.reproduced, tt.spec)
		if d.State != repro.StateOutside || !strings.Contains(strings.Join(d.Notes, "; "), tt.note) {
			t.Errorf("%v against %v, %q: %s, notes %q", tt.original, tt.reproduced, tt.spec, d.State, d.Notes)
		}
		checkConsistent(t, d)
	}
	for _, spec := range []string{"1 of 30", "0.5pp"} {
		if d := compareSingle(t, inf, inf, spec); d.State != repro.StateIdentical {
			t.Errorf("both infinite, %q: %s", spec, d.State)
		}
	}
	if d := compareSingle(t, 0.996, 1, "0.5pp"); d.State != repro.StateWithin {
		t.Errorf("points up to the edge: %s", d.State)
	}
	if d := compareSingle(t, -1, -0.996, "0.5pp"); d.State != repro.StateWithin {
		t.Errorf("points at the edge: %s", d.State)
	}
	if d := compareSingle(t, 90, 87, "90 of 100"); d.State != repro.StateOutside {
		t.Errorf("300 of 100 examples: %s", d.State)
	}
}

func TestAllowed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		original, reproduced float64
		spec, allowed        string
		ratio                float64
	}{
		{0.9333, 0.9287, "0.5%", "0.0046665", 0.0046 / 0.0046665},
		{0.9333, 0.9, "1e-3 abs or 2%", "0.018666", 0.0333 / 0.018666},
		{0.9333, 0.9333, "1%", "0.009333", 0},
		{0.9, 0.8, "exact", "0", inf},
		{0, 1e-12, "5%", "0", inf},
		{0.9333, 0.9333333333333333, "", "0.00005", 0.0000333333333333 / 0.00005},
		{0.90, 0.95, "-0.5%", "", 0},
		{0.90, 0.90, "-1%", "0.009", 0},
		{0.90, 0.90, "+1%", "0.009", 0},
		{0.5, 0.6, "0.09999999999999999999999999 abs", "0.09999999999999999999999999", math.Nextafter(1, 2)},
		{1, 1 + 3*0x1p-52, "2 ulp", "", 1.5},
		{0.9333, 0.9, "2 of 30", "", 0.5},
		{0.9333, 0.9, "0 of 30", "", inf},
		{0.9333, 0.9333333, "0 of 30", "", 0},
		{0.9333, 0.9, "2 of 30 or 1 abs", "1", 0.0333},
	} {
		d := compareSingle(t, tt.original, tt.reproduced, tt.spec)
		if d.Allowed != tt.allowed || !alike(d.Ratio, tt.ratio, 1e-12) && d.Ratio != tt.ratio {
			t.Errorf("%v against %v, %q: %v of %q, want %v of %q", tt.original, tt.reproduced, tt.spec, d.Ratio, d.Allowed, tt.ratio, tt.allowed)
		}
		checkConsistent(t, d)
	}
}

func TestLoggedPrecisionGuards(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name                 string
		original, reproduced float64
		spec                 string
		want                 repro.State
	}{
		{"the reproduction is the rounded one", 0.9333333333333333, 0.9333, "", repro.StateRounded},
		{"more places than any rounding", 0.1234567890123, 0.12345678901231, "1e-18 abs", repro.StateRounded}, // thirteen places, but thirteen digits
		{"thirteen places of few digits", 1.234e-10, 1.2341e-10, "1e-18 abs", repro.StateOutside},
		{"twelve places of few digits", 1.234e-9, 1.2341e-9, "1e-18 abs", repro.StateRounded},
		{"two digits at four places", 0.0012, 0.00123, "1e-18 abs", repro.StateOutside},
		{"five digits at one place", 1234.5, 1234.54, "1e-18 abs", repro.StateRounded},
		{"four digits at one place", 123.4, 123.44, "1e-18 abs", repro.StateOutside},
		{"five digits and no place", 12345, 12345.4, "1e-18 abs", repro.StateOutside},
		{"who asks for ulp asks about bits", 0.9333, 0.9333333333333333, "1 ulp", repro.StateOutside},
		{"who asks for ulp or more does not", 0.9333, 0.9333333333333333, "1 ulp or 1e-9 abs", repro.StateRounded},
		{"as many decimals", 0.9333, 0.9332, "1e-9 abs", repro.StateOutside},
	} {
		if d := compareSingle(t, tt.original, tt.reproduced, tt.spec); d.State != tt.want {
			t.Errorf("%s: %v against %v: %s, want %s (%q)", tt.name, tt.original, tt.reproduced, d.State, tt.want, d.Notes)
		}
	}
}

func TestDuplicateMetrics(t *testing.T) {
	t.Parallel()
	twice := repro.Metrics{{Name: "m", Value: 1}, {Name: "m", Value: 2}}
	same := repro.Metrics{{Name: "m", Value: math.NaN()}, {Name: "m", Value: math.NaN()}}
	if _, err := Compare(twice, metrics("m", 1), repro.MetricPolicy{}); err == nil || !strings.Contains(err.Error(), `the original has "m" twice`) {
		t.Errorf("twice in the original: %v", err)
	}
	if _, err := Compare(metrics("m", 1), twice, repro.MetricPolicy{}); err == nil || !strings.Contains(err.Error(), `the reproduction has "m" twice`) {
		t.Errorf("twice in the reproduction: %v", err)
	}
	if c, err := Compare(same, same, repro.MetricPolicy{}); err != nil || len(c.Deltas) != 1 || c.Deltas[0].State != repro.StateIdentical {
		t.Errorf("the same twice: %+v, %v", c, err)
	}
}

// TestExamplesWithin: what is inside a tolerance is shown as examples too.
func TestExamplesWithin(t *testing.T) {
	t.Parallel()
	values := func(acc float64) map[string]float64 { return map[string]float64{"acc": acc, "n_test": 2} }
	c, _ := compareAll(t, values(0.5), values(1), repro.MetricPolicy{Tolerances: tolerances(t, "acc: 0.5 abs")})
	if d := delta(c, "acc"); d.State != repro.StateWithin || strings.Join(d.Notes, "") != "1 of 2 examples" {
		t.Errorf("%s, notes %q, want one of two examples", d.State, d.Notes)
	}
	c, _ = compareAll(t, values(0.5), values(1), repro.MetricPolicy{Tolerances: tolerances(t, "acc: 1 of 2")})
	if d := delta(c, "acc"); strings.Join(d.Notes, "") != "1 of 2 examples" {
		t.Errorf("notes %q, want the examples once", d.Notes)
	}
	c, _ = compareAll(t, values(0.5), values(1), repro.MetricPolicy{Tolerances: tolerances(t, "acc: ignore")})
	if d := delta(c, "acc"); len(d.Notes) != 0 {
		t.Errorf("ignored, and notes %q", d.Notes)
	}
}

func TestRelativeAtZero(t *testing.T) {
	t.Parallel()
	for spec, want := range map[string]bool{"5%": true, "5% or +1 rel": true, "5% or 1e-15 abs": false, "exact": false, "1 ulp": false} {
		notes := strings.Join(compareSingle(t, 0, 1e-12, spec).Notes, "; ")
		if strings.Contains(notes, "means nothing at 0") != want {
			t.Errorf("%q: notes %q", spec, notes)
		}
	}
	if notes := strings.Join(compareSingle(t, 1, 2, "5%").Notes, "; "); strings.Contains(notes, "means nothing") {
		t.Errorf("from 1: %q", notes)
	}
}

func TestManyFaultsAtOnce(t *testing.T) {
	t.Parallel()
	values := map[string]float64{}
	for i := range 70 {
		values[strings.Repeat("m", i+1)] = 50
	}
	err := CheckPolicy(repro.NewMetrics(values), repro.MetricPolicy{Tolerances: tolerances(t, "default: 1pp")})
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != maxToleranceFault+1 || lines[maxToleranceFault] != "tolerances: and 20 more" {
		t.Errorf("%d errors, the last %q", len(lines), lines[len(lines)-1])
	}
	if want := `tolerances:1: metric "m": 50 is not between -1 and 1`; !strings.HasPrefix(lines[0], want) {
		t.Errorf("%q, want %q", lines[0], want)
	}
}
