package git

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
)

// changed lists the paths that differ from HEAD in the working tree at dir,
// relative to its top level. untracked is git status's own word: no, or all.
// Ignored files are not listed. Where paths are given, no others are.
func changed(ctx context.Context, dir, untracked string, of ...string) ([]string, error) {
	args := append([]string{"status", "--porcelain=v1", "-z", "--no-renames", "--ignore-submodules=dirty", "--untracked-files=" + untracked, "--"}, of...)
	out, err := call{dir: dir, args: args, env: []string{"GIT_LITERAL_PATHSPECS=1"}}.run(ctx)
	if err != nil {
		return nil, fmt.Errorf("list changes in %s: %w", dir, err)
	}
	var paths []string
	for record := range strings.SplitSeq(string(out), "\x00") {
		if len(record) > 3 { // two status letters and a blank
			paths = append(paths, record[3:])
		}
	}
	return paths, nil
}

// Changed lists which of some paths differ from HEAD in the working tree or the index, or
// are in no commit yet.
func (r *Repository) Changed(ctx context.Context, paths ...string) ([]string, error) {
	return changed(ctx, r.Dir, "all", paths...)
}

// Since says how the tree stands to the commit that was checked out: whether
// HEAD still is that commit or one on top of it, and which of the commit's files
// have other content now or are gone.
func (c *Clone) Since(ctx context.Context) (onTop bool, files []string, err error) {
	// Whatever became of the tree's own .git, no repository around it is meant.
	env := []string{"GIT_CEILING_DIRECTORIES=" + filepath.Dir(real(c.Dir))}
	_, err = call{dir: c.Dir, env: env, args: []string{"merge-base", "--is-ancestor", c.Commit, "HEAD"}}.run(ctx)
	if onTop = err == nil; !onTop && exitCode(err) != 1 {
		return false, nil, fmt.Errorf("look at HEAD in %s: %w", c.Dir, err)
	}
	out, err := call{dir: c.Dir, env: env, args: []string{"diff", "--name-only", "-z", "--no-renames", "--diff-filter=a", "--no-ext-diff", "--no-textconv", "--ignore-submodules=dirty", c.Commit, "--"}}.run(ctx)
	if err != nil {
		return onTop, nil, fmt.Errorf("list changes in %s: %w", c.Dir, err)
	}
	for file := range strings.SplitSeq(string(out), "\x00") {
		if file != "" {
			files = append(files, file)
		}
	}
	return onTop, files, nil
}

// BuiltOn says whether a commit is the one that was checked out, or one on top of
// it. One that the tree's repository does not have is neither.
func (c *Clone) BuiltOn(ctx context.Context, commit string) bool {
	if !isObjectName(commit) {
		return false
	}
	env := []string{"GIT_CEILING_DIRECTORIES=" + filepath.Dir(real(c.Dir)), "GIT_NO_LAZY_FETCH=1"}
	_, err := call{dir: c.Dir, env: env, args: []string{"merge-base", "--is-ancestor", c.Commit, commit}}.run(ctx)
	return err == nil
}
