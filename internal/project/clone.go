package project

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/reproduce-action/reproduce/internal/git"
)

// A Clone is a project in a repository on this machine.
type Clone struct {
	Repository *git.Repository
	Prefix     string // the project's directory below the top level, with slashes; "" is the top
}

// OpenClone finds the repository that dir is in. The project is its folder of that name,
// or dir itself where none is named.
func OpenClone(ctx context.Context, dir, folder string) (*Clone, error) {
	repository, err := git.Open(ctx, dir)
	if err != nil {
		return nil, err
	}
	if folder != "" {
		return &Clone{Repository: repository, Prefix: folder}, nil
	}
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, fmt.Errorf("open repository: %w", err)
	}
	top, err := filepath.EvalSymlinks(repository.Dir)
	if err != nil {
		return nil, fmt.Errorf("open repository: %w", err)
	}
	prefix, err := filepath.Rel(top, real)
	if err != nil {
		return nil, fmt.Errorf("open repository: %w", err)
	}
	if prefix = filepath.ToSlash(prefix); prefix == "." {
		prefix = ""
	}
	return &Clone{Repository: repository, Prefix: prefix}, nil
}

// Files gives the project's files at a commit.
func (c *Clone) Files(ctx context.Context, commit string) (fs.FS, error) {
	files, prefix, err := c.RepositoryFiles(ctx, commit)
	if err != nil || prefix == "" {
		return files, err
	}
	return fs.Sub(files, prefix)
}

// RepositoryFiles gives the files of the whole repository at a commit, and where the project
// lies among them.
func (c *Clone) RepositoryFiles(ctx context.Context, commit string) (files fs.FS, prefix string, err error) {
	files, err = c.Repository.FS(ctx, commit)
	return files, c.Prefix, err
}

// Before gives the newest commit before a time among those that led to a commit; "" where
// there is none, or nobody can tell.
func (c *Clone) Before(ctx context.Context, commit string, at time.Time) string {
	before, err := c.Repository.Before(ctx, commit, at)
	if err != nil {
		return ""
	}
	return before
}
