package flow

import (
	"context"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// Start makes the first half of a reproduction: it resolves, plans and applies, and has
// begin start the training, which it does not wait for. The result has no verdict
// unless there is a doubt.
func (f *Flow) Start(ctx context.Context, s settings.Settings, begin func(context.Context, repro.Plan, repro.Change) (repro.Execution, error)) (repro.Result, error) {
	c := &check{Flow: f, settings: s, result: repro.Result{Tool: f.Tool, CheckedAt: f.Now().UTC()}}
	var err error
	for _, step := range starting {
		if err = step(c, ctx); err != nil {
			break
		}
	}
	if err == nil {
		c.result.Execution, err = begin(ctx, c.result.Plan, c.result.Change)
	}
	if doubt, ok := repro.AsDoubt(err); ok && ctx.Err() == nil {
		c.result.Verdict, c.result.Reason, c.result.Detail = repro.Unverified, doubt.Reason, doubt.Error()
		err = nil
	}
	return c.result, err
}
