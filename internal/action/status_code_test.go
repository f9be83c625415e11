package action

import (
	"strings"
	"testing"
)

// TestStatus_saysOtherCode: a status on a pull request's head says first where another commit
// was trained, and does not where its own was.
func TestStatus_saysOtherCode(t *testing.T) {
	t.Parallel()
	for ref, other := range map[string]bool{"": true, "head": true, "feature": false, "merge": false} {
		s := &stage{fixture: newFixture(t)}
		s.pull(t)
		s.env["GITHUB_SHA"] = s.Push("merge", map[string][]byte{"merged.txt": []byte("yes")}) // GitHub's merge of the pull request
		if !other {
			ref = s.Head(ref)
		}
		s.run(t, "version=1", "commit-status=true", "code-ref="+ref)
		all := s.Statuses()
		last := all[len(all)-1]
		if last.State == "pending" || strings.HasPrefix(last.Description, "trained the code of ") != other {
			t.Errorf("code-ref %q: %s, %q", ref, last.State, last.Description)
		}
	}
}

// TestRequested_permissionInAnyCase: a permission is read as the other choices are.
func TestRequested_permissionInAnyCase(t *testing.T) {
	t.Parallel()
	for _, said := range []string{"Write", "READ"} {
		s := &stage{fixture: newFixture(t)}
		s.say("version=1", "require-permission="+said)
		s.asked(t, "admin", "/reproduce iris-classifier 1")
		if len(s.Runs()) != 1 || s.exits[0] != "0" {
			t.Errorf("%s: exit %v after %d trainings", said, s.exits, len(s.Runs()))
		}
	}
}
