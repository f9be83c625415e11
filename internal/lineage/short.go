package lineage

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// Unabbreviated gives a run the full name of a commit that it names with its first digits, as
// somebody who wrote it into a file may do; of a server's run that is nobody's word for it.
// resolve gives the commit that a repository has under such a name.
func Unabbreviated(ctx context.Context, run repro.Run, resolve func(ctx context.Context, short string) (string, error)) (repro.Run, error) {
	for _, tag := range CommitTags {
		short := run.Tags[tag]
		if short == "" || isCommit(short) || strings.Trim(short, "0123456789abcdef") != "" {
			continue
		}
		commit, err := resolve(ctx, short)
		if ctx.Err() != nil {
			return run, ctx.Err()
		}
		if err != nil || !strings.HasPrefix(commit, short) { // a branch may have such a name
			return run, fmt.Errorf("it names the commit %s, and this repository has none or several that begin so; fetch it (git fetch --all --tags), write more of its digits, or name the code to train with --code-ref", short)
		}
		run.Tags = maps.Clone(run.Tags)
		run.Tags[tag] = commit
	}
	return run, nil
}
