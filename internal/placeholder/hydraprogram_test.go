//go:build !nodesk

package placeholder

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/repro"
)

var hydraProject = fstest.MapFS{
	"train.py":               {Data: []byte("import hydra\n\n@hydra.main(config_path=\"conf\", config_name=\"config\")\ndef main(cfg): pass\n")},
	"src/fit/go.py":          {Data: []byte("from hydra import main\n@main(version_base=None)\ndef run(cfg): pass\n")},
	"plain.py":               {Data: []byte("# no hydra here\nimport click\n\ndef main(): pass\nmain()\n")},
	"run.sh":                 {Data: []byte("#!/bin/sh\npython train.py\n")},
	"Makefile":               {Data: []byte("PYTHON ?= python\n.PHONY: train\ntrain:\n\t$(PYTHON) train.py $(ARGS)\nfit:\n\tpython -m src.fit.go\nclean:\n\tpython plain.py\n")},
	"conf/config.yaml":       {Data: []byte("defaults:\n  - _self_\n  - model: logreg\n  - data: small\nseed: 7\n")},
	"conf/model/gbm.yaml":    {Data: []byte("name: gbm\nrate: 0.1\n")},
	"conf/model/logreg.yaml": {Data: []byte("name: logreg\nC: 1.0\n")},
	"conf/data/small.yaml":   {Data: []byte("size: 0.4\n")},
	"conf/data/large.yaml":   {Data: []byte("size: 0.3\n")},
	"conf/other/a.yaml":      {Data: []byte("x: 1\n")},
}

// TestHydraCommand: a program that Hydra configures is found where a command starts it, also by
// way of make or a script, and gets the config groups that the logged keys show.
func TestHydraCommand(t *testing.T) {
	t.Parallel()
	gbm := repro.Params{{Name: "model.name", Value: "gbm"}, {Name: "model.rate", Value: "0.2"}, {Name: "data.size", Value: "0.2"}, {Name: "other.x", Value: "1"}, {Name: "seed", Value: "7"}}
	usual := repro.Params{{Name: "model.name", Value: "logreg"}, {Name: "model.C", Value: "2"}}
	for _, c := range []struct {
		command string
		logged  repro.Params
		want    string
	}{
		{"python train.py", nil, "python train.py {hydra}"},
		{"python ./train.py lr=0.2", nil, "python ./train.py lr=0.2 {hydra}"},
		{"cd src && python -m src.fit.go", nil, "cd src && python -m src.fit.go {hydra}"},
		{"python plain.py", nil, ""}, {"python away.py", nil, ""}, {"python ../train.py", nil, ""}, {"", nil, ""}, {"make clean", nil, ""},
		{"make -C sub train", nil, ""},
		{"make train ARGS='model=gbm'", nil, "python train.py {hydra}"},
		{"sh run.sh", nil, "python train.py {hydra}"},
		{"make fit", nil, "python -m src.fit.go {hydra}"},
		{"make", gbm, "python train.py model=gbm {hydra}"},
		{"python train.py", gbm, "python train.py model=gbm {hydra}"},
		{"python train.py", usual, "python train.py {hydra}"},
		{"python train.py", append(repro.Params{{Name: "model", Value: "gbm"}}, gbm...), "python train.py {hydra}"},
	} {
		if got := HydraCommand(hydraProject, c.command, c.logged); got != c.want {
			t.Errorf("%s: %q, want %q", c.command, got, c.want)
		}
	}
}

// TestHydraByMake: make takes {hydra} for words of its own, so that the program is named that it runs.
func TestHydraByMake(t *testing.T) {
	t.Parallel()
	logged := repro.Params{{Name: "seed", Value: "7"}}
	for command, want := range map[string]string{
		"make train ARGS={hydra}":                "call the program that make runs: python train.py {hydra}",
		"make train {hydra}":                     "call the program that make runs: python train.py {hydra}",
		"make train ARGS='{hydra}'":              "make would take {hydra} for words of its own: call the program that it runs, python train.py {hydra}",
		`dvc checkout && make train A="{hydra}"`: "make would take {hydra} for words of its own: call the program that it runs, python train.py {hydra}",
		"make clean {hydra}":                     "call the program that make runs: python TRAINING_PROGRAM {hydra}",
	} {
		got, err := Fill(command, hydraProject, logged, logged)
		text := strings.Join(got.Warnings, "\n")
		if err != nil {
			text = err.Error()
		}
		if !strings.Contains(text, want) {
			t.Errorf("%s: %q, want %q", command, text, want)
		}
	}
}
