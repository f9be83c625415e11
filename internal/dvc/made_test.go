package dvc_test

import (
	"reflect"
	"testing"

	"github.com/reproduce-action/reproduce/internal/dvc"
)

// TestMade: which files of a Makefile a training makes, so that one of them that
// git has may be left as it is.
func TestMade(t *testing.T) {
	t.Parallel()
	const makefile = `MODEL := models/model.pkl
.PHONY: run train
run: metrics.json
metrics.json: $(MODEL) evaluate.py
	python evaluate.py
$(MODEL): train.py data.csv
	python train.py
data.csv:
	curl -o data.csv https://example.com/data.csv
weights: data.csv
	sh fit.sh
sub:
	$(MAKE) -C sub all
docs/index.html: docs.py
	python docs.py
`
	files := tree("Makefile", makefile, "run.sh", "# make weights\nset -e\nmake run\n", "sub/Makefile", "all: m.onnx\nm.onnx: x\n\tpython export.py\n")
	project, err := dvc.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	for command, want := range map[string][]string{
		"make":                         {"models/model.pkl"},
		"make run":                     {"models/model.pkl"},
		"make -j2 metrics.json":        {"models/model.pkl"},
		"make weights":                 {"weights"},
		"make sub":                     {"sub/m.onnx"},
		"sh run.sh | tee log":          {"models/model.pkl"},
		"make data.csv":                nil,
		"make docs/index.html":         nil,
		"make nowhere":                 nil,
		"python train.py":              nil,
		"dvc repro --force":            nil,
		"echo x && cd sub && make run": {"models/model.pkl"},
	} {
		if got := project.Made(command); !sameList(got, want) {
			t.Errorf("%s: made %q, want %q", command, got, want)
		}
	}
	for name, want := range map[string]bool{"model.pkl": true, "models/net.ONNX": true, "train": true, "fit": true, "all": false, "metrics.json": false, "train_test_split": false, "data/raw.csv": false} {
		if got := dvc.Trained(name); got != want {
			t.Errorf("%s is what a training leaves: %v", name, got)
		}
	}
}

// TestCallersThroughScripts: the program that a stage runs may stand in a script
// or a Makefile.
func TestCallersThroughScripts(t *testing.T) {
	t.Parallel()
	files := tree(
		"dvc.yaml", `
stages:
  train: {cmd: sh bin/train.sh, outs: [model.pkl]}
  evaluate: {cmd: make score, deps: [model.pkl], metrics: [m.json: {cache: false}]}
  deep: {cmd: ./a.sh}
`,
		"bin/train.sh", "# python src/evaluate.py\nexec python 'src/train.py' --fast\n",
		"Makefile", "score:\n\tpython -m pkg.score\nother:\n\tpython other.py\n",
		"a.sh", "sh b.sh; ./a.sh\n", "b.sh", "python inner.py;\n",
	)
	project, err := dvc.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	for program, want := range map[string][]string{
		"/home/ada/churn/src/train.py": {"train"}, "pkg/score.py": {"evaluate"}, "inner.py": {"deep"},
		"evaluate.py": nil, "other.py": nil, "ipykernel_launcher.py": nil, "": nil,
	} {
		if got := project.Callers(program); !reflect.DeepEqual(got, want) {
			t.Errorf("%q is run by %q, want %q", program, got, want)
		}
	}
}
