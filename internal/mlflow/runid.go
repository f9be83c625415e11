package mlflow

import (
	"context"
	"fmt"
	"regexp"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// notARun answers a text that cannot be a run id.
func notARun(text string) error {
	return fmt.Errorf("read run %s: %w: that is no run id; MLflow's have 32 hex digits, as in the run's address", shown(text), ErrNotFound)
}

// shortRunID is the beginning of a run's id, as reports and web pages show it.
var shortRunID = regexp.MustCompile(`^[0-9a-f]{8,31}$`)

// byBeginning finds the one active run whose id begins so.
func byBeginning(ctx context.Context, store Store, begins string) (repro.Run, error) {
	runs, err := store.FindRuns(ctx, RunQuery{Begins: begins, Limit: 2})
	switch {
	case err != nil:
		return repro.Run{}, fmt.Errorf("read run %s: %w; give all 32 digits of its id", begins, err)
	case len(runs) == 0:
		return repro.Run{}, fmt.Errorf("read run %s: %w: no active run's id begins so", begins, ErrNotFound)
	case len(runs) > 1:
		return repro.Run{}, fmt.Errorf("read run %s: several runs' ids begin so, %s and %s among them; give more digits", begins, runs[0].ID, runs[1].ID)
	}
	return runs[0], nil
}
