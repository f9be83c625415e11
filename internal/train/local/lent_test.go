package local

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// TestHoldsMetrics: a lent file with the original's metrics by their names is no input,
// however few digits they have; one that has such numbers is.
func TestHoldsMetrics(t *testing.T) {
	t.Parallel()
	metrics := repro.Metrics{{Name: "test.loss", Value: 0.123}, {Name: "accuracy", Value: 0.5}}
	for text, want := range map[string]bool{
		`{"loss": 0.123, "accuracy": 0.5}`:       true,
		"accuracy,loss\n0.50,1.23e-1\n":          true,
		"the loss was 0.123 and its accuracy .5": true,
		`{"loss": 0.123, "accuracy": 0.51}`:      false,
		`{"a": 0.123, "b": 0.5}`:                 false,
		"sepal,petal\n0.123,0.5\n":               false,
		"":                                       false,
	} {
		if got := holdsMetrics(fstest.MapFS{"f": {Data: []byte(text)}}, "f", metrics); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	if holdsMetrics(fstest.MapFS{"f": {Data: []byte("accuracy")}}, "f", nil) || holdsMetrics(fstest.MapFS{}, "f", metrics) {
		t.Error("no metrics, or no file")
	}
}

// TestFromProject: a full path into the project is the path from there, by either name of a
// directory that has two; any other is refused.
func TestFromProject(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	link := filepath.Join(t.TempDir(), "link")
	if err := errors.Join(os.MkdirAll(filepath.Join(top, "ml"), 0o700), os.Symlink(top, link)); err != nil {
		t.Fatal(err)
	}
	l := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: link}, Prefix: "ml"}}
	got, err := l.FromProject([]string{"data", link + "/ml/data/raw", filestate.RealPath(top) + "/ml/.env"})
	if err != nil || strings.Join(got, " ") != "data data/raw .env" {
		t.Errorf("%q, %v", got, err)
	}
	for _, name := range []string{"/etc/passwd", link + "/other", link + "/mlx/data", link + "/ml/"} {
		if got, err := l.FromProject([]string{name}); err == nil || !strings.Contains(err.Error(), "it is not in the project") {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}
