package mlflow_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
)

const (
	runA = "76541e09800000000000000000000001" // begins like a float, which MLflow leaves unquoted
	runB = "0123456789abcdef0123456789abcde0"
)

// tree writes an ./mlruns with one run, and whatever files a test adds.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "mlruns")
	all := map[string]string{
		"1/meta.yaml":                      "experiment_id: '1'\nname: iris\nlifecycle_stage: active\n",
		"1/" + runA + "/meta.yaml":         "run_id: " + runA + "\nrun_uuid: " + runA + "\nexperiment_id: '1'\nstatus: 3\nlifecycle_stage: active\nstart_time: 1750000000000\nend_time: null\n",
		"1/" + runA + "/params/lr":         "1e-05",
		"1/" + runA + "/metrics/f1":        "1750000000001 0.5 3\n1750000000002 0.9 10\n1750000000003 0.1 7\n",
		"1/" + runA + "/tags/note":         "x",
		"models/churn/meta.yaml":           "name: churn\naliases: {}\n",
		"models/churn/version-1/meta.yaml": "name: churn\nversion: 1\ncurrent_stage: None\nrun_id: " + runA + "\nsource: runs:/" + runA + "/model\n",
	}
	for name, text := range files {
		all[name] = text
	}
	for name, text := range all {
		if text != "(none)" {
			write(t, filepath.Join(dir, name), text)
		}
	}
	return dir
}

func openTree(t *testing.T, files map[string]string) *mlflow.Registry {
	t.Helper()
	return open(t, mlflow.Config{TrackingURI: tree(t, files)})
}

func TestTreeRun(t *testing.T) {
	t.Parallel()
	registry := openTree(t, map[string]string{
		"1/" + runA + "/metrics/deep/er":     "1750000000001 nan\n",
		"1/" + runA + "/metrics/with data":   "1750000000001 0.25 4 iris 2fa1\n1750000000001 0.75 5 iris 2fa1\n",
		"1/" + runA + "/metrics/twice":       "6 2.0 2\n7 1.0 1\n6 2.0 2\n6 2.0 2\n",
		"1/" + runA + "/metrics/tie":         "5 1.0 1\n5 3.0 1\n5 2.0 1\n",
		"1/" + runA + "/params/.DS_Store":    "\x00\x01",
		"1/" + runA + "/params/.hidden":      "kept",
		"1/" + runA + "/params/crlf":         "a\r\nb\r\n",
		"1/" + runA + "/tags/mlflow.runName": "the run",
	})
	run, err := registry.Run(context.Background(), runA)
	if err != nil {
		t.Fatal(err)
	}
	if run.ID != runA || run.Name != "the run" || run.Status != repro.RunFinished || !run.Ended.IsZero() || !run.Started.Equal(time.UnixMilli(1_750_000_000_000)) {
		t.Errorf("run %+v", run)
	}
	want := repro.Params{{Name: ".hidden", Value: "kept"}, {Name: "crlf", Value: "a\r\nb\r\n"}, {Name: "lr", Value: "1e-05"}}
	if !slices.Equal(run.Params, want) {
		t.Errorf("params %q; want %q", run.Params, want)
	}
	for name, want := range map[string]float64{"f1": 0.9, "with data": 0.75, "twice": 2, "tie": 3} {
		if got, _ := run.Metrics.Get(name); got != want {
			t.Errorf("%s = %v; want %v", name, got, want)
		}
	}
	if got, ok := run.Metrics.Get("deep/er"); !ok || got == got {
		t.Errorf("deep/er = %v, %v; want NaN", got, ok)
	}
	if points := history(t, registry, runA, "twice"); len(points) != 2 {
		t.Errorf("points that were written again came back: %v", points)
	}
	if points := history(t, registry, runA, "with data"); points[1].Step != 5 {
		t.Errorf("the step beside a dataset was lost: %v", points)
	}
	if points := history(t, registry, runA, "nobody"); len(points) != 0 {
		t.Errorf("a metric that was never logged has %v", points)
	}
}

