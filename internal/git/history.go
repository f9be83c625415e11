package git

import (
	"context"
	"fmt"
	"strings"
)

// maxHistory bounds how many commits a history is read for.
const maxHistory = 10_000

// Touching lists the commits after from, up to to, by which some paths change, the oldest
// first, along first parents: a merge is one step. all is how many commits there are in
// between, to itself among them. Where from is not on that line there are none.
func (r *Repository) Touching(ctx context.Context, from, to string, paths []string) (commits []string, all int, err error) {
	if !isObjectName(from) || !isObjectName(to) {
		return nil, 0, fmt.Errorf("read the history of %.40q to %.40q: no full object names", from, to)
	}
	line, err := r.firstParents(ctx, from, to)
	if err != nil || len(line) == 0 || len(line) >= maxHistory {
		return nil, 0, err
	}
	if parent, err := r.one(ctx, call{args: []string{"rev-parse", "--verify", "--quiet", line[0] + "^1"}}); err != nil || parent != from {
		return nil, 0, nil //nolint:nilerr // a root has no parent, and from is elsewhere
	}
	commits, err = r.firstParents(ctx, from, to, paths...)
	return commits, len(line), err
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
