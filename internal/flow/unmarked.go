package flow

import (
	"context"
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// unmarked is the id of the one run that this training seems to have logged without its
// id: begun while it ran, with the original's params, of the branch's commit or the
// original's program; "" where there is none, or more than one. It is told, and proves nothing.
func (f *Flow) unmarked(ctx context.Context, plan repro.Plan, change repro.Change, training train.Training) string {
	if f.Registry == nil || training.Execution.Started.IsZero() {
		return ""
	}
	query := mlflow.RunQuery{Since: training.Execution.Started.Truncate(time.Second), Limit: maxRuns}
	if plan.Original.ExperimentID != "" {
		query.ExperimentIDs = []string{plan.Original.ExperimentID}
	}
	runs, err := f.Registry.FindRuns(ctx, query)
	if err != nil {
		return ""
	}
	found := slices.DeleteFunc(runs, func(run repro.Run) bool { return !seemsOurs(run, plan.Original, change.Commit, training) })
	if len(found) != 1 {
		return ""
	}
	return found[0].ID
}

// seemsOurs says so of one run.
func seemsOurs(run, original repro.Run, commit string, training train.Training) bool {
	began, ended := training.Execution.Started.Truncate(time.Millisecond), training.Execution.Ended
	inTime := !run.Started.Before(began) && (ended.IsZero() || !run.Started.After(ended))
	ofCode := commit != "" && run.Tags[lineage.MlflowCommit] == commit || run.Tags[lineage.MlflowCommit] == "" && sameProgram(original, run)
	other := slices.ContainsFunc(original.Params, func(param repro.Param) bool {
		logged, has := run.Params.Get(param.Name)
		return !has || !params.Equal(logged, param.Value)
	})
	return inTime && ofCode && !other && run.ID != original.ID && run.Tags[repro.IDTag] == ""
}

// passOn is the way to the id for programs that run in an environment of their own.
func passOn(c collected) string {
	const way = "Pass the variable MLFLOW_RUN_CONTEXT on to the program: env -i, sudo, tox and containers leave it out"
	if c.unmarked == "" {
		return way
	}
	return "Run " + c.unmarked + " was begun meanwhile with the original's params, and without the id. " + way
}
