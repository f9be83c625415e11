package flow

import (
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// repeated takes a reproduction whose training number n logs losses[n-1].
func repeated(t *testing.T, flags map[string]string, losses ...float64) (repro.Result, *desk) {
	t.Helper()
	f, d, s := newBench()
	d.train = func(number int, plan repro.Plan) train.Training {
		loss := losses[min(number, len(losses))-1]
		s.Logged = append(s.Logged, rerunOf(plan, number, map[string]float64{"accuracy": 0.9777777777777777, "loss": loss}))
		return flowtest.Succeeded()
	}
	result, err := f.Reproduce(t.Context(), benchSettings(t, flags))
	if err != nil {
		t.Fatal(err)
	}
	return result, d
}

func TestRepeats(t *testing.T) {
	t.Parallel()
	noisy := []float64{0.1412, 0.1187, 0.1334, 0.1221, 0.1302, 0.1149, 0.1268, 0.1375}
	for name, tt := range map[string]struct {
		repeats   string
		losses    []float64
		trainings int
		verdict   repro.Verdict
		reason    repro.Reason
	}{
		"one is all that was asked for":          {"1", []float64{0.25}, 1, repro.Drifted, repro.MetricsOutsideTolerance},
		"the first one settles it":               {"8", []float64{0.125}, 1, repro.Reproduced, repro.Identical},
		"three show that it always comes out so": {"8", []float64{0.31415926535}, 3, repro.Drifted, repro.MetricsOutsideTolerance},
		"no further one is likely to tell":       {"8", noisy, 3, repro.Unverified, repro.NoiseTooLarge},
		"no more than was asked for":             {"3", noisy, 3, repro.Unverified, repro.NoiseTooLarge},
		"noise that matters little":              {"8", []float64{0.1252, 0.1248, 0.1251}, 3, repro.Reproduced, repro.WithinNoise},
		"near the edge: two looks more":          {"8", []float64{0.135, 0.137, 0.136, 0.1365, 0.1355}, 5, repro.Drifted, repro.MetricsOutsideTolerance},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result, d := repeated(t, map[string]string{"repeats": tt.repeats, "challenge": "off"}, tt.losses...)
			if result.Verdict != tt.verdict || result.Reason != tt.reason || len(d.trainings) != tt.trainings || len(result.Repeats) != tt.trainings-1 {
				t.Errorf("%s, %s after %d trainings (%d kept); want %s, %s after %d\n%s", result.Verdict, result.Reason, len(d.trainings), len(result.Repeats)+1, tt.verdict, tt.reason, tt.trainings, judge.Summary(result))
			}
		})
	}
}

// TestEqualRepeatsOfACoarseMetric: equal accuracies tell nothing unless the way
// there, as the tracking server has it, is equal too.
func TestEqualRepeatsOfACoarseMetric(t *testing.T) {
	t.Parallel()
	rising := []float64{.1, .2, .3, .4, .5, .6, .7, .75, .8, .85, .9}
	other := slices.Clone(rising)
	other[4] = .55
	for name, tt := range map[string]struct {
		original []float64
		second   []float64 // of the second training; the others have rising
		verdict  repro.Verdict
		detail   string
	}{
		"the same curve":           {other, rising, repro.Drifted, ""},
		"another curve":            {other, other, repro.Unverified, "3 equal re-runs; noise alone gives this with probability up to 0.125"},
		"no curve":                 {nil, nil, repro.Unverified, "3 equal re-runs"},
		"the original's own curve": {rising, rising, repro.Unverified, "3 equal re-runs"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			step := int64(0)
			if tt.original != nil {
				step = 10
			}
			original := flowtest.Original
			original.Metrics = repro.Metrics{{Name: "accuracy", Value: 28.0 / 30, Step: step}}
			s.Logged, s.Curves = []repro.Run{original}, map[string][]float64{flowtest.OriginalID: tt.original}
			d.train = func(number int, plan repro.Plan) train.Training {
				run := rerunOf(plan, number, nil)
				run.Metrics = repro.Metrics{{Name: "accuracy", Value: 0.9, Step: step}}
				if s.Curves[run.ID] = rising; number == 2 || tt.second == nil {
					s.Curves[run.ID] = tt.second
				}
				s.Logged = append(s.Logged, run)
				return flowtest.Succeeded()
			}
			result, err := f.Reproduce(t.Context(), benchSettings(t, map[string]string{"repeats": "3"}))
			if err != nil {
				t.Fatal(err)
			}
			if result.Verdict != tt.verdict || len(d.trainings) != 3 || !strings.Contains(result.Detail, tt.detail) {
				t.Errorf("%s (%s) after %d trainings: %s", result.Verdict, result.Reason, len(d.trainings), judge.Summary(result))
			}
		})
	}
}

