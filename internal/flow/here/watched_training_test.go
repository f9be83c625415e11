package here

import (
	"context"
	"errors"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestWhile: a training is ended early by who looks at it, and by nobody else; one that was
// over before is a whole one.
func TestWhile(t *testing.T) {
	t.Parallel()
	untilEnded := func(ctx context.Context) (train.Training, error) {
		<-ctx.Done()
		return train.Training{Execution: repro.Execution{Status: repro.ExecCancelled}}, nil
	}
	at := func(status repro.ExecutionStatus, err error) func(context.Context) (train.Training, error) {
		return func(context.Context) (train.Training, error) {
			return train.Training{Execution: repro.Execution{Status: status}}, err
		}
	}
	never := func(ctx context.Context) bool { <-ctx.Done(); return false }
	once := func(context.Context) bool { return true }
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	for name, tt := range map[string]struct {
		ctx   context.Context
		train func(context.Context) (train.Training, error)
		watch func(context.Context) bool
		want  repro.ExecutionStatus
	}{
		"ended":               {context.Background(), untilEnded, once, repro.ExecEndedEarly},
		"nothing to end":      {context.Background(), at(repro.ExecSucceeded, nil), never, repro.ExecSucceeded},
		"over before":         {context.Background(), at(repro.ExecSucceeded, nil), once, repro.ExecSucceeded},
		"failed before":       {context.Background(), at(repro.ExecFailed, nil), once, repro.ExecFailed},
		"cancelled by others": {context.Background(), at(repro.ExecCancelled, nil), never, repro.ExecCancelled},
		"the check cancelled": {cancelled, untilEnded, once, repro.ExecCancelled},
		"not started":         {context.Background(), at(repro.ExecCancelled, errors.New("x")), once, repro.ExecCancelled},
	} {
		if got, _ := while(tt.ctx, tt.train, tt.watch); got.Execution.Status != tt.want {
			t.Errorf("%s: %s; want %s", name, got.Execution.Status, tt.want)
		}
	}
}
