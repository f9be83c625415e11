package git

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/gitformat"
)

// maxTouching bounds the commits that changed one file and are looked through for a content.
const maxTouching = 200

// WithContent finds a commit in which a file has a content, by its SHA-256: those that are given
// first, then those of any branch or tag that changed the file, the newest first; "" where there is
// none. Nothing is fetched.
func (r *Repository) WithContent(ctx context.Context, file, digest string, first ...string) (commit string, found Entry, err error) {
	if gitformat.CheckPath(file) != nil || len(digest) != sha256.Size*2 {
		return "", Entry{}, nil
	}
	here := []string{"GIT_NO_LAZY_FETCH=1", "GIT_LITERAL_PATHSPECS=1"}
	out, err := call{dir: r.Dir, env: here, args: []string{"rev-list", "--branches", "--remotes", "--tags", fmt.Sprintf("--max-count=%d", maxTouching), "--", file}}.run(ctx)
	if err != nil {
		return "", Entry{}, fmt.Errorf("look for the commits of %s: %w", file, err)
	}
	seen := map[string]bool{}
	for _, commit := range append(slices.Clip(first), strings.Fields(string(out))...) {
		entry, err := r.Entry(ctx, commit, file)
		if err != nil || entry.readable() != nil || seen[entry.Object] {
			continue // it was removed there, or is no plain file
		}
		seen[entry.Object] = true
		data, err := call{dir: r.Dir, env: here, args: []string{"cat-file", "blob", entry.Object}}.run(ctx)
		if ctx.Err() != nil {
			return "", Entry{}, context.Cause(ctx)
		}
		if sum := sha256.Sum256(data); err == nil && hex.EncodeToString(sum[:]) == digest {
			return commit, entry, nil
		}
	}
	return "", Entry{}, nil
}
