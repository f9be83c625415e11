package judge

import (
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// result makes a result the way the flow does: compared, then judged.
func result(t *testing.T, original, reproduced map[string]float64, text string) repro.Result {
	t.Helper()
	c, err := Compare(repro.NewMetrics(original), repro.NewMetrics(reproduced), repro.MetricPolicy{Tolerances: tolerances(t, text)})
	if err != nil {
		t.Fatal(err)
	}
	r := repro.Result{Comparison: c}
	r.Verdict, r.Reason, r.Detail = Judge(nil, c)
	r.Plan.Model = repro.ModelVersion{Name: "iris", Version: "7"}
	return r
}

func TestSummary(t *testing.T) {
	t.Parallel()
	original := map[string]float64{"acc": 0.9333, "f1": 0.92, "loss": 0.2, "auc": 0.99, "fit_time": 3}
	for _, tt := range []struct {
		name       string
		original   map[string]float64
		reproduced map[string]float64
		tolerances string
		want       string
	}{
		{"all the same", map[string]float64{"acc": 0.9, "f1": 0.8}, map[string]float64{"acc": 0.9, "f1": 0.8}, "",
			"Both metrics came out exactly the same in 1 re-run."},
		{"not a number in both", map[string]float64{"acc": 0.9, "loss": math.NaN()}, map[string]float64{"acc": 0.9, "loss": math.NaN()}, "",
			"Both metrics came out exactly the same in 1 re-run. 1 metric is NaN or infinite in both runs, which says little: loss."},
		{"one metric", map[string]float64{"acc": 0.9}, map[string]float64{"acc": 0.9}, "",
			"The metric acc came out exactly the same in 1 re-run."},
		{"within", original, map[string]float64{"acc": 0.9302, "f1": 0.92, "loss": 0.2001, "auc": 0.99, "fit_time": 4}, "acc: 0.5%\nloss: 1%",
			"All 4 metrics are within tolerance, 2 of them identical; acc is furthest off, by 0.0031 (66 % of what is allowed). 1 metric was recorded and not judged: fit_time."},
		{"within by a hair", map[string]float64{"acc": 0.5}, map[string]float64{"acc": 0.50001}, "acc: 1%",
			"acc is within tolerance, 0.00001 off (less than 1 % of what is allowed)."},
		{"rounded", map[string]float64{"acc": 0.9333}, map[string]float64{"acc": 0.9333333333333333}, "",
			"acc is within tolerance, 0.0000333333333333 off (66 % of what is allowed)."},
		{"free", map[string]float64{"acc": 0.9}, map[string]float64{"acc": 0.95}, "acc: -1%",
			"acc is within tolerance, 0.05 off (0 % of what is allowed)."},
		{"drifted", map[string]float64{"acc": 0.9333333333333333, "f1": 0.9, "n_test": 30}, map[string]float64{"acc": 0.9, "f1": 0.9, "n_test": 30}, "",
			"acc was 0.933333 and is 0.9, off by 0.0333333333333333 (1 of 30 examples), allowed 0.0000009333333333333333. 1 of 3 metrics is outside tolerance. How much this model varies from run to run is unknown; more runs would tell."},
		{"drifted and missing", map[string]float64{"acc": 0.9, "f1": 0.9}, map[string]float64{"acc": 0.8}, "acc: exact",
			"acc was 0.9 and is 0.8, off by 0.1, allowed 0. 1 of 2 metrics is outside tolerance. 1 metric is missing from the reproduction: f1. How much this model varies from run to run is unknown; more runs would tell."},
		{"diverged", map[string]float64{"loss": 0.5}, map[string]float64{"loss": math.NaN()}, "loss: 5%",
			"loss was 0.5 and is NaN, tolerance 5%. The only metric is outside tolerance."},
		{"missing", map[string]float64{"acc": 0.9, "f1": 0.9, "loss": 1}, map[string]float64{"acc": 0.9}, "",
			"2 of 3 metrics are missing from the reproduction: f1, loss."},
		{"nothing left", map[string]float64{"fit_time": 0.9}, map[string]float64{"fit_time": 0.9}, "",
			"Nothing is left to judge: 1 metric is ignored or only reported (fit_time); name one in the tolerances."},
		{"nothing logged", nil, map[string]float64{"acc": 0.9}, "",
			"The original run has no metrics to compare with; the reproduction has acc."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Summary(result(t, tt.original, tt.reproduced, tt.tolerances)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestSummaryOfRepeats(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name               string
		originals, repeats string
		spec               string
		want, caveat       string
	}{
		{"inside the noise", "0.8730", ".8610 .8680 .8650 .8590 .8660", repro.DefaultTolerance,
			"m: 0.873 lies inside the 99.3 % range of 5 re-runs (0.8430 to 0.8846). With 80 % confidence the true shift is below 0.014; up to 0.043 does not matter here.", "roughly normal noise"},
		{"free above, so no shift to speak of", "0.90", ".93 .94 .89 .93 .94", "-0.5%",
			"m: 0.9 lies inside the 99.3 % range of 5 re-runs (0.809 to 1.043).", "roughly normal noise"},
		{"the same every time", "0.9", ".9 .9 .9", "exact", "The metric m came out exactly the same in 3 re-runs.", "no noise was measured"},
		{"too much noise", "0.75", ".70 .74 .72", repro.DefaultTolerance, "m: consistent with the original: inside the 98.7 % range of 3 re-runs (0.514 to 0.926), but a shift below 0.055 cannot be excluded, and 0.038 would matter. Even 20 more runs would not be enough. Seed the training, say with tolerances how far apart is near enough, or say with material how large a shift matters.", ""},
		{"a diverged re-run", "0.75", ".70 NaN .72", repro.DefaultTolerance, "m: unstable: 1 of 3 re-runs is not finite.", ""},
		{"one run", "0.75", ".75", repro.DefaultTolerance, "The metric m came out exactly the same in 1 re-run.", "One run each"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			repeats := samples(t, tt.repeats)
			c, err := CompareRepeats(samples(t, tt.originals), repeats, repro.MetricPolicy{Tolerances: tolerances(t, "m: "+tt.spec)}, NoisePolicy{})
			if err != nil {
				t.Fatal(err)
			}
			r := repro.Result{Comparison: c, Repeats: make([]repro.Run, len(repeats)-1)}
			r.Verdict, r.Reason, r.Detail = Judge(nil, c)
			if got := Summary(r); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if got := Caveat(r); !strings.Contains(got, tt.caveat) || (got == "") != (tt.caveat == "") {
				t.Errorf("caveat %q, want %q", got, tt.caveat)
			}
		})
	}
}

func TestSummaryNamesAFew(t *testing.T) {
	t.Parallel()
	many := repro.Comparison{}
	for _, name := range strings.Fields("a b c d e f g h") {
		many.Deltas = append(many.Deltas, repro.Delta{Name: name, State: repro.StateMissing})
	}
	r := repro.Result{Comparison: many}
	r.Verdict, r.Reason, r.Detail = Judge(nil, many)
	if got, want := Summary(r), "All 8 metrics are missing from the reproduction: a, b, c, d, e, 3 more."; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	noisy := repro.Comparison{Deltas: []repro.Delta{{Name: "z", State: repro.StateIdentical}}}
	for _, name := range strings.Fields("a b c d") {
		noisy.Deltas = append(noisy.Deltas, repro.Delta{Name: name, State: repro.StateNoise})
	}
	r = repro.Result{Comparison: noisy}
	r.Verdict, r.Reason, r.Detail = Judge(nil, noisy)
	if got, want := Summary(r), "1 of 5 metrics is within tolerance, 1 of them identical. a lies inside the measured noise. b lies inside the measured noise. 2 more metrics lie inside their own ranges."; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestSummaryOfAFailedGate(t *testing.T) {
	t.Parallel()
	gates := []repro.Gate{{Name: "pipeline ran", State: repro.GateFailed, Reason: repro.NotExecuted, Text: "The pipeline skipped training, so these are the original's own numbers."}}
	r := repro.Result{Evidence: gates, Comparison: deltas(repro.StateIdentical)}
	r.Verdict, r.Reason, r.Detail = Judge(gates, r.Comparison)
	if got := Summary(r); got != gates[0].Text {
		t.Errorf("got %s", got)
	}
	r.Detail = ""
	if got := Summary(r); got != gates[0].Text {
		t.Errorf("without a detail: %s", got)
	}
	if got := Summary(repro.Result{Verdict: repro.Unverified, Reason: repro.NoRun}); got != "Nothing could be judged: no-run." {
		t.Errorf("with neither: %s", got)
	}
	if got := Caveat(r); got != "" {
		t.Errorf("a caveat on nothing: %s", got)
	}
}

func TestHeadline(t *testing.T) {
	t.Parallel()
	for verdict, want := range map[repro.Verdict]string{repro.Reproduced: "✅ Reproduced: iris v7", repro.Drifted: "⚠️ Drifted: iris v7", repro.Unverified: "❓ Could not verify: iris v7", "": "❓ Could not verify: iris v7"} {
		r := repro.Result{Verdict: verdict, Plan: repro.Plan{Model: repro.ModelVersion{Name: "iris", Version: "7"}}}
		if got := verdict.Symbol() + " " + Headline(r); got != want {
			t.Errorf("%q: %s, want %s", verdict, got, want)
		}
	}
	if got := Headline(repro.Result{Verdict: repro.Drifted}); got != "Drifted" {
		t.Errorf("without a model: %s", got)
	}
}

// TestWordsClaimNothing: no sentence may claim a cause, a proof or more runs
// than there were.
func TestWordsClaimNothing(t *testing.T) {
	t.Parallel()
	forbidden := regexp.MustCompile(`(?i)\b(verified|guarantee|proven?|caused?|because|due to|deterministic|no difference|failed to)\b`)
	var texts []string
	for _, state := range states {
		for _, other := range states {
			c := deltas(state, other)
			for i := range c.Deltas {
				c.Deltas[i].Difference = "0.1"
			}
			r := repro.Result{Comparison: c}
			r.Verdict, r.Reason, r.Detail = Judge(nil, c)
			texts = append(texts, Headline(r), Summary(r), Caveat(r))
		}
	}
	for _, pattern := range []repro.Pattern{repro.PatternEqual, repro.PatternLength, repro.PatternStart, repro.PatternArithmetic, repro.PatternSecond, repro.PatternJump, repro.PatternOffset, repro.PatternFactor} {
		texts = append(texts, cause.PatternHint(pattern))
	}
	for _, text := range texts {
		if word := forbidden.FindString(text); word != "" {
			t.Errorf("%q says %q", text, word)
		}
	}
}

// A sentence that begins with the name of something keeps the name's case; one
// that begins with a word gets its capital.
func TestNamesKeepTheirCase(t *testing.T) {
	t.Parallel()
	r := repro.Result{Verdict: repro.Unverified, Reason: repro.ParamsNotWritable}
	r.Plan.Params = []repro.ParamEdit{{Name: "depth", File: "conf", Key: []string{"model", "size"}}}
	r.Original.Params = repro.NewParams(map[string]string{"lr": "1"})
	r.Original.Metrics = repro.NewMetrics(map[string]float64{"acc": 1})
	r.Execution.Executed = []string{"train"}
	r.Plan.Model.Name = "iris"
	for _, name := range []string{"depth", "conf", "size", "lr", "acc", "train", "iris"} {
		for _, text := range []string{name + " could not be written", name + ", other could not be written"} {
			r.Detail = text
			if got := Summary(r); got != text+"." {
				t.Errorf("%q becomes %q", text, got)
			}
		}
	}
	r.Detail = "no training ran"
	if got := Summary(r); got != "No training ran." {
		t.Errorf("%q becomes %q", r.Detail, got)
	}
}

// TestOnTheWay: equal last values do not hide that the curves parted.
func TestOnTheWay(t *testing.T) {
	t.Parallel()
	point := &repro.CurvePoint{Step: 0, Original: 3, Reproduced: 9}
	apart := repro.Curve{Name: "loss", FirstDifferent: point, FirstOutside: point}
	near := repro.Curve{Name: "loss", FirstDifferent: point}
	for name, tt := range map[string]struct {
		state  repro.State
		curves []repro.Curve
		want   string
	}{
		"apart":               {repro.StateIdentical, []repro.Curve{apart}, "Only last values are judged: the curve of loss differs at an earlier step."},
		"apart, within":       {repro.StateWithin, []repro.Curve{apart}, "Only last values are judged: the curve of loss differs at an earlier step."},
		"near":                {repro.StateIdentical, []repro.Curve{near}, "Only last values are judged: the curve of loss differs at an earlier step."},
		"near, within":        {repro.StateWithin, []repro.Curve{near}, ""},
		"equal":               {repro.StateIdentical, []repro.Curve{{Name: "loss"}}, ""},
		"ignored":             {repro.StateIgnored, []repro.Curve{apart}, ""},
		"of another metric":   {repro.StateIdentical, []repro.Curve{{Name: "x", FirstOutside: point}}, ""},
		"no curve was logged": {repro.StateIdentical, nil, ""},
	} {
		r := repro.Result{Verdict: repro.Reproduced, Reason: repro.Identical, Comparison: repro.Comparison{Curves: tt.curves, Deltas: []repro.Delta{{Name: "loss", State: tt.state}, {Name: "acc", State: repro.StateIdentical}}}}
		if got := OnTheWay(r); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
		if !strings.HasSuffix(Summary(r), tt.want) && tt.state != repro.StateIgnored {
			t.Errorf("%s: the summary %q does not say it", name, Summary(r))
		}
	}
}

// TestSecondRun: where nothing was trained, nothing is missing from a reproduction.
func TestSecondRun(t *testing.T) {
	t.Parallel()
	c := repro.Comparison{Deltas: []repro.Delta{{Name: "acc", Original: 1, Reproduced: 2, Difference: "1", State: repro.StateOutside}, {Name: "f1", State: repro.StateMissing}}}
	r := repro.Result{Verdict: repro.Drifted, Comparison: c, Reproduction: repro.Run{ID: "b"}}
	if got := Summary(r); !strings.Contains(got, "1 metric is missing from the second run: f1.") {
		t.Error(got)
	}
	_, _, detail := Judge(nil, repro.Comparison{Deltas: c.Deltas[1:]})
	if got := OfSecondRun(detail); got != "The only metric is missing from the second run: f1" {
		t.Error(got)
	}
}

// TestCaveatOfEqualRuns: no range is spoken of where none was measured.
func TestCaveatOfEqualRuns(t *testing.T) {
	t.Parallel()
	for want, noise := range map[string]repro.Noise{
		"The re-runs were equal, so no noise was measured.":           {Repeats: 3},
		"The range assumes that runs differ by roughly normal noise.": {Repeats: 3, Freedom: 2, Deviation: 0.1, HalfWidth: 0.3},
		"": {Originals: 2, Repeats: 1, Freedom: 1, Deviation: 0.1},
	} {
		c := repro.Comparison{Deltas: []repro.Delta{{Name: "f1", State: repro.StateOutside, Noise: &noise}}}
		if got := Caveat(repro.Result{Verdict: repro.Drifted, Comparison: c}); got != want {
			t.Errorf("%+v: %q, want %q", noise, got, want)
		}
	}
}

// TestUnknownSpread: it is unknown only where no metric tells it.
func TestUnknownSpread(t *testing.T) {
	t.Parallel()
	outside := repro.Delta{Name: "acc", Original: 0.9, Reproduced: 0.91, State: repro.StateOutside, Noise: &repro.Noise{Originals: 2, Repeats: 1, Freedom: 1}}
	ranged := repro.Delta{Name: "loss", Original: 1, Reproduced: 1.01, State: repro.StateNoise, Noise: &repro.Noise{Originals: 5, Repeats: 1, Freedom: 4, HalfWidth: 0.1}}
	for want, deltas := range map[bool][]repro.Delta{true: {outside}, false: {outside, ranged}} {
		if got := UnknownSpread(repro.Result{Comparison: repro.Comparison{Deltas: deltas}}); (got != "") != want {
			t.Errorf("of %d metrics: %q", len(deltas), got)
		}
	}
}

// TestUnknownSpread_cause: where trainings have shown the cause, nobody asks for the noise.
func TestUnknownSpread_cause(t *testing.T) {
	t.Parallel()
	r := repro.Result{Verdict: repro.Drifted, Reason: repro.MetricsOutsideTolerance, Comparison: repro.Comparison{Deltas: []repro.Delta{{Name: "acc", Original: 0.9, Reproduced: 0.8, Difference: "-0.1", Allowed: "0", State: repro.StateOutside}}}}
	for conclusion, want := range map[repro.Conclusion]bool{"": true, repro.CauseUnknown: true, repro.CauseIsolated: true, repro.CauseEstablished: false} {
		if r.Experiment = nil; conclusion != "" {
			r.Experiment = &repro.Experiment{Conclusion: conclusion}
		}
		numbers, unknown := WithoutSpread(Summary(r))
		if (unknown != "") != want || numbers != "acc was 0.9 and is 0.8, off by 0.1, allowed 0. The only metric is outside tolerance." || Caveat(r) != "" {
			t.Errorf("%s: %q, %q, %q", conclusion, numbers, unknown, Caveat(r))
		}
	}
	if numbers, unknown := WithoutSpread(repro.UnknownSpread + " 1 of 2."); numbers != "1 of 2." || unknown == "" {
		t.Errorf("of before: %q", numbers)
	}
}
