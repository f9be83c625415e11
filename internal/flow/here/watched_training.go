package here

import (
	"context"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// while trains while watch looks at it, until the training is over or watch says, by true,
// that it is to be ended. The training then ends as one that somebody gave up on. A training
// that came to its end by itself meanwhile is one that did.
func while(ctx context.Context, run func(context.Context) (train.Training, error), watch func(context.Context) bool) (train.Training, error) {
	watched, end := context.WithCancel(ctx)
	defer end()
	over := make(chan bool, 1)
	go func() {
		wanted := watch(watched)
		over <- wanted
		if wanted {
			end()
		}
	}()
	training, err := run(watched)
	end()
	if <-over && err == nil && ctx.Err() == nil && training.Execution.Status == repro.ExecCancelled {
		training.Execution.Status, training.Execution.Detail = repro.ExecEndedEarly, "its curves told enough"
	}
	return training, err
}
