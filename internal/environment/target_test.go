package environment

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestWant: recorded versions come before a lock's, and nothing but a name and a version is
// taken from a run.
func TestWant(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	from := "requirements.txt of model churn v7"
	recorded := repro.RecordedSoftware{Python: repro.Fact{Value: "3.11.4"}, MLflow: repro.Fact{Value: "3.1.0"},
		Imported: []repro.Package{{Name: "scikit-learn", Version: "1.3.2", From: "MLmodel of model churn v7"}},
		Lists:    []repro.RequirementList{{From: from, Text: "numpy==1.26.4\nscikit-learn==1.2.0\nown==1.0\nspaced==1.0 --index-url http://index.example.com\nopen\n"}},
	}
	pin := func(name, version string) Requirement { r, _ := pinned(name, version, ""); return r }
	w := NewTarget(Declared{From: "uv.lock", Own: []string{"own"}, Python: "3.10",
		Requires: []Requirement{{Name: "numpy", Extras: "x"}, {Name: "dvc"}, {Name: "scikit-learn"}, {Name: "own"}, {Name: "loose", Spec: ">=1"}},
		Pins:     []Requirement{pin("numpy", "2.0"), pin("scikit-learn", "1.3.2.0"), pin("dvc", "3.0"), pin("transitive", "1.0")}}, recorded, at)
	if got, want := lines(w.Requires), []string{"dvc", "loose>=1", "numpy[x]==1.26.4", "open", "scikit-learn==1.3.2", "spaced==1.0"}; !reflect.DeepEqual(got, want) {
		t.Errorf("requires %q, want %q", got, want)
	}
	if got, want := lines(w.Pins), []string{"dvc==3.0", "mlflow==3.1.0", "transitive==1.0"}; !reflect.DeepEqual(got, want) {
		t.Errorf("pins %q, want %q", got, want)
	}
	contain(t, "left", w.Left, []string{"numpy 2.0 of uv.lock, as the run recorded 1.26.4", "scikit-learn 1.2.0 of requirements.txt of model churn v7, as MLmodel of model churn v7 has 1.3.2", "Python 3.10 of .python-version, as the run recorded 3.11.4"})
	if w.Python != "3.11.4" || !w.Before.Equal(at) || !reflect.DeepEqual(w.From, []string{"MLmodel of model churn v7", from, "uv.lock"}) {
		t.Errorf("got %+v", w)
	}
	if _, held := w.lines(); !strings.Contains(held, "\nown<0\n") {
		t.Errorf("the index may be asked for the project's own package: %s", held)
	}
	if recorded.Python.Value = "3.11; rm -rf /"; NewTarget(Declared{Python: "3.10"}, recorded, at).Python != "3.10" {
		t.Errorf("a Python that is no version was taken")
	}
}
