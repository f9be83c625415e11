package collect

import (
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestOfProject: only a run that agrees in everything is the one that mlflow run made in
// this training.
func TestOfProject(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 5, 1, 10, 0, 0, 0, time.UTC)
	const id, commit = "0123456789abcdef0123456789abcdef", "c0ffee0000000000000000000000000000000000"
	training := train.Training{Execution: repro.Execution{Started: began, Ended: began.Add(time.Minute)}, MetRuns: []string{id}}
	for name, tt := range map[string]struct {
		change func(run *repro.Run)
		want   bool
	}{
		"it":                     {func(*repro.Run) {}, true},
		"below the directory":    {func(run *repro.Run) { run.Tags[lineage.MlflowSource] = "file:///place/sub#train" }, true},
		"its id was not printed": {func(run *repro.Run) { run.ID = "fedcba9876543210fedcba9876543210" }, false},
		"another commit":         {func(run *repro.Run) { run.Tags[lineage.MlflowCommit] = "c0ffee1" }, false},
		"another directory":      {func(run *repro.Run) { run.Tags[lineage.MlflowSource] = "file:///places" }, false},
		"a repository":           {func(run *repro.Run) { run.Tags[lineage.MlflowSource] = "https://example.com/place" }, false},
		"no project":             {func(run *repro.Run) { delete(run.Tags, projectTag) }, false},
		"before the training":    {func(run *repro.Run) { run.Started = began.Add(-time.Millisecond) }, false},
		"after it":               {func(run *repro.Run) { run.Started = began.Add(time.Hour) }, false},
	} {
		run := repro.Run{ID: id, Started: began.Add(time.Second), Tags: map[string]string{
			lineage.MlflowSource: "file:///place", lineage.MlflowCommit: commit, projectTag: "local"}}
		tt.change(&run)
		if got := ofProject(run, []string{"/place"}, commit, training); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
	if run := (repro.Run{ID: id}); ofProject(run, []string{"/place"}, "", train.Training{MetRuns: []string{id}}) {
		t.Error("a run without tags is taken for a project's")
	}
}
