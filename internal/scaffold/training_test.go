package scaffold

import (
	"testing"
	"testing/fstest"
)

// TestCallsOf: which shell text trains, as far as text tells.
func TestCallsOf(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"Makefile":         {Data: []byte("PY = python\nall: fit\nfit: data\n\t$(PY) src/train.py\ndata:\n\t$(PY) src/load.py\ntest:\n\tpytest tests/test_train.py\nup:\n\tdvc repro\n")},
		"scripts/run.sh":   {Data: []byte("set -e\n# python train.py\npython src/load.py\n")},
		"scripts/fit.sh":   {Data: []byte("python src/train.py --epochs 3\n")},
		"scripts/again.sh": {Data: []byte("bash scripts/again.sh\nmake -j 2 all\n")},
	}
	trains := calls{trains: true}
	for text, want := range map[string]calls{
		"dvc repro":                                 {trains: true, dvc: true, unforced: true},
		"dvc repro --force":                         {trains: true, dvc: true},
		"dvc exp run -S a=1":                        {trains: true, dvc: true, unforced: true},
		"make up":                                   {trains: true, dvc: true, unforced: true},
		"mlflow run . -P a=1":                       trains,
		"make":                                      trains,
		"make all":                                  trains,
		"make data":                                 {},
		"make test":                                 {},
		"python train.py":                           trains,
		"python -m churn.train":                     trains,
		"uv run python src/train_model.py":          trains,
		"CUDA=1 python src/fit.py && echo done":     trains,
		"bash scripts/run.sh":                       {},
		"./scripts/fit.sh":                          trains,
		"bash scripts/again.sh":                     trains,
		"papermill notebooks/train.ipynb out":       trains,
		"pip install -r requirements-train.txt":     {},
		"ruff check src/train.py":                   {},
		"python -m pytest tests/test_train.py":      {},
		"cp train.csv data/train.csv":               {},
		"python evaluate.py models/train.pkl":       {},
		"kubectl apply -f train-job.yaml":           {},
		"docker run --rm image python train.py":     {container: "docker"},
		"podman run image":                          {container: "podman"},
		"echo train":                                {},
		"python split_train_test.py":                {},
		"git commit -m 'train'":                     {},
		"  # python train.py":                       {},
		"python load.py \\\n  --out data/train.csv": {},
	} {
		if got := callsOf(files, text); got != want {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}

// TestScalar: what is written is read as the same text.
func TestScalar(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "3.11", "true", "no", "train.yml", "a: b", "a #b", "it's", "*x", "- x", "make run", `"$CONDA/bin/conda" run`, "1e5", "0x10", "a\\b", "x:", "null", "${{ vars.X }}", "%x", "@x", "2:30", "d'accord: oui"} {
		root, err := readWorkflow([]byte("k: " + scalar(text) + "\n"))
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if got, ok := root.Get("k").Str(); !ok || got != text {
			t.Errorf("%q is read as %q", text, got)
		}
	}
}
