package git

import (
	"context"
	"fmt"
	"strings"
)

// maxHistory bounds how many commits a history is read for.
const maxHistory = 10_000

// A Line is the part of a history that leads to a commit and that another one does not have,
// along first parents: a merge is one step.
type Line struct {
	Base    string   // the commit it begins after; the other one itself, unless their lines part there; "" where they share none
	Commits []string // those by which some paths change, the oldest first
	All     int      // how many commits there are, that which it leads to among them
	Known   bool     // false where it is too long, or not all of it is in the clone
}

// Touching is the line from one commit to another, with the commits that change some paths.
func (r *Repository) Touching(ctx context.Context, from, to string, paths []string) (Line, error) {
	if !isObjectName(from) || !isObjectName(to) {
		return Line{}, fmt.Errorf("read the history of %.40q to %.40q: no full object names", from, to)
	}
	line, err := r.firstParents(ctx, from, to)
	switch {
	case err != nil || len(line) >= maxHistory:
		return Line{}, err
	case len(line) == 0:
		return Line{Base: to, Known: true}, nil
	}
	base, err := r.one(ctx, call{args: []string{"rev-parse", "--verify", "--quiet", line[0] + "^1"}})
	if err != nil { // a root has no parent, and neither has the end of a shallow clone
		shallow, err := r.Shallow(ctx)
		return Line{All: len(line), Known: err == nil && !shallow}, err
	}
	commits, err := r.firstParents(ctx, from, to, paths...)
	return Line{Base: base, Commits: commits, All: len(line), Known: err == nil}, err
}

// firstParents are the commits of such a line, of those that change the paths if any are
// given.
func (r *Repository) firstParents(ctx context.Context, from, to string, paths ...string) ([]string, error) {
	args := append([]string{"rev-list", "--first-parent", "--reverse", "--topo-order", from + ".." + to, "--"}, paths...)
	out, err := r.git(ctx, args...)
	if err != nil {
		return nil, fmt.Errorf("read the history of %.12s to %.12s: %w", from, to, err)
	}
	return strings.Fields(string(out)), nil
}

// A Rename is a file that two commits have by different names.
type Rename struct{ From, To string }

// Renames pairs the files that only one of two commits has by their contents, which may
// differ in part. Where git finds the pairs too many, there are none.
func (r *Repository) Renames(ctx context.Context, from, to string) ([]Rename, error) {
	if !isObjectName(from) || !isObjectName(to) {
		return nil, fmt.Errorf("find files that were renamed from %.40q to %.40q: no full object names", from, to)
	}
	out, err := call{dir: r.Dir, limit: diffPatience, env: []string{"GIT_NO_LAZY_FETCH=1"}, args: []string{
		"diff-tree", "-r", "-z", "--name-status", "--diff-filter=R", "--find-renames", "-l1000", "--no-ext-diff", "--no-textconv", "--ignore-submodules=none", from, to, "--",
	}}.run(ctx)
	if err != nil {
		return nil, fmt.Errorf("find files that were renamed from %.12s to %.12s: %w", from, to, err)
	}
	var renames []Rename
	fields := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
	for i := 0; i+2 < len(fields); i += 3 {
		renames = append(renames, Rename{From: fields[i+1], To: fields[i+2]})
	}
	return renames, nil
}
