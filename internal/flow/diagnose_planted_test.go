//go:build unix

package flow

import (
	"crypto/md5"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/planning"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/train/local"
)

// A planted world is a real git repository with a pipeline whose stages are
// played: each output is a digest of what its program really reads, so that a
// planted change has exactly the effect that it would have, and dvc.lock is
// written as DVC writes it, hashed by the code that the product hashes with.
type planted struct {
	t      *testing.T
	dir    string
	scheme string // by which the lock is hashed
	around surroundings
	logged map[string]string // params of the original that no file has
	tags   map[string]string
	absent []string       // what was taken away before the training
	seen   []observe.Data // what the training is seen to read
	noTag  bool           // the run recorded no commit
	curve  []repro.Curve
	rename map[string]string // metrics of the reproduction, renamed
	digest bool              // MLflow logged a digest of the data
	stale  bool              // the new training wrote no lock
	ref    string            // the commit to train; "" is the recorded one
	past   []repro.Record    // earlier checks
	ignore []string          // outputs that are not compared
	reads  []string          // tracked files that the training reads beside what its stage lists
	sub    string            // a submodule that the training reads
	loose  bool              // nobody registered the models that the runs logged

	original, now plantedRun
	commit        string
}

// surroundings are what a training reads without anybody writing it down in
// the repository.
type surroundings struct {
	python   string
	packages map[string]string // by name; those in effect change the model
	effect   []string          // packages that the model depends on
	noise    string            // another each time, where nothing is seeded
	params   map[string]string // logged, read by the training
	hardware string
	noModel  bool // the run logged no model
	unpinned bool // the model lists its packages without versions
}

type plantedRun struct {
	metrics map[string]float64
	params  map[string]string
	around  surroundings
	digest  string
}

var plantedFiles = map[string]string{
	"dvc.yaml": `stages:
  prepare:
    cmd: python src/prepare.py
    deps: [data/raw.csv, src/prepare.py]
    params: [prepare.test_size]
    outs: [data/prepared.csv]
  train:
    cmd: python src/train.py
    deps: [data/prepared.csv, src/train.py]
    params: [train.max_depth, train.learning_rate, train.epochs, train.random_state]
    outs: [models/model.bin, models/model_metadata.json]
  evaluate:
    cmd: python src/evaluate.py
    deps: [models/model.bin, data/prepared.csv, src/evaluate.py]
    metrics:
    - metrics/metrics.json: {cache: false}
  page:
    cmd: python src/page.py
    deps: [data/prepared.csv, src/page.py]
    outs: [page.html]
`,
	"params.yaml":     "prepare:\n  test_size: 0.3\ntrain:\n  max_depth: 5\n  learning_rate: 0.1\n  epochs: 10\n  random_state: 42\n",
	"src/prepare.py":  "print('prepare')\n",
	"src/train.py":    "from features import build\nprint('train')\n",
	"src/features.py": "print('features')\n",
	"src/evaluate.py": "print('evaluate')\n",
	"src/page.py":     "print('page')\n",
	"src/unused.py":   "print('unused')\n",
	"data/raw.csv":    "x,y\n1,2\n3,4\n",
	"README.md":       "# Churn\n",
	".gitignore":      "/models\n/data/prepared.csv\n/page.html\n",
}

func newPlanted(t *testing.T) *planted {
	t.Helper()
	w := &planted{t: t, dir: t.TempDir(), scheme: dvc.MD5, around: surroundings{
		python: "3.11.4", packages: map[string]string{"scikit-learn": "1.3.2", "numpy": "1.26.0", "boto3": "1.34.1"}, effect: []string{"scikit-learn", "numpy"},
	}}
	w.git("init", "--quiet", "--initial-branch=main")
	for _, name := range slices.Sorted(maps.Keys(plantedFiles)) {
		w.write(name, plantedFiles[name])
	}
	w.save()
	return w
}

func (w *planted) write(name, text string) { gittest.Write(w.t, w.dir, name, text) }

