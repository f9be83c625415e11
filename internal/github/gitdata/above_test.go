package gitdata

import (
	"slices"
	"testing"

	gh "github.com/google/go-github/v60/github"
)

// TestWalkAbove: the commits on top of another are those by first parents; what does not lead there
// has none, and too many are counted alone.
func TestWalkAbove(t *testing.T) {
	t.Parallel()
	commit := func(sha string, parents ...string) *gh.RepositoryCommit {
		made := &gh.RepositoryCommit{SHA: &sha}
		for _, parent := range parents {
			made.Parents = append(made.Parents, &gh.Commit{SHA: &parent})
		}
		return made
	}
	for name, tt := range map[string]struct {
		commits []*gh.RepositoryCommit
		total   int
		names   []string
		count   int
	}{
		"one":                         {[]*gh.RepositoryCommit{commit("head", "base")}, 1, []string{"head"}, 1},
		"three, and the newest first": {[]*gh.RepositoryCommit{commit("a", "base"), commit("b", "a"), commit("head", "b")}, 3, []string{"head", "b", "a"}, 3},
		"main was merged in":          {[]*gh.RepositoryCommit{commit("a", "base"), commit("m", "root"), commit("head", "a", "m")}, 3, []string{"head", "a"}, 2},
		"merged into main":            {[]*gh.RepositoryCommit{commit("m", "root"), commit("head", "m", "base")}, 2, nil, 0},
		"one is not told":             {[]*gh.RepositoryCommit{commit("head", "b")}, 2, nil, 0},
		"in a circle":                 {[]*gh.RepositoryCommit{commit("head", "head")}, 1, nil, 0},
		"too many":                    {[]*gh.RepositoryCommit{commit("a", "base")}, MaxAbove + 1, nil, MaxAbove + 1},
	} {
		found := walkAbove(&gh.CommitsComparison{Commits: tt.commits, TotalCommits: &tt.total}, "base", "head")
		if !slices.Equal(found.names, tt.names) || found.count != tt.count {
			t.Errorf("%s: %+v, want %q and %d", name, found, tt.names, tt.count)
		}
	}
}
