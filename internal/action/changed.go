package action

import (
	"context"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/due"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// maxComparisons bounds the requests of a list: one for each night whose checks are
// the latest of a version.
const maxComparisons = 20

// changedSince gives what the default branch holds now that it did not hold in the night
// of a check of this repository. Each night is asked for once. What cannot be told is a
// warning: it changes the order alone.
func (s *step) changedSince(ctx context.Context) func(latest repro.Check) []due.Commit {
	known := map[string][]due.Commit{}
	return func(latest repro.Check) []due.Commit {
		commit := latest.JobCommit
		if commit == "" || !app.SameRepository(latest.Repository, s.RepositoryPage()) {
			return nil
		}
		commits, asked := known[commit]
		if asked || len(known) == maxComparisons {
			return commits
		}
		files, whole, err := s.git.ChangedSince(ctx, commit)
		if err != nil {
			s.runner.Warning("reproduce", s.Secrets.Text("changes of code since the latest checks are not known: "+err.Error()))
		} else if len(files) > 0 {
			commits = []due.Commit{{At: s.Now(), Files: files, Truncated: !whole}}
		}
		known[commit] = commits
		return commits
	}
}
