package local

import (
	"context"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// shared are files and directories of the user's clone that a training may
// write to: tracking stores, DVC's cache and state, our own reports. What makes
// itself anew belongs to nobody.
var shared = []string{".dvc", "mlruns", "mlartifacts", "mlflow.db", "reproduce-report", "__pycache__", ".ipynb_checkpoints", "node_modules", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".DS_Store"}

// isShared says so of a path in the clone: by any name in it, as a project may
// be below the top.
func isShared(file string) bool {
	return slices.ContainsFunc(strings.Split(strings.TrimSuffix(file, "/"), "/"), func(name string) bool {
		return slices.Contains(shared, name) || strings.HasPrefix(name, "mlflow.db-") || path.Ext(name) == ".pyc"
	})
}

// A userClone is the user's clone as it was before a training, which is to leave
// it alone.
type userClone struct {
	local  *Project
	before git.Snapshot
}

func (l *Project) snapshot(ctx context.Context) (userClone, error) {
	before, err := l.Repository.Snapshot(ctx, l.skips)
	return userClone{l, before}, err
}

// skips are what a training may write to, wherever the settings put it.
func (l *Project) skips(file string) bool {
	if isShared(file) {
		return true
	}
	store := strings.TrimPrefix(strings.TrimPrefix(l.Tracking, "sqlite:///"), "file://")
	full := filepath.Join(l.Repository.Dir, filepath.FromSlash(file))
	return store != "" && (full == filepath.Clean(store) || strings.HasPrefix(full, store+"-")) // SQLite's journals
}

// changes are what is not as it was, by paths in the clone, and warnings about it.
func (u userClone) changes(ctx context.Context) (names, warnings []string) {
	after, err := u.local.Repository.Snapshot(ctx, u.local.skips)
	if err != nil {
		return nil, []string{"whether the training wrote to your clone is not known: " + err.Error()}
	}
	if names = u.before.Differing(after); len(names) > 0 {
		warnings = append(warnings, fmt.Sprintf("these changed in your clone, outside of the checkout, during the training: %s. If you or another program did not change them, the training did; let it write only below its working directory", wording.List(names)))
	}
	if u.before.Cut || after.Cut {
		warnings = append(warnings, "your clone has more files than are looked at for changes by the training; the rest was not looked at")
	}
	return names, warnings
}

// missing names what the user's clone has and the clone that trains has not.
func (l *Project) missing(ctx context.Context, clone *git.Clone) ([]string, error) {
	names, err := clone.Missing(ctx)
	return slices.DeleteFunc(names, func(name string) bool { return isShared(name) || l.isReports(name) }), err
}

// isReports says whether a path in the clone is where reports are saved.
func (l *Project) isReports(file string) bool {
	full := filepath.Join(l.Repository.Dir, filepath.FromSlash(file))
	return slices.ContainsFunc(l.Reports, func(dir string) bool {
		if dir == "" {
			return false
		}
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(l.Repository.Dir, filepath.FromSlash(l.Prefix), dir)
		}
		return full == filepath.Clean(dir)
	})
}
