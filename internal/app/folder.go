package app

import (
	"context"
	"os"
	"path/filepath"

	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// ProjectDir is the project's directory in the working tree: the folder that was named,
// from the top of the repository, or else where the command starts.
func (a *App) ProjectDir(ctx context.Context, s settings.Settings) (string, error) {
	if s.Directory == "" {
		return a.Dir, nil
	}
	top := a.Dir
	if clone, err := project.OpenClone(ctx, a.Dir, ""); err == nil { // else the directory is a project of its own
		top = clone.Repository.Dir
	}
	if err := project.CheckFolder(os.DirFS(top), s.Directory, "here"); err != nil {
		return "", NewUsageError(err)
	}
	return filepath.Join(top, filepath.FromSlash(s.Directory)), nil
}
