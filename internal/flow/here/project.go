package here

import (
	"context"
	"slices"

	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/train/local"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A Project trains on this machine, with all that a check can ask for there.
type Project struct {
	*local.Project

	rebuild train.Rebuild           // of the software that was asked for; without a Make there is none
	Secret  func(secrets ...string) // what is secret of the files that are lent, not to be printed; nil where nobody prints
}

var _ flow.Here = (*Project)(nil)

// keepRead keeps what the original is recorded to have read, of what is taken away before a
// training otherwise: a model that it began from.
func (p *Project) keepRead(ctx context.Context, f *flow.Flow, plan *repro.Plan) {
	if f.Registry == nil {
		return
	}
	record, _ := lineage.ReadRecord(ctx, f.Registry, plan.Original) // the lineage tells of a doubt
	read := p.ReadByOriginal(ctx, *plan, record.ReadInGit())
	if len(read) == 0 {
		return
	}
	plan.Keep = slices.Concat(plan.Keep, read)
	plan.Warnings = append(plan.Warnings, "kept for the training, as the record of the original's run says that it read them before it wrote anything there: "+wording.ListUpTo(read, 5))
}

// Prepare looks at what a plan takes from this machine, before anything is written.
func (p *Project) Prepare(ctx context.Context, f *flow.Flow, s settings.Settings, plan *repro.Plan) error {
	p.keepRead(ctx, f, plan)
	if err := p.lend(ctx, f, s.With, plan); err != nil {
		return err
	}
	return p.planSoftware(ctx, f.Registry, s.Environment, plan)
}
