//go:build !nodesk

package app

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// updateParams makes the edit in the working tree. The files are read again
// and compared first: what somebody changed meanwhile is not overwritten. It says which
// values went that nobody committed, and how to get them back.
func (a *App) updateParams(ctx context.Context, dir string, s settings.Settings, plan repro.Plan) (said []string, err error) {
	if said, err = a.keepUncommitted(ctx, s, plan); err != nil {
		return nil, err
	}
	for _, edit := range plan.Files {
		path := filepath.Join(dir, filepath.FromSlash(edit.Path))
		info, err := os.Lstat(path)
		if err != nil {
			return nil, fmt.Errorf("update %s: %w", edit.Path, err)
		}
		if !info.Mode().IsRegular() {
			return nil, fmt.Errorf("update %s: it is not a regular file; edit what it points to", edit.Path)
		}
		now, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("update %s: %w", edit.Path, err)
		}
		if string(now) != string(edit.Before) {
			return nil, fmt.Errorf("update %s: it changed while it was being read; run the command again", edit.Path)
		}
		if err := writeFile(path, edit.After, info.Mode().Perm()); err != nil {
			return nil, fmt.Errorf("update %s: %w", edit.Path, err)
		}
	}
	return said, nil
}

// keepUncommitted has git keep the files of an edit that writes over values which nobody
// committed. Of a file that git does not have, what is printed has the old values.
func (a *App) keepUncommitted(ctx context.Context, s settings.Settings, plan repro.Plan) (said []string, err error) {
	clone, err := project.OpenClone(ctx, a.Dir, s.Directory)
	if err != nil || len(plan.Files) == 0 {
		return nil, nil // no repository keeps anything
	}
	head, err := clone.Repository.Resolve(ctx, "HEAD")
	if err != nil {
		return nil, ctx.Err() // it has no commit
	}
	names := make([]string, len(plan.Files))
	for i, edit := range plan.Files {
		names[i] = path.Join(clone.Prefix, edit.Path)
	}
	changed, err := clone.Repository.Changed(ctx, names...)
	if err != nil || len(changed) == 0 {
		return nil, err
	}
	files, err := clone.Files(ctx, head)
	if err != nil {
		return nil, err
	}
	for i, edit := range plan.Files {
		lost := params.Lost(edit, files, plan.Params)
		if len(lost) == 0 || !slices.Contains(changed, names[i]) {
			continue
		}
		object, err := clone.Repository.WriteBlob(ctx, edit.Before)
		if err != nil {
			return nil, fmt.Errorf("update %s: keep what was not committed: %w", edit.Path, err)
		}
		said = append(said, fmt.Sprintf("%s had values that were not committed: %s. Git keeps the file as it was for two weeks; to put it back: git cat-file blob %s > %s",
			edit.Path, wording.ListUpTo(lost, 5), gitformat.Short(object), wording.Quote(edit.Path)))
	}
	return said, nil
}
