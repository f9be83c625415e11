package git

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// diffPatience bounds one diff: somebody waits for it before a training.
const diffPatience = 5 * time.Second

// Diff is what a file of the working tree has other than HEAD, as text for git apply, with
// all lines of both around what differs. No program that the repository's configuration
// names is run for it.
func (r *Repository) Diff(ctx context.Context, path string) (string, error) {
	out, err := call{dir: r.Dir, limit: diffPatience, args: []string{
		"--literal-pathspecs", "diff", "HEAD", "--no-ext-diff", "--no-textconv", "--no-color", "--no-renames", "--src-prefix=a/", "--dst-prefix=b/", "--inter-hunk-context=0", "--unified=100000000", "--", path,
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

// Hash gives the object names that files of the working tree would have in a commit, with
// the conversions that the repository has for them, whatever git was told of them. With asTheyAre
// they are of the files without any conversion.
func (r *Repository) Hash(ctx context.Context, paths []string, asTheyAre bool) ([]string, error) {
	if len(paths) == 0 {
		return nil, nil
	}
	for _, path := range paths {
		if strings.ContainsAny(path, "\n\"") {
			return nil, fmt.Errorf("hash %q: git cannot be given its name", path)
		}
	}
	args := []string{"hash-object", "--stdin-paths"}
	if asTheyAre {
		args = append(args, "--no-filters")
	}
	out, err := call{dir: r.Dir, args: args, input: strings.NewReader(strings.Join(paths, "\n") + "\n")}.run(ctx)
	if err != nil {
		return nil, fmt.Errorf("hash files of the working tree: %w", err)
	}
	objects := strings.Fields(string(out))
	if len(objects) != len(paths) {
		return nil, fmt.Errorf("hash files of the working tree: git gave %d names for %d files", len(objects), len(paths))
	}
	return objects, nil
}

// CheckedOut is what a checkout would write for a file of a commit, with the conversions that
// the repository has for it.
func (r *Repository) CheckedOut(ctx context.Context, commit, path string) ([]byte, error) {
	return call{dir: r.Dir, args: []string{"cat-file", "--filters", commit + ":" + path}}.run(ctx)
}
