package action

import (
	"fmt"
	"strings"
	"testing"
)

// TestStep_withoutAVerdict: a later step and the job summary are told why, whatever the exit
// code, and no verdict is made up.
func TestStep_withoutAVerdict(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		said string
		exit int
		why  string
	}{
		"no such version":        {"version=9", 1, "version not found"},
		"an input of nobody's":   {"tolerance=1%", 2, "o such input"},
		"a value that is none":   {"repeats=many", 2, "repeats"},
		"a command that is none": {"command=check", 2, "command"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &stage{fixture: newFixture(t)}
			s.on(t, "workflow_dispatch")
			s.run(t, "version=1", test.said)
			out, summary := s.outputs(t), read(t, s.env["GITHUB_STEP_SUMMARY"])
			if s.exits[0] != fmt.Sprint(test.exit) || !strings.Contains(out["summary"], test.why) || out["verdict"] != "" {
				t.Errorf("exit code %s, want %d; the outputs are %q", s.exits[0], test.exit, out)
			}
			if !strings.HasPrefix(summary, "### No verdict\n") || !strings.Contains(summary, test.why) {
				t.Errorf("the job summary is\n%s", summary)
			}
		})
	}
}
