package report

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestExperiment_wholeNames: what a search found the cause is a file that somebody goes to, so
// its path is told whole, however narrow the terminal is.
func TestExperiment_wholeNames(t *testing.T) {
	t.Parallel()
	const file = "projects/customer-churn/warehouse/exports/2026-11/by-region/north/customers-with-contracts.csv"
	e := repro.Experiment{Factors: []repro.Factor{{Kind: "file", Name: file, Finding: repro.FactorCause}}}
	if rows := factorRows(e); len(rows) != 1 || rows[0][1] != "file "+file {
		t.Errorf("the factors are %q", rows)
	}
	s := newScreen(terminal.Style{Width: 60})
	s.experiment(repro.Result{Experiment: &e})
	if text := s.String(); !strings.Contains(strings.Join(strings.Fields(text), ""), strings.ReplaceAll(file, " ", "")) {
		t.Errorf("on a terminal:\n%s", text)
	}
}

// TestInputs_ofTwoRuns: a comparison of two runs is of neither's original.
func TestInputs_ofTwoRuns(t *testing.T) {
	t.Parallel()
	differs := []repro.Input{{Kind: repro.KindEnvironment, Name: "numpy", Original: "1", Now: "2", State: repro.InputDiffers}}
	trained, compared := repro.Result{Plan: repro.Plan{ID: "x"}, Inputs: differs}, repro.Result{Reproduction: repro.Run{ID: "b"}, Inputs: differs}
	for want, r := range map[string]repro.Result{"Differs from the original run:": trained, "Differs from the first run:": compared} {
		s := newScreen(terminal.Style{})
		s.inputs(r)
		if got, _, _ := strings.Cut(s.String(), "\n"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
