package lineage

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestWithSoftware: what is shown of a run before its check is what the check compares:
// the model's files, and for what they leave open the files of the commit.
func TestWithSoftware(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	id := server.AddRun(mlflowtest.Run{})
	server.AddVersion("churn", mlflowtest.Version{RunID: id, Source: "mlflow-artifacts:/1/models/m", Files: map[string]string{
		"MLmodel": "flavors:\n  python_function:\n    python_version: 3.11.9\n", "requirements.txt": "numpy==1.26.4\n",
	}})
	registry, err := mlflow.Open(t.Context(), mlflow.Config{TrackingURI: server.URL, Dir: t.TempDir(), Getenv: func(string) string { return "" }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = registry.Close() })
	selector, err := repro.ParseSelector("1")
	if err != nil {
		t.Fatal(err)
	}
	version, run, err := mlflow.Resolve(t.Context(), registry, repro.ModelRef{Name: "churn", Selector: selector})
	if err != nil {
		t.Fatal(err)
	}
	run.Tags = map[string]string{"git_commit": strings.Repeat("a", 40)}
	whole := func(context.Context, string) (fs.FS, string, error) {
		return fstest.MapFS{"requirements.txt": {Data: []byte("numpy==1.20.0\npandas==2.1.0\n")}, ".python-version": {Data: []byte("3.9\n")}}, "", nil
	}
	for _, c := range []struct {
		about string
		store mlflow.Store
		whole func(context.Context, string) (fs.FS, string, error)
		want  string
	}{
		{"neither", nil, nil, "python [] of 0"},
		{"the model", registry, nil, "python [3.11.9] of 1: numpy 1.26.4"},
		{"the commit", nil, whole, "python [3.9] of 2: numpy 1.20.0, pandas 2.1.0"},
		{"the model before the commit", registry, whole, "python [3.11.9] of 2: numpy 1.26.4, pandas 2.1.0"},
	} {
		l := WithSoftware(t.Context(), c.store, c.whole, version, run, Record{}, Recorded(run))
		got := fmt.Sprintf("python [%s] of %d", l.Python.Value, len(l.Packages))
		for i, p := range l.Packages {
			got += []string{": ", ", "}[min(i, 1)] + p.Name + " " + p.Version
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.about, got, c.want)
		}
	}
}
