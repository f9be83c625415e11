package git

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/filelock"
	"github.com/reproduce-action/reproduce/internal/git/clones"
	"github.com/reproduce-action/reproduce/internal/removal"
)

const checkoutPatience = 30 * time.Minute // a large tree, with a smudge filter that downloads

// A Clone is a repository of our own on a reproduction's branch, for a training
// to do with as it likes. It borrows the objects of the user's repository and
// shares nothing else with it: stash, config, index and refs are its own. It is
// held by one process at a time until Remove or Close.
type Clone struct {
	Dir        string // absolute; its name is that of the user's clone, and `..` is a folder of its own
	Branch     string
	Commit     string   // what was checked out
	Warnings   []string // what could not be brought along
	repository *Repository
	outer      string // the folder of Dir, whose name is the same for the same repository and branch
	lock       *filelock.Lock
	made       bool // by this process: git has no record of it
}

// Clone checks branch out in a repository of its own below r.Clones. What
// killed processes left there is cleared first. If a live process holds the
// same branch, that is an error that says so. With own, the clone gets copies
// of all objects: borrowed ones are not there for a container that sees nothing
// but the clone.
func (r *Repository) Clone(ctx context.Context, branch string, own bool) (*Clone, error) {
	if err := r.checkMine(ctx, branch); err != nil {
		return nil, err
	}
	tip, err := r.Resolve(ctx, "refs/heads/"+branch)
	if err != nil {
		return nil, err
	}
	parent, err := clones.Parent(r.Clones)
	if err != nil {
		return nil, fmt.Errorf("make a clone for %s: %w", branch, err)
	}
	outer := filepath.Join(parent, r.cloneName(branch))
	lock, err := clones.Lock(outer + ".lock")
	if err != nil {
		return nil, fmt.Errorf("make a clone for %s: %w", branch, err)
	}
	clone := &Clone{Dir: filepath.Join(outer, slug(filepath.Base(r.Dir))), Branch: branch, repository: r, outer: outer, lock: lock}
	trees, err := r.worktrees(ctx)
	if err == nil {
		err = clone.clear(ctx, trees)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("clear what an earlier run left in %s: %w", outer, err), lock.Release())
	}
	clone.made = true
	r.sweep(ctx, parent, slices.DeleteFunc(trees, func(tree record) bool { return sameDir(tree.dir, outer) }))
	if err := clone.make(ctx, tip, own); err != nil {
		return nil, errors.Join(fmt.Errorf("make a clone for %s: %w", branch, err), removal.All(outer), lock.Release())
	}
	return clone, nil
}

// make fills the directory: a git directory, the files, the submodules' files.
func (c *Clone) make(ctx context.Context, tip string, own bool) error {
	r := c.repository
	if err := r.fetchMissing(ctx, tip); err != nil {
		c.Warnings = append(c.Warnings, err.Error()) // the checkout tries once more
	}
	from := store{gitDir: r.common, top: r.Dir}
	to := place{top: c.Dir, gitDir: filepath.Join(c.Dir, ".git"), head: "refs/heads/" + c.Branch, own: own, format: objectFormat(tip)}
	if err := from.makeGitDir(ctx, to); err != nil {
		return err
	}
	if err := from.copyLFS(ctx, tip, to); err != nil {
		return err
	}
	if err := checkout(ctx, c.Dir); err != nil {
		return err
	}
	// The branch may have been moved since: what counts is what was checked out.
	var err error
	c.Commit, err = r.one(ctx, call{dir: c.Dir, args: []string{"rev-parse", "--verify", "--quiet", "HEAD"}})
	if err != nil {
		return err
	}
	c.Warnings = append(c.Warnings, submodules{stores: r.stores(), top: r.Dir, own: own}.fill(ctx, c.Dir, c.Commit, "")...)
	return nil
}

// checkout writes the files of HEAD.
func checkout(ctx context.Context, dir string) error {
	_, err := call{dir: dir, args: []string{"reset", "--hard", "--quiet", "--no-recurse-submodules", "HEAD"}, limit: checkoutPatience}.run(ctx)
	return err
}

// Remove deletes the clone. The branch in the user's repository stays.
func (c *Clone) Remove(ctx context.Context) error {
	var trees []record
	var err error
	if !c.made {
		trees, err = c.repository.worktrees(ctx)
	}
	if err = errors.Join(err, c.clear(ctx, trees)); err != nil {
		return errors.Join(fmt.Errorf("remove %s: %w", c.Dir, err), c.Close())
	}
	return c.lock.Delete()
}

// Close keeps the clone's files and lets other processes have it.
func (c *Clone) Close() error { return c.lock.Release() }

// Changed lists the files that differ from the commit, new ones among them;
// those that the project ignores are not seen.
func (c *Clone) Changed(ctx context.Context) ([]string, error) { return changed(ctx, c.Dir, "all") }

// clear removes the folder, and what git recorded of it where an earlier
// version of this program had made a linked worktree there. Only our own
// record: a general prune could forget the user's worktrees on a disk that
// happens not to be mounted.
func (c *Clone) clear(ctx context.Context, trees []record) error {
	if err := removal.All(c.outer); err != nil {
		return err
	}
	for _, tree := range trees {
		if !sameDir(tree.dir, c.outer) {
			continue
		}
		if _, err := c.repository.git(ctx, "worktree", "remove", "--force", "--force", tree.dir); err != nil {
			return err
		}
	}
	return nil
}
