package local

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
)

// A place is the clone that one training runs in, with what it and the user's
// clone held before.
type place struct {
	clone   *git.Clone
	dir     string // of the project in it
	root    *os.Root
	environ []string // for the training
	scratch string   // URI of the throw-away registry; "" for none

	absence  absence
	metrics  filestate.Backdated // metrics files, and the metadata file
	params   filestate.Content   // of the params files whose values the training is to use
	dirty    []string            // files that git's filters made others than the commit's
	stamps   filestate.Stamps    // of the project
	tracked  filestate.Stamps    // of the repository, from its top
	digests  filestate.Digests   // of these
	checkout othercode.Checkout
	linksOut []string

	lent      lentFiles
	missing   []string      // what the user's clone has, and git has not
	data      []missingData // what DVC tracks of it
	userClone userClone
}

// makePlace clones the branch and looks at everything that a training may change.
func (l *Project) makePlace(ctx context.Context, plan repro.Plan, change repro.Change, pipeline *dvc.Project) (p place, err error) {
	if p.clone, err = l.Repository.Clone(ctx, change.Branch, l.inContainer(ctx, plan.Command, change.Commit)); err != nil {
		return p, err
	}
	l.tree = p.clone
	if p.clone.Commit != change.Commit {
		return p, repro.Doubtf(repro.NotExecuted, "branch %s was moved to %s while the training was being prepared; run again when nobody else reproduces this version", change.Branch, gitformat.Short(p.clone.Commit))
	}
	p.dir = filepath.Join(p.clone.Dir, filepath.FromSlash(l.Prefix))
	if p.root, err = os.OpenRoot(p.dir); err != nil {
		return p, fmt.Errorf("look at the clone: %w", err)
	}
	if err := l.shareCache(p.root); err != nil {
		return p, err
	}
	files := p.root.FS()
	if _, p.dirty, err = p.clone.Since(ctx); err != nil {
		return p, err
	}
	if p.absence, err = l.takeAway(ctx, p, plan, pipeline); err != nil {
		return p, err
	}
	if p.lent, err = l.lend(ctx, p, plan, pipeline); err != nil {
		return p, err
	}
	if p.metrics, err = filestate.Backdate(p.root, append(dvc.MetricsIn(files, plan.Metrics.Files), mlflow.MetadataFile)...); err != nil {
		return p, err
	}
	p.params = filestate.ContentOf(files, filekind.ParamsFiles(plan))
	if l.ScratchRegistry {
		p.scratch = scratchRegistry(p.clone.Dir)
	}
	environ, err := l.environ(plan, p.scratch)
	if err != nil {
		return p, err
	}
	p.environ = othercode.Redirected(environ, plan.Command, l.Repository.Dir, p.clone.Dir)
	p.stamps, p.checkout = filestate.StampsOf(files), othercode.CheckoutOf(p.clone.Dir, p.dir)
	p.tracked = p.stamps
	if l.Prefix != "" {
		p.tracked = filestate.StampsOf(os.DirFS(p.clone.Dir))
	}
	p.tracked, _ = p.lent.without(p.tracked, "")
	p.digests = filestate.DigestsOf(os.DirFS(p.clone.Dir), p.tracked)
	p.linksOut = p.checkout.LinksOut()
	if p.missing, err = l.missing(ctx, p.clone); err != nil {
		return p, err
	}
	p.missing, p.data = l.withoutData(p.missing, pipeline, plan.Command)
	p.userClone, err = l.snapshot(ctx)
	return p, err
}