// edit replaces text in a file of the working tree.
func (w *planted) edit(name, from, to string) {
	w.t.Helper()
	text := w.read(w.dir, name)
	if !strings.Contains(text, from) {
		w.t.Fatalf("%s has no %q", name, from)
	}
	w.write(name, strings.ReplaceAll(text, from, to))
}

func (w *planted) read(dir, name string) string {
	w.t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(data)
}

func (w *planted) save() string {
	w.t.Helper()
	w.git("add", "-A")
	w.git("commit", "--quiet", "--allow-empty", "-m", "Work")
	return w.git("rev-parse", "HEAD")
}

func (w *planted) git(args ...string) string { return gittest.Git(w.t, w.dir, args...) }

var pythonComment = regexp.MustCompile(`(?m)^#.*\n`)

// train plays the pipeline in dir and gives what the run would log.
func (w *planted) train(dir, id string) plantedRun {
	w.t.Helper()
	project, err := dvc.Read(os.DirFS(dir))
	if err != nil {
		w.t.Fatal(err)
	}
	params := w.params(dir)
	reads := func(names ...string) string { // what a program makes of what it reads
		var all []string
		for _, name := range names {
			all = append(all, pythonComment.ReplaceAllString(w.read(dir, name), ""))
		}
		return strings.Join(all, "\x00")
	}
	cmd := func(stage string) string {
		found, _ := project.Stage(stage)
		return strings.Join(found.Cmd, "")
	}
	raw := w.read(dir, "data/raw.csv")
	prepared := digestOf(cmd("prepare"), reads("src/prepare.py"), raw, params["prepare.test_size"])
	gittest.Write(w.t, dir, "data/prepared.csv", prepared)
	around := w.around
	model := []string{cmd("train"), reads("src/train.py", "src/features.py"), prepared, around.noise, around.hardware}
	for _, name := range []string{"train.max_depth", "train.learning_rate", "train.epochs", "train.random_state"} {
		model = append(model, params[name])
	}
	for _, name := range w.reads {
		model = append(model, w.read(dir, name))
	}
	if w.sub != "" {
		model = append(model, gitlink(w.t, dir, w.sub))
	}
	for _, name := range around.effect {
		model = append(model, around.packages[name])
	}
	for _, name := range slices.Sorted(maps.Keys(around.params)) {
		model = append(model, name+around.params[name])
	}
	binary := digestOf(model...)
	gittest.Write(w.t, dir, "models/model.bin", binary)
	gittest.Write(w.t, dir, "models/model_metadata.json", fmt.Sprintf("{\"run_id\": %q, \"model\": %q}\n", id, binary))
	gittest.Write(w.t, dir, "models/run.txt", id)
	score := digestOf(cmd("evaluate"), reads("src/evaluate.py"), binary, prepared)
	metrics := map[string]float64{"accuracy": scoreOf(score), "f1": scoreOf(score + "f1")}
	text, _ := json.Marshal(metrics)
	gittest.Write(w.t, dir, "metrics/metrics.json", string(text)+"\n")
	gittest.Write(w.t, dir, "page.html", digestOf(cmd("page"), reads("src/page.py"), prepared))
	if !w.stale {
		w.lock(dir, project, params)
	}
	run := plantedRun{metrics: metrics, params: map[string]string{}, around: around, digest: digestOf(raw[:min(len(raw), 60_000)])[:8]}
	for name, value := range params {
		run.params[name[strings.Index(name, ".")+1:]] = value
	}
	maps.Copy(run.params, around.params)
	return run
}

// params reads params.yaml by dotted name.
func (w *planted) params(dir string) map[string]string {
	root, err := doc.Read(doc.YAML, []byte(w.read(dir, "params.yaml")), 1<<20)
	if err != nil {
		w.t.Fatal(err)
	}
	params := map[string]string{}
	root.Each(func(key []string, value *doc.Node) { params[strings.Join(key, ".")] = value.Value12().Text })
	return params
}

// submodule lets git have a submodule of a commit of another repository.
func (w *planted) submodule(path, commit string) {
	w.sub = path
	w.git("update-index", "--add", "--cacheinfo", "160000,"+commit+","+path)
	w.git("commit", "--quiet", "-m", "Take another commit")
}

