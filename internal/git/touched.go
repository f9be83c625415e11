package git

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// maxTouched is how many commits are asked for the files that they touch.
const maxTouched = 2000

// A Touch is a commit of a branch, with the files that it changes there.
type Touch struct {
	At    time.Time
	Files []string
}

// Touched gives the commits since a time of the default branch, as the remote had it
// when it was last fetched, else of the branch that is checked out. Of a merge it is
// what it brought. Where history is cut off, its end seems to add every file, so
// nothing is told.
func (r *Repository) Touched(ctx context.Context, since time.Time) ([]Touch, error) {
	if noGit {
		return nil, errNoGit
	}
	if shallow, err := r.Shallow(ctx); err != nil || shallow {
		return nil, err
	}
	head := "refs/remotes/origin/HEAD"
	if _, err := r.git(ctx, "rev-parse", "--verify", "--quiet", head+"^{commit}"); err != nil {
		head = "HEAD"
	}
	out, err := call{dir: r.Dir, env: []string{"GIT_NO_LAZY_FETCH=1"}, args: []string{"log", "--first-parent", "-m", "-z", "--name-only", "--no-renames", "--no-ext-diff", "--no-show-signature", "--no-notes",
		"--format=format:\x01%ct", fmt.Sprintf("--max-count=%d", maxTouched), fmt.Sprintf("--since=@%d", since.Unix()), head, "--"}}.run(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the files of commits: %w", err)
	}
	return parseTouches(string(out)), nil
}

// parseTouches reads what git wrote: the time of a commit, then its files.
func parseTouches(out string) (touches []Touch) {
	for _, piece := range strings.FieldsFunc(out, func(r rune) bool { return r == 0 }) {
		head, file, more := strings.Cut(piece, "\n")
		if seconds, ours := strings.CutPrefix(head, "\x01"); ours {
			at, err := strconv.ParseInt(seconds, 10, 64)
			if err != nil {
				continue
			}
			touches = append(touches, Touch{At: time.Unix(at, 0).UTC()})
			if !more {
				continue
			}
			piece = file
		}
		if last := len(touches) - 1; last >= 0 && piece != "" {
			touches[last].Files = append(touches[last].Files, piece)
		}
	}
	return touches
}