// TestRepeatsAreApart: each has a branch, an id and a run of its own.
func TestRepeatsAreApart(t *testing.T) {
	t.Parallel()
	result, d := repeated(t, map[string]string{"repeats": "3", "branch": "try"}, 0.25, 0.25, 0.25)
	var branches, ids []string
	for _, plan := range d.trainings {
		branches, ids = append(branches, plan.Branch), append(ids, plan.ID)
	}
	if !slices.Equal(branches, []string{"try", "try-r2", "try-r3"}) {
		t.Errorf("branches %q", branches)
	}
	if slices.Sort(ids); len(slices.Compact(ids)) != 3 {
		t.Errorf("ids %q are not all different", ids)
	}
	if result.Change.Branch != "try" || result.Reproduction.ID == result.Repeats[0].ID || result.Repeats[0].ID == result.Repeats[1].ID {
		t.Errorf("the result names branch %s and runs %s, %s, %s", result.Change.Branch, result.Reproduction.ID, result.Repeats[0].ID, result.Repeats[1].ID)
	}
}

// TestRepeatThatFails: a re-run passes the same gates as the first one, and one
// that does not ends the check with its doubt, whatever the others said.
func TestRepeatThatFails(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		second func(training *train.Training, run *repro.Run)
		reason repro.Reason
	}{
		"it fails":               {func(training *train.Training, _ *repro.Run) { training.Execution.Status = repro.ExecFailed }, repro.PipelineFailed},
		"it is skipped":          {func(training *train.Training, _ *repro.Run) { training.Execution.Skipped = []string{"train"} }, repro.NotExecuted},
		"it logs nothing":        {func(_ *train.Training, run *repro.Run) { run.Tags = nil }, repro.MetricsMissing},
		"it has other params":    {func(_ *train.Training, run *repro.Run) { run.Params = nil }, repro.ParamsNotApplied},
		"it replaces the params": {func(training *train.Training, _ *repro.Run) { training.Rewrote = []string{"params.yaml"} }, repro.ParamsNotApplied},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			d.train = func(number int, plan repro.Plan) train.Training {
				training, run := flowtest.Succeeded(), rerunOf(plan, number, map[string]float64{"accuracy": 0.9777777777777777, "loss": 0.13})
				if number == 2 {
					tt.second(&training, &run)
				}
				s.Logged = append(s.Logged, run)
				return training
			}
			result, err := f.Reproduce(t.Context(), benchSettings(t, map[string]string{"repeats": "5"}))
			if err != nil {
				t.Fatal(err)
			}
			gate, _ := repro.FirstFailed(result.Evidence)
			if result.Verdict != repro.Unverified || result.Reason != tt.reason || len(d.trainings) != 2 || !strings.HasPrefix(gate.Name, "re-run 2: ") {
				t.Errorf("%s, %s after %d trainings, gate %q; want unverified, %s after 2", result.Verdict, result.Reason, len(d.trainings), gate.Name, tt.reason)
			}
		})
	}
}
