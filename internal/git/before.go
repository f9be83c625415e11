package git

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Before gives the newest commit of a commit's own line that was there at a time, by the
// times that git has for them; "" where there is none.
func (r *Repository) Before(ctx context.Context, commit string, at time.Time) (string, error) {
	if noGit {
		return "", errNoGit
	}
	out, err := r.git(ctx, "rev-list", "--first-parent", "--max-count=1", fmt.Sprintf("--before=@%d", at.Unix()), commit, "--")
	if err != nil {
		return "", fmt.Errorf("look for the commit of %s: %w", at.Format(time.RFC3339), err)
	}
	return strings.TrimSpace(string(out)), nil
}
