package local

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestLender_cache: a library's cache is told from an environment, is not among what a training
// may lack, and an input that was downloaded to it is lent by its own path.
func TestLender_cache(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	gittest.Write(t, top, ".cache/joblib/train/features/1/output.pkl", "x")
	gittest.Write(t, top, ".cache/rows.csv", "1,2\n")
	gittest.Write(t, top, "venv/bin/x", "x")
	pipeline, err := dvc.Read(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	l := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: top}}}
	source := l.lender(fstest.MapFS{}, fstest.MapFS{}, repro.Plan{}, pipeline)
	for name, want := range map[string]string{".cache": "an earlier training computed: leave it out", ".cache/rows.csv": "", "venv": "belongs to an environment"} {
		_, err := source.Find([]string{name})
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
	if lacks := l.mayLack([]string{".cache/", "rows.csv"}, source, ""); len(lacks) != 1 || lacks[0] != "rows.csv" {
		t.Errorf("a training may lack %q", lacks)
	}
}

// TestWithoutCode: modules and compiled code that only the clone has are told apart from data.
func TestWithoutCode(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	l := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: dir}}}
	pipeline, err := dvc.Read(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	source := l.lender(fstest.MapFS{}, fstest.MapFS{}, repro.Plan{}, pipeline)
	others, code := withoutCode([]string{"churn/_version.py", "data/", "fast.so", "rows.csv"}, source)
	if strings.Join(others, " ") != "data/ rows.csv" || strings.Join(code, " ") != "churn/_version.py fast.so" {
		t.Errorf("others %q, code %q", others, code)
	}
}
