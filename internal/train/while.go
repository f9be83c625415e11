package train

import (
	"context"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// While trains while watch looks at it, until the training is over or watch says, by true,
// that it is to be ended. The training then ends as one that somebody gave up on. A training
// that came to its end by itself meanwhile is one that did.
func While(ctx context.Context, train func(context.Context) (Training, error), watch func(context.Context) bool) (Training, error) {
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
	training, err := train(watched)
	end()
	if <-over && err == nil && ctx.Err() == nil && training.Execution.Status == repro.ExecCancelled {
		training.Execution.Status, training.Execution.Detail = repro.ExecEndedEarly, "its curves told enough"
	}
	return training, err
}