// TestTreeDamage: a damaged tree is refused with the file and the line, never
// read as something else.
func TestTreeDamage(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("9", 40_000)
	for name, test := range map[string]struct {
		file, text string
		parts      []string
	}{
		"no number":        {"metrics/f1", "1750000000001 zero 3\n", []string{"metrics/f1:1", `value "zero": not a number`}},
		"only Go's number": {"metrics/f1", "1 0.5 0\n1750000000001 0x1p-2 3\n", []string{"metrics/f1:2", "not a number"}},
		"too large":        {"metrics/f1", "1 1e999 3\n", []string{"outside the range"}},
		"four fields":      {"metrics/f1", "1 2 3 4\n", []string{"has 4 fields"}},
		"one field":        {"metrics/f1", "1\n", []string{"has 1 fields"}},
		"no time":          {"metrics/f1", "today 2 3\n", []string{`time "today"`}},
		"step":             {"metrics/f1", "1 2 3.5\n", []string{`step "3.5"`}},
		"empty":            {"metrics/f1", "", []string{"has no points"}},
		"blank":            {"metrics/f1", "\n\n", []string{"has no points"}},
		"long line":        {"metrics/f1", "1 " + long + "\n", []string{"limit reached", "metrics/f1"}},
		"another run":      {"meta.yaml", "run_id: " + runB + "\n", []string{"is about run", "damaged"}},
		"no run":           {"meta.yaml", "{}\n", []string{"is about run"}},
		"no YAML":          {"meta.yaml", "a: [\n", []string{"meta.yaml"}},
		"large param":      {"params/lr", strings.Repeat("x", 2<<20), []string{"params/lr", "limit reached"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			registry := openTree(t, map[string]string{"1/" + runA + "/" + test.file: test.text})
			_, err := registry.Run(context.Background(), runA)
			wantParts(t, err, append(test.parts, "read run "+runA)...)
			if errors.Is(err, mlflow.ErrNotFound) {
				t.Errorf("%v: damaged is not absent", err)
			}
		})
	}
}

// TestTreeBorders: no name and no link leads out of the tree, and nothing that
// could block is opened.
func TestTreeBorders(t *testing.T) {
	t.Parallel()
	dir := tree(t, nil)
	outside := filepath.Join(filepath.Dir(dir), "outside")
	write(t, filepath.Join(outside, "meta.yaml"), "name: x\nrun_id: x\n")
	write(t, filepath.Join(outside, "secret"), "hunter2")
	for link, target := range map[string]string{
		"models/linked":           outside,
		"1/" + runA + "/tags/out": filepath.Join(outside, "secret"),
	} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Skip(err)
		}
	}
	registry := open(t, mlflow.Config{TrackingURI: dir})
	ctx := context.Background()
	for _, name := range []string{"..", ".", "../churn", "/etc", "churn/version-1", "linked", `..\x`, "a\x00b", ""} {
		if model, err := registry.RegisteredModel(ctx, name); err == nil {
			t.Errorf("model %q: %+v", name, model)
		}
		if version, err := registry.ModelVersion(ctx, name, "1"); err == nil {
			t.Errorf("version of model %q: %+v", name, version)
		}
	}
	for _, number := range []string{"../1", "1/", "", "x", "-1", "1 "} {
		if version, err := registry.ModelVersion(ctx, "churn", number); !errors.Is(err, mlflow.ErrNotFound) {
			t.Errorf("version %q: %+v, %v", number, version, err)
		}
	}
	if run, err := registry.Run(ctx, runA); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("a tag outside the tree was read: %v, %v", run.Tags, err)
	}
	err := registry.MetricHistory(ctx, runA, "../tags/note", func(repro.Point) error { return nil })
	wantParts(t, err, "does not lead out")
	if models, err := registry.RegisteredModels(ctx); err != nil || len(models) != 1 {
		t.Errorf("models %v, %v", models, err)
	}
}

// TestTreeDeleted: deleted runs, deleted experiments, and what is only
// half there.
func TestTreeDeleted(t *testing.T) {
	t.Parallel()
	registry := openTree(t, map[string]string{
		".trash/2/meta.yaml":                          "experiment_id: '2'\nname: old\nlifecycle_stage: deleted\n",
		".trash/2/" + runB + "/meta.yaml":             "run_id: " + runB + "\nexperiment_id: '2'\nstatus: 4\nlifecycle_stage: deleted\n",
		"1/not a run/notes":                           "",
		"1/" + strings.Repeat("c", 32) + "/params/lr": "1",
		"3/notes":            "",
		"models/half/tags/x": "",
	})
	ctx := context.Background()
	run, err := registry.Run(ctx, runB)
	if err != nil || !run.Deleted || run.Status != repro.RunFailed {
		t.Errorf("run of a deleted experiment: %+v, %v", run, err)
	}
	runs, err := registry.FindRuns(ctx, mlflow.RunQuery{})
	if err != nil || len(runs) != 1 || runs[0].ID != runA {
		t.Errorf("found %v, %v; want the active run alone", runs, err)
	}
	experiments, err := registry.Experiments(ctx)
	if err != nil || len(experiments) != 2 || !experiments[1].Deleted {
		t.Errorf("experiments %v, %v", experiments, err)
	}
	if _, err := registry.RegisteredModel(ctx, "half"); !errors.Is(err, mlflow.ErrNotFound) {
		t.Errorf("a directory without meta.yaml: %v", err)
	}
}

