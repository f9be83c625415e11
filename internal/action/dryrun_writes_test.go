package action

import (
	"strings"
	"testing"
)

// TestStep_dryRunWritesNothing: a dry run leaves nothing on GitHub for others to see, however
// it ends, and says no verdict.
func TestStep_dryRunWritesNothing(t *testing.T) {
	t.Parallel()
	for name, play := range map[string]func(s *stage){
		"a fork": func(s *stage) {
			s.pullRequest(t, true)
			s.env["GITHUB_EVENT_NAME"] = "pull_request_target"
			s.run(t, "commit-status=true", "code-ref="+s.Head("feature"))
		},
		"a pull request":    func(s *stage) { s.pull(t); s.run(t, "commit-status=true") },
		"a comment":         func(s *stage) { s.asked(t, "write", "/reproduce iris-classifier 1") },
		"a comment's error": func(s *stage) { s.asked(t, "write", "/reproduce a b c d") },
		"no such model":     func(s *stage) { s.asked(t, "write", "/reproduce nosuch") },
		"help":              func(s *stage) { s.asked(t, "write", "/reproduce help") },
	} {
		s := &stage{fixture: newFixture(t)}
		s.say("version=1", "dry-run=True") // in other capitals, as an input may have it
		play(s)
		for _, request := range s.Requests() {
			if !strings.HasPrefix(request, "GET ") {
				t.Errorf("%s: exit code %v, it wrote %s", name, s.exits, request)
			}
		}
		if out := s.outputs(t); out["verdict"] != "" {
			t.Errorf("%s: the verdict is %s", name, out["verdict"])
		}
	}
}