// gitlink gives the commit of a submodule that a worktree's HEAD has.
func gitlink(t *testing.T, dir, path string) string {
	t.Helper()
	return gittest.Git(t, dir, "rev-parse", "HEAD:"+path)
}

func digestOf(parts ...string) string {
	return fmt.Sprintf("%x", md5.Sum([]byte(strings.Join(parts, "\x00"))))
}

func scoreOf(digest string) float64 {
	sum := md5.Sum([]byte(digest))
	return 0.7 + float64(binary.BigEndian.Uint16(sum[:]))/1e6
}

// lock writes dvc.lock.
func (w *planted) lock(dir string, project *dvc.Project, params map[string]string) {
	var text strings.Builder
	text.WriteString("schema: '2.0'\nstages:\n")
	entry := func(path string) {
		hash, err := dvc.HashPath(os.DirFS(dir), path, w.scheme)
		if err != nil {
			w.t.Fatal(err)
		}
		fmt.Fprintf(&text, "    - path: %s\n", path)
		if w.scheme == dvc.MD5 {
			text.WriteString("      hash: md5\n")
		}
		fmt.Fprintf(&text, "      md5: %s\n", hash.Digest)
	}
	for _, stage := range project.Stages {
		fmt.Fprintf(&text, "  %s:\n    cmd: %s\n    deps:\n", stage.Name, strings.Join(stage.Cmd, ""))
		for _, dep := range stage.Deps {
			entry(dep.Path)
		}
		if len(stage.Params) > 0 {
			text.WriteString("    params:\n      params.yaml:\n")
			for _, param := range stage.Params {
				fmt.Fprintf(&text, "        %s: %s\n", param.Key, params[param.Key])
			}
		}
		text.WriteString("    outs:\n")
		for _, out := range stage.Outs {
			entry(out.Path)
		}
	}
	gittest.Write(w.t, dir, "dvc.lock", text.String())
}

// trainOriginal trains in the working tree and commits what it made.
func (w *planted) trainOriginal() {
	w.original = w.train(w.dir, plantedID("a"))
	w.commit = w.save()
}

// trainOriginalAt is trainOriginal for a HEAD that has more than the tree does.
func (w *planted) trainOriginalAt() {
	w.original = w.train(w.dir, plantedID("a"))
	w.git("add", "dvc.lock", "metrics/metrics.json")
	w.git("commit", "--quiet", "-m", "Train")
	w.commit = w.git("rev-parse", "HEAD")
}

func plantedID(digit string) string { return strings.Repeat(digit, 32) }

// reproduce checks the commit out elsewhere, writes the params, trains, and
// has the difference explained.
func (w *planted) reproduce() repro.Result {
	t := w.t
	t.Helper()
	base := w.ref
	if base == "" {
		base = w.commit
	}
	work := filepath.Join(t.TempDir(), "work")
	w.git("worktree", "add", "--quiet", "--detach", work, base)
	originalRun := w.run("a", w.original)
	if !w.noTag {
		originalRun.Tags["mlflow.source.git.commit"] = w.commit
	}
	maps.Copy(originalRun.Tags, w.tags)
	local, err := local.Open(t.Context(), w.dir, "")
	if err != nil {
		t.Fatal(err)
	}
	files, err := local.Files(t.Context(), base)
	if err != nil {
		t.Fatal(err)
	}
	edits, err := planning.Edit(files, settings.Params{}, originalRun)
	if err != nil {
		t.Fatal(err)
	}
	for _, edit := range edits.Files {
		gittest.Write(t, work, edit.Path, string(edit.After))
	}
	w.now = w.train(work, plantedID("b"))
	version := repro.ModelVersion{Name: "churn", Version: "1", RunID: plantedID("a")}
	if w.loose {
		version.Name, version.Version = "", ""
	}
	result := repro.Result{
		Original: originalRun, Reproduction: w.run("b", w.now),
		Plan:   repro.Plan{Params: edits.Edits, Files: edits.Files, Model: version},
		Change: repro.Change{Base: base}, CheckedAt: time.Date(2026, time.October, 30, 0, 0, 0, 0, time.UTC),
	}
	if result.Comparison, err = judge.Compare(result.Original.Metrics, result.Reproduction.Metrics, repro.MetricPolicy{}); err != nil {
		t.Fatal(err)
	}
	result.Comparison.Curves = w.curve
	training := train.Training{Files: os.DirFS(work), Wrote: func(name string) bool { return !w.stale || name != "dvc.lock" }}
	if len(w.seen) > 0 {
		training.Observed = func([]string, string) observe.Finding { return observe.Finding{Data: w.seen} }
	}
	training.Execution.Absent = w.absent
	training.Execution.Executed = []string{"prepare", "train", "evaluate", "page"}
	c := &check{
		Flow: &Flow{Registry: w.registry(), Project: local, Past: w.past}, settings: settings.Settings{Comparing: settings.Comparing{IgnoreOuts: w.ignore}},
		result: result, training: training,
	}
	if err := c.readLineage(t.Context()); err != nil {
		t.Fatal(err)
	}
	result.Inputs, result.Causes, result.Diagnosis = c.lineage.Conclude(result, nil)
	return result
}

