package here

import (
	"slices"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestEndRun: the run of a training that was ended early is ended, if it is the check's own and
// still open; where the store is only read, it is said how.
func TestEndRun(t *testing.T) {
	t.Parallel()
	const id = "check-7"
	for name, c := range map[string]struct {
		run  mlflowtest.Run
		want string
	}{
		"its own":               {mlflowtest.Run{Status: "RUNNING", Tags: map[string]string{repro.IDTag: id}}, "KILLED"},
		"another check's":       {mlflowtest.Run{Status: "RUNNING", Tags: map[string]string{repro.IDTag: "check-8"}}, "RUNNING"},
		"nobody's":              {mlflowtest.Run{Status: "RUNNING"}, "RUNNING"},
		"its own, and over":     {mlflowtest.Run{Status: "FINISHED", Tags: map[string]string{repro.IDTag: id}}, "FINISHED"},
		"its own, that failed":  {mlflowtest.Run{Status: "FAILED", Tags: map[string]string{repro.IDTag: id}}, "FAILED"},
		"its own, as scheduled": {mlflowtest.Run{Status: "SCHEDULED", Tags: map[string]string{repro.IDTag: id}}, "SCHEDULED"},
	} {
		server := mlflowtest.New(t)
		registry := flowtest.Connect(t, server)
		run, err := registry.Run(t.Context(), server.AddRun(c.run))
		if err != nil {
			t.Fatal(err)
		}
		ended := time.Date(2026, time.November, 3, 4, 5, 6, 0, time.UTC)
		w := &watch{registry: registry, id: id, early: &flow.EndedEarly{Run: run.ID}}
		doubt := w.endRun(t.Context(), ended)
		after, err := registry.Run(t.Context(), run.ID)
		if err != nil || string(after.Status) != c.want || c.want == "KILLED" && !after.Ended.Equal(ended) {
			t.Errorf("%s: %s at %v, want %s; %v", name, after.Status, after.Ended, c.want, err)
		}
		if left := (&flow.Flow{Registry: registry}).StillRunning(t.Context(), []string{run.ID}); (c.want == "RUNNING") != slices.Equal(left, []string{run.ID}) || doubt != "" {
			t.Errorf("%s: left %q, said %q", name, left, doubt)
		}
		again := server.AddRun(c.run)
		w.early.Run = again
		server.Fail("runs/update", 100, mlflowtest.Page(403))
		if doubt := w.endRun(t.Context(), ended); flow.IsLeftRunning(doubt) != (c.want == "KILLED") {
			t.Errorf("%s: where the server refuses, said %q", name, doubt)
		}
	}
}
