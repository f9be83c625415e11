package record

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/observe"
)

// TestCodeElsewhere: code of outside is what is neither the repository's nor Python's, a package's
// or a program that was installed, each once.
func TestCodeElsewhere(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs(string(filepath.Separator))
	if err != nil {
		t.Fatal(err)
	}
	at := func(file string) string { return filepath.Join(root, filepath.FromSlash(file)) }
	var process observe.Process
	for _, file := range []string{"w/churn/train.py", "team/lib.py", "usr/lib/python3.11/json/decoder.py", "venv/lib/x/site-packages/numpy/core.py", "usr/share/dist-packages/a.py", "usr/bin/mlflow", "team/lib.py"} {
		process.Code = append(process.Code, observe.Access{Path: at(file)})
	}
	process.Code = append(process.Code, observe.Access{Path: "train.py"})
	if got := codeElsewhere(observe.Observation{Processes: []observe.Process{process}}, []string{at("w/churn")}); !slices.Equal(got, []string{at("team/lib.py")}) {
		t.Errorf("%q", got)
	}
	for file, want := range map[string]bool{"data/a.csv": true, "venv/lib/x/site-packages/sklearn/iris.csv": false, "usr/lib/python3.11/a.txt": false} {
		if got := isInput(at(file)); got != want {
			t.Errorf("%s is an input: %t", file, got)
		}
	}
}
