package audit

import (
	"context"

	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// DataAt is the data of a commit by its dvc.lock and .dvc files, as an audit takes it for
// a run that names none; none where the clone does not have the commit.
func DataAt(ctx context.Context, clone *project.Clone, commit string, s settings.Params) []repro.DataVersion {
	tree, err := newTreeCache(clone, s, nil).tree(ctx, commit, false)
	if tree == nil || err != nil {
		return nil
	}
	return tree.data
}
