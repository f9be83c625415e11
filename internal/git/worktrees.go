package git

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// worktreeName is the directory's name: readable, and distinct for each
// repository and branch.
func (r *Repository) worktreeName(branch string) string {
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

// checkNotCheckedOut refuses to move a branch under a working tree, whose
// files would then all look changed. A worktree of our own that a killed
// process left is removed instead.
func (r *Repository) checkNotCheckedOut(ctx context.Context, branch string) error {
	trees, err := r.worktrees(ctx)
	if err != nil {
		return err
	}
	for _, tree := range trees {
		if tree.branch != "refs/heads/"+branch {
			continue
		}
		if filepath.Base(tree.dir) != r.worktreeName(branch) {
			return fmt.Errorf("move branch %s: it is checked out in %s; switch that tree to another branch", branch, tree.dir)
		}
		if _, err := os.Stat(filepath.Dir(tree.dir)); err != nil {
			continue // nobody works in a directory that is gone
		}
		hold, err := take(tree.dir + ".lock")
		if err != nil {
			return fmt.Errorf("move branch %s: %w", branch, err)
		}
		stale := &Worktree{Dir: tree.dir, Branch: branch, repository: r, hold: hold}
		if err := stale.Remove(ctx); err != nil {
			return fmt.Errorf("move branch %s: %w", branch, err)
		}
	}
	return nil
}

// sweep removes worktrees of ours below parent that nobody holds. It is
// housekeeping: what cannot be removed now is left to the next time.
func (r *Repository) sweep(ctx context.Context, parent string) {
	trees, err := r.worktrees(ctx)
	if err != nil {
		return
	}
	for _, tree := range trees {
		branch, ok := strings.CutPrefix(tree.branch, "refs/heads/")
		if !ok || !sameDir(tree.dir, filepath.Join(parent, r.worktreeName(branch))) {
			continue
		}
		if hold, err := take(tree.dir + ".lock"); err == nil {
			_ = (&Worktree{Dir: tree.dir, Branch: branch, repository: r, hold: hold}).Remove(ctx)
		}
	}
}
