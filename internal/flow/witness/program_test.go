package witness

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestNoProgram: a program is called by its own name, not by the place that this check made
// for the training.
func TestNoProgram(t *testing.T) {
	t.Parallel()
	run := repro.Run{Tags: map[string]string{lineage.MlflowSource: "/home/ada/.cache/reproduce/worktrees/iris-v1/evaluate.py"}}
	if got := noProgram(repro.Gate{State: repro.GatePassed}, run); !strings.HasPrefix(got, "evaluate.py logged the new run") {
		t.Errorf("got %s", got)
	}
}
