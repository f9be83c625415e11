package report

import (
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestShowSections: the keys of a section that was logged as one have a row each, under the
// names that tell them apart.
func TestShowSections(t *testing.T) {
	t.Parallel()
	edit := func(name string, key ...string) repro.ParamEdit {
		return repro.ParamEdit{Name: name, Logged: "1", Old: "1", File: "params.yaml", Key: key, Status: repro.ParamUnchanged}
	}
	text := Show(View{Plan: repro.Plan{Params: []repro.ParamEdit{edit("nest", "nest", "a"), edit("nest", "nest", "b"), edit("lr", "train", "lr")}}}, terminal.Style{})
	for _, row := range []string{"\n  nest.a ", "\n  nest.b ", "\n  lr "} {
		if !strings.Contains(text, row) {
			t.Errorf("no row %q in\n%s", row, text)
		}
	}
}

// TestShowHydra: the command that is suggested for a project of Hydra has the placeholder that
// passes all params.
func TestShowHydra(t *testing.T) {
	t.Parallel()
	plan := repro.Plan{Model: repro.ModelVersion{Name: "churn", Version: "1"}, Original: repro.Run{ID: "a", Params: repro.Params{{Name: "lr", Value: "1"}}}}
	for train, want := range map[string]string{"python train.py {hydra}": `--run-command "python train.py {hydra}"`, "": `--run-command "python train.py"`} {
		if text := Show(View{Plan: plan, Train: "python train.py", Hydra: train}, terminal.Style{}); !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
}

// TestShowCalled: what record saw the original trained by is the command to train it with, and the
// changes that were recorded with it come before, whether or not there is a params file.
func TestShowCalled(t *testing.T) {
	t.Parallel()
	plan := repro.Plan{Model: repro.ModelVersion{Name: "churn", Version: "2"}, Original: repro.Run{ID: "1", Params: repro.Params{{Name: "lr", Value: "0.1"}}}}
	const run = "reproduce run churn --version 2 --run-command "
	for name, tt := range map[string]struct {
		view View
		want []string
	}{
		"recorded":               {View{Train: "make train", Called: "python -m churn.train --lr 0.1"}, []string{run + `"python -m churn.train --lr 0.1"`}},
		"of another checkout":    {View{Train: "make train", Called: "python /home/ada/train.py"}, []string{run + `"make train"`}},
		"DVC's":                  {View{Train: "dvc repro --force", Called: "dvc repro"}, []string{run + `"dvc repro --force"`}},
		"nobody knows":           {View{}, []string{run + `"YOUR TRAINING COMMAND"`}},
		"a file that has a key":  {View{Holds: "p.yaml"}, []string{"reproduce show churn --version 2 --params-file p.yaml", run + `"YOUR TRAINING COMMAND"`}},
		"changes":                {View{Called: "python t.py", Changes: "git switch X"}, []string{"git switch X", `git commit -m "As it was trained"`, run + `"python t.py" --code-ref head`}},
		"changes, Hydra":         {View{Hydra: "python t.py {hydra}", Changes: "git switch X"}, []string{"git switch X", `git commit -m "As it was trained"`, run + `"python t.py {hydra}" --code-ref head`}},
		"of a folder below this": {View{Below: true, Called: "python t.py"}, nil},
	} {
		tt.view.Plan = plan
		var got []string
		for _, step := range tt.view.next() {
			got = append(got, step[0])
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
