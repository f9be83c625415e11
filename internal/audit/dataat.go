package audit

import (
	"context"

	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// DataAt is the data of a commit by its dvc.lock and .dvc files, and by git where a program
// names what that has, as an audit takes it for a run that names none; none where the clone
// does not have the commit.
func DataAt(ctx context.Context, clone *project.Clone, commit, program string, s settings.Params) []repro.DataVersion {
	cache := newTreeCache(clone, s, nil)
	cache.programs[commit] = []string{program}
	tree, err := cache.tree(ctx, commit, false)
	if tree == nil || err != nil {
		return nil
	}
	data := tree.data
	if len(data) == 0 {
		for _, file := range tree.inGit[program] {
			data = append(data, repro.DataVersion{Path: file, Hash: "in git", From: "git at " + tree.at})
		}
	}
	return data
}
