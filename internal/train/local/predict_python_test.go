package local

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git"
)

// A library in place of MLflow: what a model may do is too much to be saved with the real
// one, which the end-to-end suite loads.
const standIn = `
import decimal
import os
class artifacts:
    @staticmethod
    def list_artifacts(artifact_uri):
        if artifact_uri.endswith("huge"):
            return [type("F", (), {"path": "model/weights.bin", "is_dir": False, "file_size": 3 << 30})]
        return []
    @staticmethod
    def download_artifacts(artifact_uri, dst_path):
        open(os.path.join(dst_path, "kind"), "w").write(artifact_uri)
        open(os.path.join(dst_path, "net.onnx"), "w").write("weights")
        return dst_path
class Raw:
    def predict_proba(self, x): return [[0.25, 0.75]]
class Loaded:
    def __init__(self, kind): self.kind, self.calls = kind, 0
    def get_raw_model(self):
        if self.kind == "own": raise NotImplementedError("no raw model")
        return Raw() if self.kind == "sure" else object()
    def predict(self, x):
        self.calls += 1
        if self.kind == "quits": raise SystemExit(0)
        if self.kind == "dies": os._exit(7)
        if self.kind == "many": return [0.5] * 100001
        if self.kind == "varies": return [float(self.calls)]
        if self.kind == "mixed": return [1, 2.5, float("nan"), "red", True, None, {"b": 1, "a": [2]}]
        if self.kind == "large": return [2**53, 2**53 + 1, -2**53 - 1, 10**400, decimal.Decimal("0.1"), decimal.Decimal("nan")]
        if self.kind == "floods": print("x" * 100000)
        x.append("changed")
        return [0.1]
class pyfunc:
    @staticmethod
    def load_model(folder): return Loaded(open(os.path.join(folder, "kind")).read())
`

const standInModels = `
import os
class Model:
    def __init__(self, kind): self.saved_input_example_info = None if kind == "bare" else {"a": 1}
    @staticmethod
    def load(folder): return Model(open(os.path.join(folder, "kind")).read())
    def load_input_example(self, folder): return ["x"]
`

// TestAsk: whatever a model does, there is an answer, or a reason that there is none.
func TestAsk(t *testing.T) {
	t.Parallel()
	python := os.Getenv("REPRODUCE_PYTHON")
	if python == "" {
		if os.Getenv("REPRODUCE_REQUIRE_E2E") == "1" {
			t.Fatal("REPRODUCE_REQUIRE_E2E=1 but REPRODUCE_PYTHON names no interpreter")
		}
		t.Skip("set REPRODUCE_PYTHON to a Python that is to load the models")
	}
	library := t.TempDir()
	for name, text := range map[string]string{"mlflow/__init__.py": standIn, "mlflow/models.py": standInModels} {
		file := filepath.Join(library, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for kind, want := range map[string]string{
		"own":    "predict:0.1",
		"sure":   "predict:0.1 predict_proba:0.25,0.75",
		"mixed":  "predict:1,2.5,NaN,red,True,None,2,1",
		"large":  "predict:9007199254740992,9007199254740993,-9007199254740993,1" + strings.Repeat("0", 400) + ",0.1,nan",
		"floods": "predict:0.1",
		"varies": "varies",
		"bare":   "has no input example",
		"quits":  "SystemExit",
		"dies":   "exit status 7",
		"many":   "more than 100000 values",
		"huge":   "more than 2000 files or 2 GiB",
	} {
		dir := t.TempDir()
		program := filepath.Join(dir, "predict.py")
		if err := os.WriteFile(program, predictPython, 0o600); err != nil {
			t.Fatal(err)
		}
		p := place{clone: &git.Clone{Dir: dir}, dir: dir, environ: slices.Concat(os.Environ(), []string{"PYTHONPATH=" + library})}
		got, err := (&Project{}).ask(context.Background(), p, python, program, request{Model: kind, Folder: filepath.Join(dir, "m"), Answer: filepath.Join(dir, "a.json"), Paths: []string{dir}})
		var said string
		if err != nil {
			said = err.Error()
		} else if given, err := got.predictions(); err != nil {
			said = err.Error()
		} else if given.Varies {
			said = "varies"
		} else {
			var parts []string
			for i, part := range given.Parts {
				var values []string
				for at, value := range part.Values {
					text := value.Text
					if value.Numeric {
						if value.Text != "" || value.Nothing {
							t.Errorf("%s: %+v is a number and something else", kind, value)
						}
						text = strings.TrimSuffix(strings.ReplaceAll(got.Parts[i].Values[at][1:], "nan", "NaN"), ".0")
					}
					values = append(values, text)
				}
				parts = append(parts, part.Name+":"+strings.Join(values, ","))
			}
			said = strings.Join(parts, " ")
			if len(given.Files) != 1 || given.Files["net.onnx"] == "" {
				t.Errorf("%s: the files %v", kind, given.Files)
			}
		}
		if err == nil && said != want || !strings.Contains(said, want) {
			t.Errorf("%s: %q, want %q", kind, said, want)
		}
	}
}
