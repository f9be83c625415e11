//go:build !nodesk

package app

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// updateParams makes the edit in the working tree. The files are read again
// and compared first: what somebody changed meanwhile is not overwritten.
func (a *App) updateParams(ctx context.Context, dir string, s settings.Settings, plan repro.Plan) error {
	if err := a.checkUncommitted(ctx, s, plan); err != nil {
		return err
	}
	for _, edit := range plan.Files {
		path := filepath.Join(dir, filepath.FromSlash(edit.Path))
		info, err := os.Lstat(path)
		if err != nil {
			return fmt.Errorf("update %s: %w", edit.Path, err)
		}
		if !info.Mode().IsRegular() {
			return fmt.Errorf("update %s: it is not a regular file; edit what it points to", edit.Path)
		}
		now, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("update %s: %w", edit.Path, err)
		}
		if string(now) != string(edit.Before) {
			return fmt.Errorf("update %s: it changed while it was being read; run the command again", edit.Path)
		}
		if err := writeFile(path, edit.After, info.Mode().Perm()); err != nil {
			return fmt.Errorf("update %s: %w", edit.Path, err)
		}
	}
	return nil
}

// checkUncommitted refuses an edit that writes over values which nobody committed, as git
// refuses a checkout. Of a file that git does not have, what is printed has the old values.
func (a *App) checkUncommitted(ctx context.Context, s settings.Settings, plan repro.Plan) error {
	clone, err := project.OpenClone(ctx, a.Dir, s.Directory)
	if err != nil || len(plan.Files) == 0 {
		return nil // no repository keeps anything
	}
	head, err := clone.Repository.Resolve(ctx, "HEAD")
	if err != nil {
		return ctx.Err() // it has no commit
	}
	names := make([]string, len(plan.Files))
	for i, edit := range plan.Files {
		names[i] = path.Join(clone.Prefix, edit.Path)
	}
	changed, err := clone.Repository.Changed(ctx, names...)
	if err != nil || len(changed) == 0 {
		return err
	}
	files, err := clone.Files(ctx, head)
	if err != nil {
		return err
	}
	for i, edit := range plan.Files {
		if lost := params.Lost(edit, files, plan.Params); len(lost) > 0 && slices.Contains(changed, names[i]) {
			return fmt.Errorf("update %s: not committed, and would be lost: %s; commit the file, or put it aside: git stash push -- %s", edit.Path, wording.ListUpTo(lost, 5), wording.Quote(edit.Path))
		}
	}
	return nil
}
