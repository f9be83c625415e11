//go:build unix

package filekind

import (
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestIsInput: a file of the commit that a training rewrote is a doubt where it
// reads it, and none where it makes it.
func TestIsInput(t *testing.T) {
	t.Parallel()
	pipeline, err := dvc.Read(fstest.MapFS{"dvc.yaml": {Data: []byte(`stages:
  prepare: {cmd: python prepare.py, deps: [raw/all.txt, results/old.json], outs: [data/clean.csv: {cache: false}]}
  train: {cmd: python train.py, deps: [data/clean.csv], outs: [net], metrics: [data/scores.json: {cache: false}]}
`)}})
	if err != nil {
		t.Fatal(err)
	}
	plan := repro.Plan{
		Metrics: repro.MetricPolicy{Files: []string{"data/eval.json"}},
		Params:  []repro.ParamEdit{{File: "conf/params.yaml", Status: repro.ParamUnchanged}},
	}
	for file, want := range map[string]bool{
		"raw/all.txt": true, "results/old.json": true, // a stage depends on them
		"data/clean.csv": false, "data/scores.json": false, "net/part.csv": false, // a stage makes them
		"iris.csv": true, "data/iris.csv": true, "data/labels.json": true, "src/corpus/a.txt": true, "data/raw.parquet.dvc": true,
		"config.yaml": true, "conf/model/small.yaml": true, "settings.toml": true, "hparams.json": true,
		"results.csv": false, "reports/auc.csv": false, "predictions/test.parquet": false, "outputs/2026/a.npy": false, "submission.csv": false,
		"data/eval.json": false, "conf/params.yaml": false, "models/model_metadata.json": false, "models/net.h5": false,
		"best_params.json": false, "metrics.json": false, "vocab.json": false, "environment.yaml": false, "dvc.lock": false, "dvc.yaml": false,
		"README.md": false, "data/README.md": false, "data/.gitignore": false, "plots/roc.svg": false, "model.pkl": false, "model.pkl.dvc": false, "dvclive/plots/loss.tsv": false,
	} {
		if got := IsInput(pipeline, plan, file); got != want {
			t.Errorf("%s is an input: %v, want %v", file, got, want)
		}
	}
}

// TestIsConfig: by its name; what a training writes with such an ending is none.
func TestIsConfig(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]bool{
		"conf/model.yaml": true, "config.toml": true, "settings/local.json": true, "hparams.json": true,
		"metrics.json": false, "data/labels.json": false, "config.py": false, "conf/table.csv": false,
	} {
		if got := IsConfig(file); got != want {
			t.Errorf("%s is a config: %v, want %v", file, got, want)
		}
	}
}
