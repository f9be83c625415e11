package flow

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/audit"
	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestCompareRunsSettles: two runs that logged the same two values at their last
// step, a millisecond apart in the one, do not differ because MLflow calls
// another of them the latest.
func TestCompareRunsSettles(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	log := func(points ...mlflowtest.Point) string {
		return server.AddRun(mlflowtest.Run{History: map[string][]mlflowtest.Point{"acc": points}})
	}
	at := func(value float64, ms int64) mlflowtest.Point { return mlflowtest.Point{Value: value, Time: ms} }
	first := log(at(0.9, 1000), at(0.8, 1001))
	f := flowOf(nil, flowtest.Connect(t, server))
	for id, want := range map[string]repro.Verdict{
		log(at(0.9, 1000), at(0.8, 1000)): repro.Unverified,
		log(at(0.9, 1000), at(0.7, 1000)): repro.Drifted,
		log(at(0.9, 1000), at(0.8, 1002)): repro.Reproduced,
	} {
		original, err := f.Registry.Run(t.Context(), first)
		if err != nil {
			t.Fatal(err)
		}
		other, err := f.Registry.Run(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		result, err := f.CompareRuns(t.Context(), settings.Comparing{Diagnose: "off"}, original, other)
		if err != nil || result.Verdict != want {
			t.Errorf("run %s: %s (%v), want %s", id, result.Verdict, err, want)
		}
	}
}

// TestAuditWithoutARegistry: the way out is one that audit has.
func TestAuditWithoutARegistry(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	server.NoRegistry = true
	_, err := (&audit.Auditor{Store: flowtest.Connect(t, server), Selecting: settings.Selecting{Models: []string{"*"}}, Now: flowOf(nil, nil).Now}).Audit(t.Context())
	if err == nil || strings.Contains(err.Error(), "--run-id") || !strings.Contains(err.Error(), "reproduce show") {
		t.Errorf("audit: %v; want no option that audit lacks, and a way to look at a run", err)
	}
}

// TestCompareUnfinished: numbers of a run that may have stopped anywhere prove
// nothing, on either side.
func TestCompareUnfinished(t *testing.T) {
	t.Parallel()
	run := func(id string, status repro.RunStatus) repro.Run {
		return repro.Run{ID: id, Status: status, Metrics: repro.NewMetrics(map[string]float64{"acc": 0.9})}
	}
	file := repro.Run{From: "m.json", Metrics: repro.NewMetrics(map[string]float64{"acc": 0.9})}
	done := run("a", repro.RunFinished)
	for name, tt := range map[string]struct {
		a, b repro.Run
		want repro.Reason
	}{
		"both finished":        {done, run("b", repro.RunFinished), repro.Identical},
		"a file against a run": {file, done, repro.Identical},
		"a run against a file": {done, file, repro.Identical},
		"the second failed":    {done, run("b", repro.RunFailed), repro.PipelineFailed},
		"the second runs":      {done, run("b", repro.RunRunning), repro.PipelineFailed},
		"the second waits":     {done, run("b", repro.RunScheduled), repro.PipelineFailed},
		"the second is killed": {file, run("b", repro.RunKilled), repro.PipelineFailed},
		"the first failed":     {run("a", repro.RunFailed), run("b", repro.RunFinished), repro.OriginalNotFinished},
		"nobody knows":         {done, run("b", ""), repro.PipelineFailed},
	} {
		result, err := flowOf(nil, nil).CompareRuns(t.Context(), settings.Comparing{Diagnose: "off"}, tt.a, tt.b)
		if err != nil || result.Reason != tt.want {
			t.Errorf("%s: %s (%v), want %s", name, result.Reason, err, tt.want)
		}
		if len(result.Comparison.Deltas) != 1 {
			t.Errorf("%s: the numbers are not shown", name)
		}
	}
}

// TestCompareCurves: two runs with one last value each are not called the same
// without a word on what was before.
func TestCompareCurves(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	log := func(values ...float64) repro.Run {
		var points []mlflowtest.Point
		for i, value := range values {
			points = append(points, mlflowtest.Point{Value: value, Step: int64(i), Time: 1000 + int64(i)})
		}
		run, err := flowtest.Connect(t, server).Run(t.Context(), server.AddRun(mlflowtest.Run{History: map[string][]mlflowtest.Point{"loss": points}}))
		if err != nil {
			t.Fatal(err)
		}
		return run
	}
	original := log(3, 2, 1)
	for want, other := range map[string]repro.Run{"the curve of loss differs at an earlier step": log(9, 5, 1), "": log(3, 2, 1)} {
		result, err := flowOf(nil, flowtest.Connect(t, server)).CompareRuns(t.Context(), settings.Comparing{}, original, other)
		if err != nil || result.Reason != repro.Identical {
			t.Fatalf("%s (%v)", result.Reason, err)
		}
		if got := judge.OnTheWay(result); !strings.Contains(got, want) || (got == "") != (want == "") {
			t.Errorf("the summary says %q, want %q", got, want)
		}
	}
}
