package collect

import (
	"context"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// maxMet bounds the runs that are asked for.
const maxMet = 50

// metRun is the first of some runs of before that has the numbers of the training: the
// original, or an earlier repeat; "" for none.
func (f Collector) metRun(ctx context.Context, plan repro.Plan, training train.Training, c Collected, ids []string) string {
	asked := 0
	for _, id := range ids {
		if slices.Contains(c.IDs, id) {
			continue
		}
		if id == plan.Original.ID {
			return id
		}
		if asked++; f.Registry == nil || asked > maxMet {
			continue
		}
		run, err := f.Registry.Run(ctx, id)
		if err == nil && run.Started.Before(training.Execution.Started) && len(c.Run.Metrics) > 0 && agreed(plan, []repro.Run{c.Run, run}) {
			return id
		}
	}
	return ""
}

// fetchedRun is the first run of before with the numbers of the training whose artifact it
// read, by its id and by the id that was asked for.
func (f Collector) fetchedRun(ctx context.Context, plan repro.Plan, training train.Training, c Collected) (run, as string) {
	for _, id := range training.Fetched[:min(len(training.Fetched), maxMet)] {
		run := id
		if strings.HasPrefix(id, "m-") {
			if f.Registry == nil {
				continue
			}
			var err error
			if run, err = f.Registry.LoggedModelRun(ctx, id); err != nil {
				continue
			}
		}
		if run = f.metRun(ctx, plan, training, c, []string{run}); run != "" {
			return run, id
		}
	}
	return "", ""
}
