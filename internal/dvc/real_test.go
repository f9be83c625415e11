package dvc_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// A real is a project in a directory with a real DVC beside it.
type real struct {
	t      *testing.T
	python string
	dir    string
	dvcs   realDVC
}

// newReal makes a project for the DVC that REPRODUCE_PYTHON_DVC's Python has.
// Without one the test is skipped, unless REPRODUCE_REQUIRE_E2E says that this
// is a failure.
func newReal(t *testing.T) real {
	t.Helper()
	python := os.Getenv("REPRODUCE_PYTHON_DVC")
	if python == "" {
		if os.Getenv("REPRODUCE_REQUIRE_E2E") == "1" {
			t.Fatal("REPRODUCE_PYTHON_DVC is not set, and REPRODUCE_REQUIRE_E2E=1 demands a real DVC")
		}
		t.Skip("set REPRODUCE_PYTHON_DVC to a Python with DVC to compare with the real one")
	}
	r := real{t, python, t.TempDir(), newRealDVC(t, python)}
	r.run("git", "init", "--quiet")
	r.dvc("init", "--quiet")
	return r
}

func (r real) run(name string, args ...string) []string {
	r.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = r.dir
	cmd.Env = environ()
	out, err := cmd.CombinedOutput()
	if err != nil {
		r.t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
	return strings.Split(string(out), "\n")
}

func environ() []string {
	return append(os.Environ(), "DVC_NO_ANALYTICS=1", "GIT_CONFIG_NOSYSTEM=1", "PYTHONUTF8=1")
}

func (r real) dvc(args ...string) []string {
	r.t.Helper()
	return strings.Split(r.dvcs.run(r.t, r.dir, environ(), args...), "\n")
}

func (r real) write(path, content string) { gittest.Write(r.t, r.dir, path, content) }

func (r real) replace(path, old, new string) {
	r.t.Helper()
	data, err := os.ReadFile(filepath.Join(r.dir, path))
	if err != nil || !strings.Contains(string(data), old) {
		r.t.Fatalf("%s does not hold %q: %v", path, old, err)
	}
	r.write(path, strings.Replace(string(data), old, new, 1))
}

func (r real) project() *dvc.Project {
	r.t.Helper()
	project, err := dvc.Read(os.DirFS(r.dir))
	if err != nil {
		r.t.Fatal(err)
	}
	if len(project.Warnings) > 0 {
		r.t.Errorf("warnings %q", project.Warnings)
	}
	return project
}

const realPipeline = `
vars: [seed: 7, opts: {alpha: 1e-3, flag: true, off: false, text: "it's so", many: [1, b c], deep: {er: null}}]
stages:
  prep:
    cmd: cp -r raw clean
    deps: [raw, notes.txt]
    outs: [clean]
  train:
    cmd: echo ${opts} ${seed} ${train.sizes[1]} \${HOME} > model.txt
    deps: [clean, train.py]
    params: [train.lr, extra.toml: [a.b]]
    outs: [model.txt]
  score:
    wdir: sub
    cmd: echo '{"acc":1}' > m.json
    deps: [../model.txt]
    params: [../params.yaml: ]
    metrics: [m.json: {cache: false}]
  each: {foreach: "${cities}", do: {cmd: "echo ${key} ${item.n} > ${key}.txt", outs: ["${key}.txt"]}}
  list: {foreach: [yes, 1.50, x], do: {cmd: "echo ${item} > l-${item}.txt", outs: ["l-${item}.txt"]}}
  grid:
    matrix: {m: [svm, forest], size: [1, 2], conf: [{d: 1}]}
    cmd: ["echo ${item.m} ${item.conf.d}", "echo ${key} > g-${key}.txt"]
    outs: ["g-${key}.txt"]
`

// TestRealDVC runs a pipeline with every feature we read, then asks the real
// DVC and us the same questions about it.
func TestRealDVC(t *testing.T) {
	t.Parallel()
	r := newReal(t)
	r.write("dvc.yaml", realPipeline)
	r.write("params.yaml", "train: {lr: 1e-3, sizes: [10, 20]}\ncities: {oslo: {n: 1}, rome: {n: 2.50}}\n")
	r.write("extra.toml", "[a]\nb = [1, 2.0]\n")
	r.write("train.py", "print(1)\r\nprint(2)\n")
	r.write("notes.txt", "")
	r.write("sub/keep", "")
	for path, content := range map[string]string{
		"a.csv": "a\r\n", "a-b/x": "1", "a/x": "2", "a.b": "3", "ü 🚀 \" \\ é.txt": "4", "bin": "\x00\xff\r\n", "tab\there": "5",
	} {
		r.write("raw/"+path, content)
	}
	log := logOf(r.dvc("repro"))
	project := r.project()

	if listed := strings.Fields(strings.Join(r.dvc("stage", "list", "--name-only"), "\n")); !sameSet(listed, names(project.Stages)) {
		t.Errorf("DVC lists %q\nwe find   %q", listed, names(project.Stages))
	}
	if !sameSet(log.Executed, names(project.Stages)) || len(log.Skipped) > 0 {
		t.Errorf("first run: executed %q, skipped %q; want all of %q", log.Executed, log.Skipped, names(project.Stages))
	}
	hashes := 0
	for _, stage := range project.Stages {
		if stage.Locked == nil {
			t.Errorf("stage %s: not found in dvc.lock", stage.Name)
			continue
		}
		if !slices.Equal(stage.Cmd, stage.Locked.Cmd) {
			t.Errorf("stage %s: we resolve %q, DVC %q", stage.Name, stage.Cmd, stage.Locked.Cmd)
		}
		for _, locked := range append(slices.Clone(stage.Locked.Deps), stage.Locked.Outs...) {
			path := filepath.ToSlash(filepath.Join(stage.Dir, locked.Path))
			got, err := dvc.HashPath(os.DirFS(r.dir), path, locked.Hash.Scheme)
			if err != nil || got != locked.Hash {
				t.Errorf("%s: we hash %v, %v; DVC %v", path, got, err, locked.Hash)
			}
			hashes++
		}
	}
	if hashes < 10 {
		t.Errorf("compared %d hashes", hashes)
	}
	if again := logOf(r.dvc("repro", "--dry")); !again.UpToDate || len(again.Executed) > 0 || !sameSet(again.Skipped, names(project.Stages)) {
		t.Errorf("second run: %+v; want all skipped", again)
	}
	for _, forecast := range project.Forecast() {
		if forecast.Outcome != dvc.Skips {
			t.Errorf("%v; DVC skipped it", forecast)
		}
	}
	if forced := logOf(r.dvc("repro", "--force")); !sameSet(forced.Executed, names(project.Stages)) {
		t.Errorf("forced run: %+v; want all executed", forced)
	}
	r.checkForecasts()
}

// checkForecasts changes one thing at a time and compares what we foretell
// with what dvc repro --dry says it would do.
func (r real) checkForecasts() {
	r.t.Helper()
	decided := map[dvc.Outcome]int{}
	for _, change := range []struct{ file, old, new string }{
		{"params.yaml", "lr: 1e-3", "lr: 0.0010"},
		{"params.yaml", "lr: 1e-3", "lr: 0.01"},
		{"params.yaml", "10, 20", "10, 21"},
		{"params.yaml", "10, 20", "11, 20"},
		{"params.yaml", "2.50", "2.5"},
		{"params.yaml", "2.50", "3"},
		{"extra.toml", "2.0", "2"},
		{"extra.toml", "2.0", "3"},
		{"train.py", "\r\n", "\n"},
		{"raw/a/x", "2", "3"},
		{"dvc.yaml", "seed: 7", "seed: 8"},
		{"dvc.yaml", "outs: [clean]", "outs: [clean]\n    always_changed: true"},
		{"dvc.yaml", "outs: [model.txt]", "outs: [model.txt]\n    frozen: true"},
		{"dvc.yaml", "deps: [clean, train.py]", "deps: [clean, train.py, notes.txt]"},
	} {
		before, err := os.ReadFile(filepath.Join(r.dir, change.file))
		if err != nil {
			r.t.Fatal(err)
		}
		r.replace(change.file, change.old, change.new)
		log := logOf(r.dvc("repro", "--dry"))
		for _, forecast := range r.project().Forecast() {
			ran := log.Ran(forecast.Stage) // a dry run calls stages cached that it goes on to call running
			if forecast.Outcome == dvc.Skips && ran || forecast.Outcome == dvc.Runs && !ran {
				r.t.Errorf("%s: %q to %q: %v; DVC would run it: %v", change.file, change.old, change.new, forecast, ran)
			}
			decided[forecast.Outcome]++
		}
		r.write(change.file, string(before))
	}
	if decided[dvc.Skips] == 0 || decided[dvc.Runs] == 0 || decided[dvc.Undecided] > decided[dvc.Runs] {
		r.t.Errorf("forecasts %v: too few are decided", decided)
	}
	r.t.Logf("forecasts checked: %v", decided)
}

// TestRealDVCDoesNotTrain makes DVC give back old outputs in each way it has,
// and wants each to be seen in the log.
func TestRealDVCDoesNotTrain(t *testing.T) {
	t.Parallel()
	r := newReal(t)
	remote := t.TempDir()
	r.dvc("remote", "add", "--quiet", "--default", "shelf", remote)
	r.write("dvc.yaml", "stages:\n  train:\n    cmd: cp in.txt model.txt\n    deps: [in.txt]\n    params: [lr]\n    outs: [model.txt]\n")
	r.write("params.yaml", "lr: 0.1\n")
	r.write("in.txt", "in\n")
	r.dvc("repro", "--quiet")
	r.dvc("push", "--quiet")
	forget := func(paths ...string) {
		t.Helper()
		for _, path := range paths {
			if err := os.RemoveAll(filepath.Join(r.dir, path)); err != nil {
				t.Fatal(err)
			}
		}
	}
	check := func(how string, lines []string, executed bool) {
		t.Helper()
		log := logOf(lines)
		if log.Ran("train") != executed || log.Skips("train") == executed || !executed && len(log.Lines) == 0 {
			t.Errorf("%s: %+v from %q; want executed = %v", how, log, lines, executed)
		}
	}
	check("nothing changed", r.dvc("repro"), false)
	forget("model.txt")
	check("outputs from the cache", r.dvc("repro"), false)
	r.replace("params.yaml", "0.1", "0.2")
	check("another param", r.dvc("repro"), true)
	r.replace("params.yaml", "0.2", "0.1")
	check("back to the first: the run cache", r.dvc("repro"), false)
	check("--no-run-cache does not help", r.dvc("repro", "--no-run-cache"), false)
	forget("model.txt", ".dvc/cache")
	check("outputs from the remote", r.dvc("repro", "--pull"), false)
	forget("model.txt", ".dvc/cache", filepath.Base(remote))
	check("no cache", r.dvc("repro"), true)
	check("--force", r.dvc("repro", "--force"), true)
	r.dvc("freeze", "train")
	check("frozen", r.dvc("repro"), false)
	check("frozen with --force", r.dvc("repro", "--force"), false)
}

func sameSet(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}
