package report

import (
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
