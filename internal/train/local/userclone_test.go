package local

import (
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/project"
)

// TestSkips: caches and tracking stores in the user's clone are written to by
// trainings that do as they should.
func TestSkips(t *testing.T) {
	t.Parallel()
	for tracking, files := range map[string][]string{
		"":                                {"mlruns/1/x", "mlflow.db", "mlflow.db-wal", "sub/.dvc/cache/files", "src/__pycache__/x.pyc", "reproduce-report/report.md"},
		"sqlite:////p/store/runs.sqlite":  {"store/runs.sqlite", "store/runs.sqlite-journal"},
		"/p/tracking":                     {"tracking"},
		"file:///p/tracking":              {"tracking"},
		"https://mlflow.example/tracking": {"mlruns"},
	} {
		l := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: "/p"}}, Tracking: tracking}
		if i := slices.IndexFunc(files, func(file string) bool { return !l.skips(file) }); i >= 0 {
			t.Errorf("%s: %s is looked at", tracking, files[i])
		}
		for _, file := range []string{"src/train.py", "store/data.csv", "models/model.pkl", "dvc.lock", ".env", "tracking.csv"} {
			if l.skips(file) {
				t.Errorf("%s: %s is not looked at", tracking, file)
			}
		}
	}
}

// TestReportsAreNoInput: where reports are saved is nothing that a training misses.
func TestReportsAreNoInput(t *testing.T) {
	t.Parallel()
	l := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: "/clone"}, Prefix: "sub"}, Reports: []string{"", "hist", "/clone/out/", "."}}
	for file, want := range map[string]bool{"sub/hist/": true, "out/": true, "hist/": false, "sub/data/": false, "sub/history.csv": false} {
		if got := l.isReports(file); got != want {
			t.Errorf("%s: %v", file, got)
		}
	}
}
