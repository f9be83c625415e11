package reportjson

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestExperimentBearsOut: a saved report names a cause only where its own trials prove it.
func TestExperimentBearsOut(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*repro.Result)
		want   string // "" is read
	}{
		"as it was written":     {func(*repro.Result) {}, ""},
		"without its trials":    {func(r *repro.Result) { r.Experiment.Trials = nil }, "its trials do not prove it"},
		"a trial turned":        {func(r *repro.Result) { r.Experiment.Trials[5].Outcome = repro.TrialLost }, "its trials do not prove it"},
		"another cause":         {func(r *repro.Result) { r.Experiment.Cause = []int{0} }, "its trials do not prove it"},
		"no cause":              {func(r *repro.Result) { r.Experiment.Cause = nil }, "its trials do not prove it"},
		"a factor more":         {func(r *repro.Result) { r.Experiment.Factors[0].Finding = repro.FactorCause }, "the cause, but its experiment does not"},
		"only isolated":         {func(r *repro.Result) { r.Experiment.Conclusion = repro.CauseIsolated }, "the cause, but its experiment does not"},
		"a word of its own":     {func(r *repro.Result) { r.Experiment.Conclusion = "certain" }, "which is none of"},
		"a cause by itself":     {func(r *repro.Result) { r.Experiment = nil }, "has no experiment that proves it"},
		"a commit untrained":    {func(r *repro.Result) { r.Experiment.Bisect.Trials = nil }, "its trials do not show it"},
		"a commit turned":       {func(r *repro.Result) { r.Experiment.Bisect.Trials[0].Outcome = repro.TrialBack }, "its trials do not show it"},
		"another commit":        {func(r *repro.Result) { r.Experiment.Bisect.Lost = "f00" }, "its trials do not show it"},
		"the commit comes back": {func(r *repro.Result) { r.Experiment.Bisect.Whole = []repro.Trial{{Outcome: repro.TrialBack}} }, "comes back with all its files"},
		"the other way round":   {func(r *repro.Result) { b := r.Experiment.Bisect; b.Back, b.Lost = b.Lost, b.Back }, "its trials do not show it"},
		"the ends of the proof": {ends, ""},
		"isolated, as all say":  {isolated, ""},
		"no experiment at all":  {func(r *repro.Result) { r.Experiment, r.Causes = nil, nil }, ""},
		"a number of no factor": {func(r *repro.Result) { r.Experiment.Cause = []int{99} }, "its trials do not prove it"},
	} {
		result := reporttest.ExplainedResult()
		c.change(&result)
		err := experimentBearsOut(result)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func isolated(r *repro.Result) {
	r.Experiment.Conclusion, r.Experiment.Why = repro.CauseIsolated, repro.WhySpent
	r.Experiment.Factors[1].Finding, r.Causes[0].Strength = repro.FactorIsolated, repro.Isolated
}

// ends is a bisect that found its first step to be the only one.
func ends(r *repro.Result) {
	b := r.Experiment.Bisect
	b.Steps, b.Back, b.Lost, b.Trials = b.Steps[:1], r.Experiment.Original, b.Steps[0], nil
}
