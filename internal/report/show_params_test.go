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
