package git

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const checkoutPatience = 30 * time.Minute // a large tree, with a smudge filter that downloads

// A Worktree is a working tree of our own on a reproduction's branch. It is
// held by one process at a time until Remove or Close.
type Worktree struct {
	Dir        string // absolute; its name is the same for the same repository and branch
	Branch     string
	Commit     string // what was checked out
	repository *Repository
	hold       *hold
}

// AddWorktree checks branch out in a directory below parent, which is made if
// need be; "" means the user's cache directory. What killed processes left
// there of this repository is cleared first. If a live process holds the same
// branch, that is an error that says so.
func (r *Repository) AddWorktree(ctx context.Context, parent, branch string) (*Worktree, error) {
	if err := r.checkMine(ctx, branch); err != nil {
		return nil, err
	}
	if _, err := r.Resolve(ctx, "refs/heads/"+branch); err != nil {
		return nil, err
	}
	parent, err := worktreeParent(parent)
	if err != nil {
		return nil, fmt.Errorf("make a worktree for %s: %w", branch, err)
	}
	dir := filepath.Join(parent, r.worktreeName(branch))
	hold, err := take(dir + ".lock")
	if err != nil {
		return nil, fmt.Errorf("make a worktree for %s: %w", branch, err)
	}
	tree := &Worktree{Dir: dir, Branch: branch, repository: r, hold: hold}
	if err := tree.clear(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("clear the worktree that an earlier run left in %s: %w", dir, err), hold.release())
	}
	r.sweep(ctx, parent)
	_, err = call{
		dir:   r.Dir,
		args:  []string{"worktree", "add", "--quiet", "--lock", dir, branch},
		limit: checkoutPatience,
	}.run(ctx)
	if err != nil {
		err = fmt.Errorf("make a worktree for %s: %w", branch, err)
		if text := err.Error(); strings.Contains(text, "already checked out") || strings.Contains(text, "already used by worktree") {
			err = fmt.Errorf("%w; switch that tree to another branch (git switch --detach), or give --branch", err)
		}
		return nil, errors.Join(err, tree.clear(context.WithoutCancel(ctx)), hold.release())
	}
	// The branch may have been moved since: what counts is what was checked out.
	tree.Commit, err = r.one(ctx, call{dir: dir, args: []string{"rev-parse", "--verify", "--quiet", "HEAD"}})
	if err != nil {
		return nil, errors.Join(err, tree.clear(context.WithoutCancel(ctx)), hold.release())
	}
	return tree, nil
}

// Remove deletes the worktree and what git recorded of it. The branch stays.
func (w *Worktree) Remove(ctx context.Context) error {
	if err := w.clear(ctx); err != nil {
		return errors.Join(fmt.Errorf("remove worktree %s: %w", w.Dir, err), w.Close())
	}
	return w.Close()
}

// Close keeps the worktree's files and lets other processes have it.
func (w *Worktree) Close() error { return w.hold.release() }

// Changed lists the files that differ from the commit, new ones among them;
// those that the project ignores are not seen.
func (w *Worktree) Changed(ctx context.Context) ([]string, error) { return changed(ctx, w.Dir, "all") }

// clear removes the directory and git's record of it, as far as they exist.
// Only our own record: a general prune could forget the user's worktrees on a
// disk that happens not to be mounted.
func (w *Worktree) clear(ctx context.Context) error {
	if err := removeAll(w.Dir); err != nil {
		return err
	}
	trees, err := w.repository.worktrees(ctx)
	if err != nil {
		return err
	}
	for _, tree := range trees {
		if !sameDir(tree.dir, w.Dir) {
			continue
		}
		if _, err := w.repository.git(ctx, "worktree", "remove", "--force", "--force", tree.dir); err != nil {
			return err
		}
	}
	return nil
}

// removeAll deletes a tree in which a training may have made read-only
// directories, as DVC's cache does.
func removeAll(dir string) error {
	err := os.RemoveAll(dir)
	if err == nil {
		return nil
	}
	_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if entry != nil && entry.IsDir() {
			_ = os.Chmod(path, 0o700) //nolint:gosec // a directory, about to be deleted
		}
		return nil
	})
	return os.RemoveAll(dir)
}
