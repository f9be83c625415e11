package here

import (
	"context"
	"time"

	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// endRun ends the run of a training that was ended early: its process could not. It is this
// check's own, by its tag: no other is touched. A doubt says that it is left as if it ran.
func (w *watch) endRun(ctx context.Context, ended time.Time) (doubt string) {
	run, err := w.registry.Run(ctx, w.early.Run)
	if err != nil || run.Status != repro.RunRunning || w.id == "" || run.Tags[repro.IDTag] != w.id {
		return ""
	}
	if err := w.registry.KillRun(ctx, run.ID, ended); err != nil {
		return flow.LeftRunning(w.registry.URI, []string{run.ID})
	}
	return ""
}
