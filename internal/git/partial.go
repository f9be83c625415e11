package git

import (
	"context"
	"fmt"
	"strings"
)

// fetchMissing gets the objects of a commit that a partial clone left at its
// remote, all at once: a command that meets them one by one would fetch them
// one by one. They come to the user's repository, where the next one finds them.
// https://git-scm.com/docs/partial-clone
func (r *Repository) fetchMissing(ctx context.Context, commit string) error {
	config, err := r.configured(ctx)
	remote := config.promisor
	if err != nil || remote == "" || remote[0] == '-' {
		return nil //nolint:nilerr // the next command says so
	}
	out, err := r.git(ctx, "rev-list", "--objects", "--missing=print", "--no-walk", commit)
	if err != nil {
		return fmt.Errorf("look for the objects that this partial clone lacks: %w", err)
	}
	var missing strings.Builder
	for line := range strings.Lines(string(out)) {
		if name, ok := strings.CutPrefix(line, "?"); ok {
			missing.WriteString(name)
		}
	}
	if missing.Len() == 0 {
		return nil
	}
	_, err = call{
		dir:   r.Dir,
		args:  []string{"-c", "fetch.negotiationAlgorithm=noop", "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--recurse-submodules=no", "--filter=blob:none", "--stdin", remote},
		input: strings.NewReader(missing.String()),
		limit: checkoutPatience,
	}.run(ctx)
	if err != nil {
		return fmt.Errorf("fetch the objects that this partial clone lacks: %w", err)
	}
	return nil
}
