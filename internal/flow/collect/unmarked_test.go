package collect

import (
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestUnmarked: the one run that a training logged without our id is named, and no other.
func TestUnmarked(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 1, 2, 3, 4, 5, 600_000_000, time.UTC)
	run := func(id string, change func(*repro.Run)) repro.Run {
		made := repro.Run{ID: id, ExperimentID: "1", Started: began.Add(time.Second), Params: repro.Params{{Name: "lr", Value: "0.1"}, {Name: "more", Value: "1"}},
			Tags: map[string]string{lineage.MlflowCommit: "abc", lineage.MlflowSource: "train.py"}}
		if change != nil {
			change(&made)
		}
		return made
	}
	other := func(r *repro.Run) { r.Params = repro.Params{{Name: "lr", Value: "0.2"}} }
	bare := func(r *repro.Run) { r.Tags = map[string]string{} }
	original := run("original", func(r *repro.Run) { r.Started = began.Add(-time.Hour); r.Params = r.Params[:1] })
	for name, tt := range map[string]struct {
		runs []repro.Run
		want string
	}{
		"one":                            {[]repro.Run{run("a", nil)}, "a"},
		"none":                           {nil, ""},
		"two":                            {[]repro.Run{run("a", nil), run("b", nil)}, ""},
		"one with an id":                 {[]repro.Run{run("a", func(r *repro.Run) { r.Tags[repro.IDTag] = "x" })}, ""},
		"begun before":                   {[]repro.Run{run("a", func(r *repro.Run) { r.Started = began.Add(-time.Second) })}, ""},
		"begun before, in whole seconds": {[]repro.Run{run("a", func(r *repro.Run) { r.Started = began.Truncate(time.Second) })}, "a"},
		"begun a second before, in whole seconds": {[]repro.Run{run("a", func(r *repro.Run) { r.Started = began.Truncate(time.Second).Add(-time.Second) })}, ""},
		"begun after":                                 {[]repro.Run{run("a", func(r *repro.Run) { r.Started = began.Add(time.Hour) })}, ""},
		"of another commit":                           {[]repro.Run{run("a", func(r *repro.Run) { r.Tags[lineage.MlflowCommit] = "def" })}, ""},
		"of the program alone":                        {[]repro.Run{run("a", func(r *repro.Run) { delete(r.Tags, lineage.MlflowCommit) })}, "a"},
		"of another program":                          {[]repro.Run{run("a", func(r *repro.Run) { r.Tags = map[string]string{lineage.MlflowSource: "b.py"} })}, ""},
		"of the commit, with another value":           {[]repro.Run{run("a", other)}, "a"},
		"with another value":                          {[]repro.Run{run("a", func(r *repro.Run) { other(r); delete(r.Tags, lineage.MlflowCommit) })}, ""},
		"of no program":                               {[]repro.Run{run("a", bare)}, ""},
		"of no program, and its id was printed":       {[]repro.Run{run("printed", bare)}, "printed"},
		"one of the commit beside one of the program": {[]repro.Run{run("b", func(r *repro.Run) { delete(r.Tags, lineage.MlflowCommit) }), run("a", nil)}, "a"},
		"of another experiment":                       {[]repro.Run{run("a", func(r *repro.Run) { r.ExperimentID = "2" })}, ""},
		"one beside one that is not":                  {[]repro.Run{run("a", nil), run("b", func(r *repro.Run) { r.Params = nil })}, "a"},
	} {
		f := Collector{Registry: &mlflow.Registry{Store: &flowtest.Store{Logged: append([]repro.Run{original}, tt.runs...)}}}
		training := train.Training{Execution: repro.Execution{Started: began, Ended: began.Add(time.Minute)}, MetRuns: []string{"printed"}}
		if got := f.unmarked(t.Context(), repro.Plan{Original: original}, repro.Change{Commit: "abc"}, training); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
