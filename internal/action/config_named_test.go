package action

import (
	"strings"
	"testing"
)

// TestStep_configurationUnderAnotherName: what was meant for the configuration and is not read
// ends the check before a training, or is a warning; a name that was said gets the nearest.
func TestStep_configurationUnderAnotherName(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		file, said, exit, want string
		trainings              int
	}{
		{".github/reproduce.yml", "", "2", "::error title=reproduce::config: .github/reproduce.yml is not read; rename it to .github/reproduce.yaml", 0},
		{".github/reproduct.yaml", "", "0", "::warning title=reproduce::config: .github/reproduct.yaml is not read", 1},
		{"reproduce.yaml", "", "0", "::warning title=reproduce::config: reproduce.yaml is not read", 1},
		{".github/dependabot.yml", "", "0", "", 1},
		{"ci/reproduce.yaml", "ci/reproduce.yml", "2", "config: there is no ci/reproduce.yml; did you mean ci/reproduce.yaml?", 0},
		{"checks.yaml", "check.yaml", "2", "did you mean checks.yaml?", 0},
	} {
		s := &stage{fixture: newFixture(t)}
		s.Push("main", map[string][]byte{tt.file: []byte("defaults:\n  fail-on: never\n")})
		s.env["GITHUB_SHA"] = s.Head("main")
		s.on(t, "workflow_dispatch")
		s.run(t, "version=1", "config="+tt.said)
		if s.exits[0] != tt.exit || len(s.Runs()) != tt.trainings || !strings.Contains(s.log.String(), tt.want) || tt.want == "" && strings.Contains(s.log.String(), "is not read") {
			t.Errorf("%s, config %q: exit %s after %d trainings, want %q in\n%s", tt.file, tt.said, s.exits[0], len(s.Runs()), tt.want, s.log.String())
		}
	}
}
