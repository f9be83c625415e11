package action

import (
	"regexp"
	"testing"
)

// metadataLine is of the check that was said last, and runNumber differs with the order of
// the two.
var (
	metadataLine = regexp.MustCompile(`(?m)^<!-- reproduce .*\n`)
	runNumber    = regexp.MustCompile(`runs/900\d|run \d\) succeeded`)
)

// TestStep_severalModels: two checks on a pull request share one comment, with a line each
// and the reports folded below.
func TestStep_severalModels(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.pullRequest(t, false)
	for version, exit := range map[string]int{"1": 0, "2": 3} {
		s.env["INPUT_VERSION"] = version
		if got := s.step(t.Context()); got != exit {
			t.Fatalf("exit code %d, want %d\n%s", got, exit, s.log.String())
		}
	}
	bodies := s.answers()
	if len(bodies) != 1 {
		t.Fatalf("%d comments, want one", len(bodies))
	}
	golden(t, "several", "comment.md", metadataLine.ReplaceAllString(runNumber.ReplaceAllString(bodies[0], "runs/9000"), ""))
}