// TestLocalModelFile: a model's files are read inside the store and nowhere
// else, also when the tree was moved after it was written.
func TestLocalModelFile(t *testing.T) {
	t.Parallel()
	const model = "m-00000000000000000000000000000001"
	secret := filepath.Join(t.TempDir(), "MLmodel")
	write(t, secret, "hunter2")
	for name, test := range map[string]struct{ source, want string }{
		"run's artifacts":     {"runs:/" + runA + "/model", "of the run"},
		"moved since":         {"/old/place/mlruns/1/" + runA + "/artifacts/model", "of the run"},
		"moved since, a URI":  {"file:///old/place/mlruns/1/" + runA + "/artifacts/model", "of the run"},
		"logged model":        {"models:/" + model, "of the model"},
		"logged model, moved": {"file:///old/1/models/" + model + "/artifacts", "of the model"},
		"outside":             {filepath.Dir(secret), ""},
		"outside, a URI":      {"file://" + filepath.Dir(secret), ""},
		"bucket":              {"s3://bucket/1/" + runA + "/artifacts/model", ""},
		"another host":        {"file://host/1/" + runA + "/artifacts/model", ""},
		"up and away":         {"runs:/" + runA + "/../../../../../../../../" + filepath.Dir(secret), ""},
		"nobody's run":        {"runs:/" + runB + "/model", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			registry := openTree(t, map[string]string{
				"1/" + runA + "/artifacts/model/MLmodel":   "of the run",
				"1/models/" + model + "/meta.yaml":         "model_id: " + model + "\nsource_run_id: " + runA + "\n",
				"1/models/" + model + "/artifacts/MLmodel": "of the model",
				"models/churn/version-1/meta.yaml":         "name: churn\nversion: 1\nsource: " + test.source + "\n",
			})
			version, err := registry.ModelVersion(context.Background(), "churn", "1")
			if err != nil {
				t.Fatal(err)
			}
			data, err := registry.ModelFile(context.Background(), version, "MLmodel")
			if string(data) != test.want || test.want == "" && err == nil {
				t.Errorf("read %q, %v; want %q", data, err, test.want)
			}
			for _, path := range []string{"../../params/lr", "/etc/hostname", "a/../../x", `..\x`, ""} {
				if data, err := registry.ModelFile(context.Background(), version, path); err == nil {
					t.Errorf("path %q gave %q", path, data)
				}
			}
		})
	}
}

// TestTreeFindRun: a version without a run_id in a tree, by its logged model.
func TestTreeFindRun(t *testing.T) {
	t.Parallel()
	const model = "m-00000000000000000000000000000001"
	files := map[string]string{
		"1/models/" + model + "/meta.yaml": "model_id: " + model + "\nsource_run_id: " + runA + "\n",
		"models/churn/version-1/meta.yaml": "name: churn\nversion: 1\nrun_id: null\nsource: models:/" + model + "\n",
		"models/churn/version-2/meta.yaml": "name: churn\nversion: 2\nrun_id: ''\nsource: /somewhere/else\n",
		"models/churn/aliases/champion":    "1",
		"models/churn/meta.yaml":           "name: churn\naliases:\n  champion: '2'\n", // older than the file
	}
	registry := openTree(t, files)
	version, run, err := mlflow.Resolve(context.Background(), registry, parse(t, "churn", "champion"))
	if err != nil || run.ID != runA || version.RunFrom != "its logged model "+model {
		t.Errorf("got %+v, run %s, %v", version, run.ID, err)
	}
	_, _, err = mlflow.Resolve(context.Background(), registry, parse(t, "churn", "2"))
	wantReason(t, err, repro.NoRun)
}
