package witness

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestTold: a failure that the command's end hides, where a metrics file alone
// speaks for the training.
func TestTold(t *testing.T) {
	t.Parallel()
	troubled := train.Training{LoggedFailure: "KeyError: 'x'"}
	ran := train.Training{LoggedFailure: "KeyError: 'x'", Stages: []string{"train"}, Execution: repro.Execution{Executed: []string{"train"}}}
	handled := func(f observe.Finding) train.Training {
		return train.Training{LoggedFailure: "KeyError: 'x'", Handled: true, Observed: func([]string, string) observe.Finding { return f }}
	}
	written := collect.Collected{Run: repro.Run{From: "m.json"}, Files: []string{"m.json"}}
	file, run := collect.Collected{Run: repro.Run{From: "m.json"}}, collect.Collected{Run: repro.Run{ID: "new"}}
	for name, tt := range map[string]struct {
		training train.Training
		arrival  repro.GateState
		seen     repro.GateState // what was observed
		c        collect.Collected
		want     bool
	}{
		"nothing told":                                {train.Training{}, repro.GateUnknown, "", file, false},
		"behind a pipe":                               {troubled, repro.GateUnknown, "", file, true},
		"behind a pipe, half seen":                    {troubled, repro.GateUnknown, repro.GateUnknown, file, true},
		"it was seen to be handled":                   {troubled, repro.GateUnknown, repro.GatePassed, file, false},
		"a run that says more":                        {troubled, repro.GatePassed, "", file, false},
		"the numbers are a run's":                     {troubled, repro.GateUnknown, "", run, false},
		"it went on, and wrote them":                  {handled(observe.Finding{Wrote: []string{"p/m.json"}, Lacks: []string{"one did not report"}}), repro.GateUnknown, repro.GateUnknown, written, false},
		"it went on, and who wrote them was not seen": {handled(observe.Finding{Lacks: []string{"one did not report"}}), repro.GateUnknown, repro.GateUnknown, written, true},
		"it went on, and another failed":              {handled(observe.Finding{Wrote: []string{"m.json"}, Failed: []string{"other.py"}}), repro.GateUnknown, repro.GateFailed, written, true},
		"it was handled in a stage":                   {ran, repro.GateUnknown, "", file, false},
	} {
		gates := told(tt.training, repro.Gate{State: tt.arrival}, []repro.Gate{{State: tt.seen}}, tt.c)
		if (len(gates) == 1) != tt.want {
			t.Errorf("%s: %+v, want a doubt: %v", name, gates, tt.want)
		}
		for _, gate := range gates {
			refused(repro.NotProven, "KeyError").check(t, gate)
		}
	}
}

// TestUnmoved: other data, the very same numbers, and only a run's word for it.
func TestUnmoved(t *testing.T) {
	t.Parallel()
	data := func(run repro.Run, digest string) repro.Run {
		run.Datasets = []repro.Dataset{{Name: "iris", Digest: digest, Context: "training"}}
		return run
	}
	plan := repro.Plan{Original: data(flowtest.Original, "aa"), Metrics: repro.MetricPolicy{}}
	again := func(digest string, loss float64) collect.Collected {
		run := data(flowtest.Original, digest)
		run.ID, run.Metrics = "new", repro.NewMetrics(map[string]float64{"accuracy": 0.9777777777777777, "loss": loss})
		return collect.Collected{Run: run, Tracked: run}
	}
	ran := train.Training{Stages: []string{"train"}, Execution: repro.Execution{Executed: []string{"train"}}}
	unlike := again("bb", 0.125)
	unlike.Run.Datasets[0].Name = "another"
	for name, tt := range map[string]struct {
		training train.Training
		c        collect.Collected
		want     bool
	}{
		"other data, the very numbers":    {train.Training{}, again("bb", 0.125), true},
		"other data, a number moved":      {train.Training{}, again("bb", 0.12500001), false},
		"the same data":                   {train.Training{}, again("aa", 0.125), false},
		"other data, and DVC says it ran": {ran, again("bb", 0.125), false},
		"data of another name":            {train.Training{}, unlike, false},
		"a file":                          {train.Training{}, collect.Collected{Run: repro.Run{From: "m.json"}}, false},
	} {
		gates := unmoved(plan, tt.training, tt.c)
		if (len(gates) == 1) != tt.want {
			t.Errorf("%s: %+v, want a doubt: %v", name, gates, tt.want)
		}
		for _, gate := range gates {
			refused(repro.NotProven, "iris are mlflow bb and were mlflow aa").check(t, gate)
		}
	}
}