func (w *planted) run(digit string, run plantedRun) repro.Run {
	params := maps.Clone(run.params)
	if digit == "a" {
		maps.Copy(params, w.logged)
	}
	metrics := map[string]float64{}
	for name, value := range run.metrics {
		if renamed, ok := w.rename[name]; ok && digit == "b" {
			name = renamed
		}
		metrics[name] = value
	}
	made := repro.Run{ID: plantedID(digit), ExperimentID: "1", Status: repro.RunFinished, Params: repro.NewParams(params), Metrics: repro.NewMetrics(metrics), Tags: map[string]string{"mlflow.source.name": "src/train.py"}}
	if run.around.hardware != "" {
		made.Tags["gpu"] = run.around.hardware
	}
	if w.digest {
		made.Datasets = []repro.Dataset{{Name: "churn", Digest: run.digest, Context: "training"}}
	}
	return made
}

// registry is an MLflow server with a version for each run that logged a model.
func (w *planted) registry() *mlflow.Registry {
	t := w.t
	server := mlflowtest.New(t)
	for _, side := range []struct {
		digit string
		run   plantedRun
	}{{"a", w.original}, {"b", w.now}} {
		server.AddRun(mlflowtest.Run{ID: plantedID(side.digit)})
		if w.loose {
			model, files := "m-"+plantedID(side.digit), map[string]string{}
			for name, text := range side.run.around.files() {
				files[model+"/"+name] = text
			}
			server.AddLoggedModel(model, plantedID(side.digit))
			server.AddFiles(plantedID(side.digit), files)
			continue
		}
		if !side.run.around.noModel {
			server.AddVersion("churn", mlflowtest.Version{RunID: plantedID(side.digit), Files: side.run.around.files()})
		}
	}
	registry, err := mlflow.Open(t.Context(), mlflow.Config{TrackingURI: server.URL, Dir: t.TempDir(), Getenv: func(string) string { return "" }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = registry.Close() })
	return registry
}

func (s surroundings) files() map[string]string {
	var requirements strings.Builder
	requirements.WriteString("mlflow==2.10.2\n")
	for _, name := range slices.Sorted(maps.Keys(s.packages)) {
		if s.unpinned {
			fmt.Fprintf(&requirements, "%s\n", name)
			continue
		}
		fmt.Fprintf(&requirements, "%s==%s\n", name, s.packages[name])
	}
	return map[string]string{
		"MLmodel":          "flavors:\n  python_function:\n    python_version: " + s.python + "\nmlflow_version: 2.10.2\n",
		"requirements.txt": requirements.String(),
		"python_env.yaml":  "python: " + s.python + "\n",
	}
}

// with changes packages of the surroundings from now on.
func (w *planted) with(packages map[string]string) {
	w.around.packages = maps.Clone(w.around.packages)
	maps.Copy(w.around.packages, packages)
}

var _ fs.FS = os.DirFS(".")
