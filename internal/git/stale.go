package git

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/reproduce-action/reproduce/internal/filelock"
	"github.com/reproduce-action/reproduce/internal/git/clones"
	"github.com/reproduce-action/reproduce/internal/removal"
)

// cloneName is the directory's name: readable, and distinct for each repository
// and branch.
func (r *Repository) cloneName(branch string) string {
	sum := sha256.Sum256([]byte(r.common + "\x00" + branch))
	return slug(path.Base(filepath.ToSlash(r.Dir))+"-"+strings.ReplaceAll(strings.TrimPrefix(branch, branchPrefix), "/", "-")) + "-" + hex.EncodeToString(sum[:6])
}

// A record is what git knows of one worktree.
type record struct {
	dir    string
	branch string // full ref name; "" when detached
}

// worktrees lists all worktrees of the repository, the main one first.
func (r *Repository) worktrees(ctx context.Context) ([]record, error) {
	out, err := r.git(ctx, "worktree", "list", "--porcelain")
	if err != nil {
		return nil, fmt.Errorf("list worktrees: %w", err)
	}
	var records []record
	for line := range strings.SplitSeq(string(out), "\n") {
		word, rest, _ := strings.Cut(line, " ")
		if word == "worktree" {
			records = append(records, record{dir: filepath.FromSlash(rest)})
			continue
		}
		if word == "branch" && len(records) > 0 {
			records[len(records)-1].branch = rest
		}
	}
	return records, nil
}

// sameDir compares paths of directories that may be reached by symbolic links
// or may be gone.
func sameDir(a, b string) bool { return a == b || real(a) == real(b) }

func real(dir string) string {
	if resolved, err := filepath.EvalSymlinks(dir); err == nil {
		return resolved
	}
	if parent, err := filepath.EvalSymlinks(filepath.Dir(dir)); err == nil {
		return filepath.Join(parent, filepath.Base(dir))
	}
	return filepath.Clean(dir)
}

// lockClone keeps others from training on the branch for as long as it is held;
// nil where nobody ever made a clone for it.
func (r *Repository) lockClone(branch string) (*filelock.Lock, error) {
	parent, err := clones.Parent(r.Clones)
	if err != nil {
		return nil, err
	}
	lock := filepath.Join(parent, r.cloneName(branch)+".lock")
	if _, err := os.Stat(lock); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return clones.Lock(lock)
}

// checkNotCheckedOut refuses to move a branch under a working tree, whose
// files would then all look changed. A linked worktree of our own, as earlier
// versions of this program made them, is removed instead where nobody is in it.
func (r *Repository) checkNotCheckedOut(ctx context.Context, branch string) error {
	trees, err := r.worktrees(ctx)
	if err != nil {
		return err
	}
	for _, tree := range trees {
		if tree.branch != "refs/heads/"+branch {
			continue
		}
		if filepath.Base(tree.dir) != r.cloneName(branch) {
			return fmt.Errorf("move branch %s: it is checked out in %s; switch that tree to another branch", branch, tree.dir)
		}
		if _, err := os.Stat(filepath.Dir(tree.dir)); err != nil {
			continue // nobody works in a directory that is gone
		}
		lock, err := clones.Lock(tree.dir + ".lock")
		if err != nil {
			return fmt.Errorf("move branch %s: %w", branch, err)
		}
		stale := &Clone{Dir: tree.dir, Branch: branch, repository: r, outer: tree.dir, lock: lock}
		if err := stale.Remove(ctx); err != nil {
			return fmt.Errorf("move branch %s: %w", branch, err)
		}
	}
	return nil
}

// sweep removes clones and linked worktrees of ours below parent that nobody
// holds: a directory is ours by the lock file beside it. It is housekeeping:
// what cannot be removed now is left to the next time.
func (r *Repository) sweep(ctx context.Context, parent string, trees []record) {
	for _, tree := range trees {
		branch, ok := strings.CutPrefix(tree.branch, "refs/heads/")
		if !ok || !sameDir(tree.dir, filepath.Join(parent, r.cloneName(branch))) {
			continue
		}
		if lock, err := clones.Lock(tree.dir + ".lock"); err == nil {
			_ = (&Clone{Dir: tree.dir, Branch: branch, repository: r, outer: tree.dir, lock: lock}).Remove(ctx)
		}
	}
	entries, err := os.ReadDir(parent)
	if err != nil {
		return
	}
	for _, entry := range entries {
		name, ok := strings.CutSuffix(entry.Name(), ".lock")
		if !ok || !entry.Type().IsRegular() {
			continue
		}
		dir, lock := filepath.Join(parent, name), filepath.Join(parent, entry.Name())
		if info, err := os.Lstat(filepath.Join(dir, ".git")); err == nil && !info.IsDir() {
			continue // a linked worktree of another repository, which knows of it
		}
		if held, err := clones.Lock(lock); err == nil && removal.All(dir) == nil {
			_ = held.Delete()
		} else {
			_ = held.Release()
		}
	}
}
