package flow

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestNext: the one thing to do now is a line that can be pasted, or nothing.
func TestNext(t *testing.T) {
	t.Parallel()
	result := func(verdict repro.Verdict, reason repro.Reason, command string) repro.Result {
		r := repro.Result{Verdict: verdict, Reason: reason, Change: repro.Change{Branch: "reproduce/iris/v7"}}
		r.Plan.Command, r.Plan.Model = command, repro.ModelVersion{Name: "iris", Version: "7"}
		return r
	}
	hosted := result(repro.Unverified, repro.PipelineTimedOut, "")
	hosted.Plan.Workflow = "train.yml"
	drifted := result(repro.Drifted, repro.MetricsOutsideTolerance, "")
	drifted.Plan.Workflow = "train.yml"
	repeated := result(repro.Drifted, repro.MetricsOutsideTolerance, "make run")
	repeated.Repeats = make([]repro.Run, 4)
	byRun := result(repro.Drifted, repro.MetricsOutsideTolerance, "make run")
	byRun.Plan.Model, byRun.Original.ID = repro.ModelVersion{}, originalID
	nameless := byRun
	nameless.Original.ID = ""
	unmade := result(repro.Unverified, repro.PipelineFailed, "make run")
	unmade.Change.Branch = ""
	quoted := result(repro.Drifted, repro.MetricsOutsideTolerance, "sh -c 'a; b'")
	quoted.Plan.Model.Name = "iris $(rm)"
	for name, tt := range map[string]struct {
		result repro.Result
		want   string
	}{
		"it came back":              {result(repro.Reproduced, repro.Identical, "make run"), ""},
		"it drifted":                {result(repro.Drifted, repro.MetricsOutsideTolerance, "make run"), "reproduce run iris --version 7 --run-command 'make run' --repeats 5"},
		"it drifted on GitHub":      {drifted, "reproduce run iris --version 7 --workflow train.yml --repeats 5"},
		"it drifted five times":     {repeated, ""},
		"it drifted, known by run":  {byRun, "reproduce run --run-id " + originalID + " --run-command 'make run' --repeats 5"},
		"nobody knows what it was":  {nameless, ""},
		"words of a shell":          {quoted, `reproduce run 'iris $(rm)' --version 7 --run-command 'sh -c '\''a; b'\''' --repeats 5`},
		"DVC skipped":               {result(repro.Unverified, repro.NotExecuted, "dvc repro"), "reproduce run iris --version 7 --run-command 'dvc repro --force'"},
		"DVC skipped, under make":   {result(repro.Unverified, repro.NotExecuted, "make run"), ""},
		"it failed":                 {result(repro.Unverified, repro.PipelineFailed, "make run"), "git switch --detach reproduce/iris/v7 && make run"},
		"it failed before a branch": {unmade, ""},
		"it took too long":          {result(repro.Unverified, repro.PipelineTimedOut, "make run"), "reproduce run iris --version 7 --run-command 'make run' --timeout 24h"},
		"it took too long there":    {hosted, "reproduce resume --timeout 24h"},
		"nothing to be done":        {result(repro.Unverified, repro.NoBaselineMetrics, "make run"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := next(tt.result); got != tt.want {
				t.Errorf("next: %s\nwant: %s", got, tt.want)
			}
		})
	}
}
