package workflow

import (
	"strings"
	"testing"

	gh "github.com/google/go-github/v60/github"
)

// TestOtherRun: in what a run differs is said, whatever it is.
func TestOtherRun(t *testing.T) {
	t.Parallel()
	ours, theirs := strings.Repeat("a", 40), strings.Repeat("b", 40)
	s := runFilter{"train.yml", "reproduce/iris/v1", ours}
	for name, test := range map[string]struct{ event, branch, commit, want string }{
		"another event":  {"push", s.branch, ours, "it is push of aaaaaaa on reproduce/iris/v1, and not workflow_dispatch of aaaaaaa on reproduce/iris/v1"},
		"another commit": {event, s.branch, theirs, "it is workflow_dispatch of bbbbbbb on reproduce/iris/v1, and not workflow_dispatch of aaaaaaa on reproduce/iris/v1"},
		"another branch": {event, "main", ours, "it is workflow_dispatch of aaaaaaa on main, and not workflow_dispatch of aaaaaaa on reproduce/iris/v1"},
	} {
		run := &gh.WorkflowRun{ID: gh.Int64(7), WorkflowID: gh.Int64(1), Status: gh.String("completed"), Event: &test.event, HeadBranch: &test.branch, HeadSHA: &test.commit}
		if got := s.other(run); s.matches(run) || got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
