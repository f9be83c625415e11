package collect

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/planning"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// Runs that a training logs without our id: MlflowClient().create_run and the REST API give a
// run no tags of its context, and a program may lose the variable that has them.

// unmarked is the id of the one run that this training seems to have logged without its
// id; "" where there is none, or more than one. It is told, and proves nothing.
func (f Collector) unmarked(ctx context.Context, plan repro.Plan, change repro.Change, training train.Training) string {
	runs, err := f.untagged(ctx, plan, change, training)
	if len(runs) > 1 {
		runs = slices.DeleteFunc(runs, func(run repro.Run) bool { return !hasParams(run, plan) })
	}
	if err != nil || len(runs) != 1 {
		return ""
	}
	return runs[0].ID
}

// untagged are the runs that this training seems to have logged without its id: those that
// are tied to it, else those whose ids it printed, else those that have the original's params
// and were logged as it was.
func (f Collector) untagged(ctx context.Context, plan repro.Plan, change repro.Change, training train.Training) ([]repro.Run, error) {
	if f.Registry == nil || training.Execution.Started.IsZero() {
		return nil, nil
	}
	query := mlflow.RunQuery{Since: training.Execution.Started.Truncate(time.Second), Limit: maxRuns}
	if plan.Original.ExperimentID != "" {
		query.ExperimentIDs = []string{plan.Original.ExperimentID}
	}
	runs, err := f.Registry.FindRuns(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("find a new run without this reproduction's id: %w", err)
	}
	runs = slices.DeleteFunc(runs, func(run repro.Run) bool {
		return run.ID == plan.Original.ID || run.Tags[repro.IDTag] != "" || !meanwhile(run, training)
	})
	for _, ours := range []func(run repro.Run) bool{
		func(run repro.Run) bool { return tied(run, change) },
		func(run repro.Run) bool { return printed(run, training) },
	} {
		if found := slices.DeleteFunc(slices.Clone(runs), func(run repro.Run) bool { return !ours(run) }); len(found) > 0 {
			return found, nil
		}
	}
	return slices.DeleteFunc(runs, func(run repro.Run) bool { return !seemsOurs(run, plan) }), nil
}

// meanwhile says whether a run began while the training ran. A program that is not MLflow's
// may count in seconds.
func meanwhile(run repro.Run, training train.Training) bool {
	began, ended := training.Execution.Started.Truncate(time.Millisecond), training.Execution.Ended
	if run.Started.Nanosecond() == 0 {
		began = began.Truncate(time.Second)
	}
	return !run.Started.Before(began) && (ended.IsZero() || !run.Started.After(ended))
}

// tied says whether more than its time and its params make a run this training's: it
// recorded the branch's commit, which no other training has.
func tied(run repro.Run, change repro.Change) bool {
	return change.Commit != "" && run.Tags[lineage.MlflowCommit] == change.Commit
}

// printed says whether the training printed a run's id, as MLflow's client does where a run
// ends. It chooses among runs, and proves nothing: the training may have looked up the newest
// run of the store, which is anybody's.
func printed(run repro.Run, training train.Training) bool {
	return slices.Contains(training.MetRuns, run.ID)
}

// seemsOurs says of a run that is not tied to the training whether it may be its own all the
// same: it has all params of the original, recorded no commit, and the same program or, as
// the original, none.
func seemsOurs(run repro.Run, plan repro.Plan) bool {
	nameless := run.Tags[lineage.MlflowSource] == "" && plan.Original.Tags[lineage.MlflowSource] == ""
	return run.Tags[lineage.MlflowCommit] == "" && (nameless || lineage.SameProgram(plan.Original, run)) && hasParams(run, plan)
}

// hasParams says whether a run logged all params of the original, with their values.
func hasParams(run repro.Run, plan repro.Plan) bool {
	return !slices.ContainsFunc(planning.ComparedParams(plan), func(param repro.Param) bool {
		logged, has := run.Params.Get(param.Name)
		return !has || !params.Equal(logged, param.Value)
	})
}

// findUntagged has a run without our id taken, where somebody asked for that.
func (f Collector) findUntagged(ctx context.Context, plan repro.Plan, change repro.Change, training train.Training, c *Collected) ([]repro.Run, error) {
	if plan.Metrics.Source != repro.SourceUntagged {
		return nil, nil
	}
	runs, err := f.untagged(ctx, plan, change, training)
	c.Untagged = len(runs) > 0
	c.Tied = c.Untagged && tied(runs[0], change) // all are, or none
	c.Printed = c.Untagged && printed(runs[0], training)
	return runs, err
}

// Known says how the runs of a training are known to be its own.
func (c *Collected) Known() string {
	switch {
	case !c.Untagged:
		return "carry this reproduction's id"
	case c.Tied:
		return "began while this training ran, and have its commit"
	case c.Printed:
		return "began while this training ran, which printed their ids"
	}
	return "began while this training ran, with the original's params"
}
