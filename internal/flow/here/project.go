package here

import (
	"context"

	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/train/local"
)

// A Project trains on this machine, with all that a check can ask for there.
type Project struct {
	*local.Project

	rebuild train.Rebuild           // of the software that was asked for; without a Make there is none
	Secret  func(secrets ...string) // what is secret of the files that are lent, not to be printed; nil where nobody prints
}

var _ flow.Here = (*Project)(nil)

// Prepare looks at what a plan takes from this machine, before anything is written.
func (p *Project) Prepare(ctx context.Context, f *flow.Flow, s settings.Settings, plan *repro.Plan) error {
	if err := p.lend(ctx, f, s.With, plan); err != nil {
		return err
	}
	return p.planSoftware(ctx, f.Registry, s.Environment, plan)
}
