package dvc_test

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// The real DVC runs a pipeline again and again, and each time one thing is
// other than it was.
func TestRealLocksCompared(t *testing.T) {
	r := newReal(t) // sets an environment variable, and so is not parallel
	r.write("params.yaml", "train:\n  depth: 3\n")
	r.write("data/raw.csv", "x,y\n1,2\n")
	r.write("prepare.py", "text = open('data/raw.csv').read()\nopen('prepared.csv', 'w').write(text.upper())\n")
	r.write("train.py", "import os\ntext = open('prepared.csv').read() + open('params.yaml').read() + os.environ.get('CHANCE', '')\nopen('model.bin', 'w').write(text)\n")
	r.write("dvc.yaml", `stages:
  prepare:
    cmd: `+r.python+` prepare.py
    deps: [data/raw.csv, prepare.py]
    outs: [prepared.csv]
  train:
    cmd: `+r.python+` train.py
    deps: [prepared.csv, train.py]
    params: [train]
    outs: [model.bin]
`)
	r.dvc("add", "--quiet", "data/raw.csv")
	r.dvc("repro", "--quiet")
	before := keptProject(t, r)

	for _, step := range []struct {
		about string
		plant func()
		want  map[string]string
	}{
		{"nothing", func() {}, map[string]string{"prepare": "equal", "train": "equal"}},
		{"chance", func() { t.Setenv("CHANCE", "another") }, map[string]string{"prepare": "equal", "train": "born"}},
		{"code", func() { r.replace("prepare.py", "upper", "lower") }, map[string]string{"prepare": "enters: code prepare.py", "train": "passes on"}},
		{"a comment too", func() { r.replace("train.py", "import os", "import os  # the environment") }, map[string]string{"prepare": "enters: code prepare.py", "train": "passes on: code train.py"}},
		{"data too", func() { r.write("data/raw.csv", "x,y\n1,3\n"); r.dvc("add", "--quiet", "data/raw.csv") },
			map[string]string{"prepare": "enters: data data/raw.csv code prepare.py", "train": "passes on: code train.py"}},
		{"a param too", func() { r.replace("params.yaml", "3", "4") },
			map[string]string{"prepare": "enters: data data/raw.csv code prepare.py", "train": "passes on: params train.depth code train.py"}},
	} {
		step.plant()
		r.dvc("repro", "--quiet", "--force")
		got := map[string]string{}
		for _, change := range dvc.CompareLocks(dvc.LockedRun{Project: before}, dvc.LockedRun{Project: r.project()}) {
			got[change.Stage] = whatChanged(change)
		}
		if !reflect.DeepEqual(got, step.want) {
			t.Errorf("%s: got %q, want %q", step.about, got, step.want)
		}
	}
}

// keptProject reads a copy of the project, which stays as it is.
func keptProject(t *testing.T, r real) *dvc.Project {
	t.Helper()
	kept := filepath.Join(t.TempDir(), "kept")
	for _, name := range []string{"dvc.yaml", "dvc.lock", "params.yaml", "prepare.py", "train.py", "data/raw.csv.dvc"} {
		data, err := os.ReadFile(filepath.Join(r.dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(filepath.Join(kept, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(kept, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	project, err := dvc.Read(os.DirFS(kept))
	if err != nil {
		t.Fatal(err)
	}
	return project
}

func whatChanged(c repro.StageChange) string {
	own := ""
	for _, change := range c.Own {
		own += " " + change.Kind + " " + change.Name
	}
	if own != "" {
		own = ":" + own
	}
	switch {
	case c.Born():
		return "born"
	case c.Enters():
		return "enters" + own
	case len(c.Upstream) > 0:
		return "passes on" + own
	}
	return string(c.Outs) + own
}
