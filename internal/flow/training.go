package flow

import (
	"context"
	"fmt"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// train waits for the training and tells how it ended.
func (f *Flow) train(ctx context.Context, plan repro.Plan, change repro.Change, number int) (train.Training, error) {
	return f.trainBy(ctx, plan, change, number, f.Project.Train)
}

// trainBy is train by another way to do so.
func (f *Flow) trainBy(ctx context.Context, plan repro.Plan, change repro.Change, number int, by func(context.Context, repro.Plan, repro.Change) (train.Training, error)) (train.Training, error) {
	what := "training " + plan.Command + plan.Workflow
	if number > 1 {
		what = fmt.Sprintf("re-run %d, %s", number, what)
	}
	f.Begin(what)
	training, err := by(ctx, plan, change)
	f.End()
	if err != nil {
		return training, err
	}
	execution := training.Execution
	how := string(execution.Status)
	if execution.Status == repro.ExecSucceeded {
		how = "done"
	}
	f.Step("training", fmt.Sprintf("%s … %s in %s", execution.Name, how, execution.Duration().Round(time.Second/10)))
	return training, nil
}
