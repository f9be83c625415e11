package git

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
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
	seen := map[string]bool{}
	if commit, found, err = r.contentIn(ctx, file, digest, first, seen); commit != "" || err != nil {
		return commit, found, err
	}
	out, err := call{dir: r.Dir, env: onlyHere, args: []string{"rev-list", "--branches", "--remotes", "--tags", fmt.Sprintf("--max-count=%d", maxTouching), "--", file}}.run(ctx)
	if err != nil {
		return "", Entry{}, fmt.Errorf("look for the commits of %s: %w", file, err)
	}
	return r.contentIn(ctx, file, digest, strings.Fields(string(out)), seen)
}

// onlyHere has git fetch nothing, and take a path for no pattern.
var onlyHere = []string{"GIT_NO_LAZY_FETCH=1", "GIT_LITERAL_PATHSPECS=1"}

// contentIn is the first of some commits in which a file has a content; "" for none. seen are the
// objects that were looked at.
func (r *Repository) contentIn(ctx context.Context, file, digest string, commits []string, seen map[string]bool) (string, Entry, error) {
	for _, commit := range commits {
		entry, err := r.Entry(ctx, commit, file)
		if err != nil || entry.readable() != nil || seen[entry.Object] {
			continue // it was removed there, or is no plain file
		}
		seen[entry.Object] = true
		data, err := call{dir: r.Dir, env: onlyHere, args: []string{"cat-file", "blob", entry.Object}}.run(ctx)
		if ctx.Err() != nil {
			return "", Entry{}, context.Cause(ctx)
		}
		if sum := sha256.Sum256(data); err == nil && hex.EncodeToString(sum[:]) == digest {
			return commit, entry, nil
		}
	}
	return "", Entry{}, nil
}
