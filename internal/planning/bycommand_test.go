package planning

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestByCommand: a project without any params file is planned by its run command, and its
// params are those that the new run has to log; one in a folder is named instead.
func TestByCommand(t *testing.T) {
	t.Parallel()
	original := repro.Run{Params: repro.Params{{Name: "epochs", Value: "3"}, {Name: "lr", Value: "0.1"}}}
	none := fstest.MapFS{"train.py": {Data: []byte("import argparse\n")}}
	_, err := Edit(none, settings.Params{}, original)
	if !errors.As(err, new(project.NoParamsFile)) || !strings.Contains(err.Error(), "by a run command that carries the params: epochs, lr") {
		t.Fatalf("Edit: %v", err)
	}
	edits, err := byCommand(none, settings.Params{}, original, nil, err)
	if err != nil || len(edits.Edits) != 2 || edits.Edits[1].Name != "lr" || edits.Edits[1].Logged != "0.1" || edits.Edits[1].Status != repro.ParamLoggedOnly || len(edits.Files) != 0 {
		t.Errorf("edits %+v (%v)", edits.Edits, err)
	}
	if text := strings.Join(edits.Warnings, "\n"); !strings.HasSuffix(text, "the run command has to carry what the original ran with: epochs, lr. {NAME} in it stands for the param's value") {
		t.Errorf("warnings %q", text)
	}
	below := fstest.MapFS{"models/churn/params.yaml": {Data: []byte("lr: 0.1\n")}, "train.py": {}}
	_, err = Edit(below, settings.Params{}, original)
	if _, err = byCommand(below, settings.Params{}, original, nil, err); err == nil || !strings.HasSuffix(err.Error(), "there is models/churn/params.yaml: change to its folder, or name it with --params-file models/churn/params.yaml") {
		t.Errorf("a params file below: %v", err)
	}
	for name, written := range map[string]fstest.MapFS{
		"DVCLive's":                   {"dvclive/params.yaml": {}},
		"DVCLive's, as dvc.yaml says": {"dvclive/params.yaml": {}, "dvc.yaml": {Data: []byte("params:\n- dvclive/params.yaml\n")}},
		"DVCLive's in another folder": {"results/params.yaml": {}, "results/metrics.json": {}, "results/plots/metrics/a.tsv": {}},
		"what a stage makes":          {"out/params.yaml": {}, "dvc.yaml": {Data: []byte("stages:\n  train:\n    cmd: python train.py\n    outs:\n    - out/params.yaml:\n        cache: false\nparams:\n- out/params.yaml\n")}},
		"of Hydra":                    {"outputs/2026-11-28/params.yaml": {}},
	} {
		_, err := Edit(written, settings.Params{}, original)
		if edits, err := byCommand(written, settings.Params{}, original, nil, err); err != nil || len(edits.Edits) != 2 {
			t.Errorf("%s: %+v (%v), want its run command to carry the params", name, edits.Edits, err)
		}
	}
	if _, err := Edit(none, settings.Params{ParamsFiles: []string{"p.yaml"}}, original); err == nil || errors.As(err, new(project.NoParamsFile)) {
		t.Errorf("a file that was named and is not there: %v", err)
	}
}
