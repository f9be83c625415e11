package collect

import (
	"context"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow"
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

// childOfBefore is a child of the original's run that has the numbers of the training, where
// the training's own run has no such child: it may have found that one in the store, which no
// database tells, and left its part of the training out. "" for none.
func (f Collector) childOfBefore(ctx context.Context, plan repro.Plan, c Collected) string {
	if f.Registry == nil || c.Tracked.ID == "" || c.OwnStore || plan.Original.ID == "" || len(c.Run.Metrics) == 0 {
		return ""
	}
	same := func(parent string) string {
		runs, err := f.Registry.FindRuns(ctx, mlflow.RunQuery{Tags: map[string]string{lineage.MlflowParent: parent}})
		if err != nil { // nothing is known of them
			return ""
		}
		at := slices.IndexFunc(runs, func(run repro.Run) bool { return agreed(plan, []repro.Run{c.Run, run}) })
		if at < 0 {
			return ""
		}
		return runs[at].ID
	}
	child := same(plan.Original.ID)
	if child == "" || same(c.Tracked.ID) != "" {
		return ""
	}
	return child
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
