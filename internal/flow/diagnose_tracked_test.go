//go:build unix

package flow

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// tracked plants files in git that no stage lists, has the training read those
// of them in reads, and changes them after the original.
func tracked(reads []string, then, now map[string]string) func(w *planted) {
	return func(w *planted) {
		w.reads = reads
		for name, text := range then {
			w.write(name, text)
		}
		w.save()
		w.trainOriginal()
		for name, text := range now {
			w.write(name, text)
		}
		w.ref = w.save()
	}
}

// naming has the training's program name a file.
func naming(file string) string {
	return "from features import build\nread('" + file + "')\n"
}

const notebook = `{"cells": [{"cell_type": "code", "execution_count": %COUNT, "metadata": {}, "outputs": [{"text": "%OUT"}], "source": ["fit(%FIT)\n"]}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}`

func notebookOf(count, out, fit string) string {
	return strings.NewReplacer("%COUNT", count, "%OUT", out, "%FIT", fit).Replace(notebook)
}

var trackedScenarios = []scenario{
	{"a JSON config changed that a program names", tracked([]string{"conf/model.json"},
		map[string]string{"conf/model.json": `{"depth": 3}`, "src/train.py": naming("conf/model.json")}, map[string]string{"conf/model.json": `{"depth": 4}`}),
		[]string{"file conf/model.json"}, false, nil},
	{"a TOML config changed that nothing names", tracked([]string{"conf/model.toml"},
		map[string]string{"conf/model.toml": "depth = 3\n"}, map[string]string{"conf/model.toml": "depth = 4\n"}),
		[]string{"file conf/model.toml"}, false, nil},
	{"a lookup table changed, and a readme", tracked([]string{"data/zones.csv"},
		map[string]string{"data/zones.csv": "zone,fare\na,1\n"}, map[string]string{"data/zones.csv": "zone,fare\na,2\n", "README.md": "# Other words\n"}),
		[]string{"file data/zones.csv"}, false, nil},
	{"a file without a suffix changed", tracked([]string{"assets/vocabulary"},
		map[string]string{"assets/vocabulary": "a b\n"}, map[string]string{"assets/vocabulary": "a b c\n"}),
		[]string{"file assets/vocabulary"}, false, nil},
	{"a file that tests are about, and a config", tracked([]string{"conf/model.json"},
		map[string]string{"conf/model.json": `{"depth": 3}`, "tests/test_model.py": "1\n"}, map[string]string{"conf/model.json": `{"depth": 4}`, "tests/test_model.py": "2\n"}),
		[]string{"file conf/model.json"}, false, nil},
	{"a config added, with Python upgraded", func(w *planted) {
		w.trainOriginal()
		w.around.python, w.reads = "3.12.1", []string{"conf/model.json"}
		w.write("conf/model.json", `{"depth": 4}`)
		w.ref = w.save()
	}, []string{"file conf/model.json"}, false, nil},
	{"a submodule moved on", func(w *planted) {
		w.submodule("vendor/lib", strings.Repeat("1", 40))
		w.trainOriginalAt()
		w.submodule("vendor/lib", strings.Repeat("2", 40))
		w.ref = w.git("rev-parse", "HEAD")
	}, []string{"code vendor/lib"}, false, nil},
	{"a key of the params file changed that no run logs and no stage lists", func(w *planted) {
		w.reads = []string{"params.yaml"}
		w.write("params.yaml", w.read(w.dir, "params.yaml")+"clip:\n  at: 3\n")
		w.save()
		w.trainOriginal()
		w.logged = nil
		delete(w.original.params, "at")
		w.edit("params.yaml", "at: 3", "at: 4")
		w.ref = w.save()
	}, []string{"params clip.at"}, false, nil},
	{"only outputs of a notebook changed", tracked(nil,
		map[string]string{"explore.ipynb": notebookOf("1", "0.8", "3")}, map[string]string{"explore.ipynb": notebookOf("2", "0.9", "3")}), nil, true, nil},
	{"a cell of a notebook changed", tracked([]string{"explore.ipynb"},
		map[string]string{"explore.ipynb": notebookOf("1", "0.8", "3")}, map[string]string{"explore.ipynb": notebookOf("1", "0.8", "4")}), []string{"code explore.ipynb"}, false, nil},
	{"the code changed, and a readme", later(func(w *planted) {
		w.edit("src/train.py", "train'", "train better'")
		w.edit("README.md", "Churn", "Churn, explained")
	}), []string{"code src/train.py"}, false, nil},
}

// TestTrackedChanges plants changes of files in git that no stage lists: each is
// found, comes before what nobody recorded, and what is for people is listed
// and not blamed. None of it may be called the same code.
func TestTrackedChanges(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("needs git")
	}
	for _, s := range trackedScenarios {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			w := newPlanted(t)
			s.plant(w)
			r := w.reproduce()
			listed, first, blamed := judgeSituation(s, r)
			if drifted := len(r.Comparison.In(repro.StateOutside, repro.StateMissing)) > 0; !listed || !first || len(blamed) > 0 || drifted == s.quiet {
				t.Errorf("listed %v, first %v, innocent blamed %q, drifted %v; want %q\n%s", listed, first, blamed, drifted, s.truth, causesText(r.Causes))
			}
			if strings.Contains(r.Diagnosis, "othing that was recorded differs") || strings.Contains(r.Diagnosis, "README") {
				t.Errorf("it says %s", r.Diagnosis)
			}
			t.Log(r.Diagnosis)
			if at := slices.IndexFunc(r.Inputs, func(i repro.Input) bool { return i.Name == "commit" }); r.Inputs[at].State == repro.InputSame {
				t.Error("it is called the same code")
			}
			for _, name := range w.changedSince() {
				if !slices.ContainsFunc(r.Inputs, func(i repro.Input) bool { return i.Name == name && i.State == repro.InputDiffers }) {
					t.Errorf("%s differs and is not listed", name)
				}
			}
		})
	}
}

// changedSince lists what git says differs between the two commits.
func (w *planted) changedSince() []string {
	w.t.Helper()
	return slices.DeleteFunc(strings.Fields(w.git("diff", "--name-only", "--no-renames", w.commit, w.ref)), func(name string) bool {
		return name == "dvc.lock" || strings.HasPrefix(name, "models/") || strings.HasPrefix(name, "metrics/")
	})
}
