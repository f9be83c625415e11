package git

import (
	"context"
	"fmt"
	"time"
)

// diffPatience bounds one diff: somebody waits for it before a training.
const diffPatience = 5 * time.Second

// Diff is what a file of the working tree has other than HEAD, as text for git apply. No
// program that the repository's configuration names is run for it.
func (r *Repository) Diff(ctx context.Context, path string) (string, error) {
	out, err := call{dir: r.Dir, limit: diffPatience, args: []string{
		"diff", "HEAD", "--no-ext-diff", "--no-textconv", "--no-color", "--no-renames", "--src-prefix=a/", "--dst-prefix=b/", "--unified=3", "--", path,
	}}.run(ctx)
	if err != nil {
		return "", fmt.Errorf("read the changes of %s: %w", path, err)
	}
	return string(out), nil
}

// ChangedTracked lists the tracked files that differ from HEAD.
func (r *Repository) ChangedTracked(ctx context.Context) ([]string, error) {
	return changed(ctx, r.Dir, "no")
}
