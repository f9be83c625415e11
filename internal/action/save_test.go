package action

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// TestStep_cannotSave: with something in the way of the report's directory the
// verdict is said in every other place, and the exit code is its own.
func TestStep_cannotSave(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.pullRequest(t, false)
	s.env["INPUT_VERSION"] = "candidate"
	if err := os.WriteFile(filepath.Join(s.dir, "workspace", "reproduce-report"), []byte("mine\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := s.step(t.Context()); got != 3 {
		t.Errorf("exit code %d, want 3", got)
	}
	comments := ""
	for _, c := range s.Comments(12) {
		if c.Author == githubtest.Bot {
			comments += c.Body
		}
	}
	for place, text := range map[string]string{
		"comment": comments, "summary": read(t, s.env["GITHUB_STEP_SUMMARY"]), "outputs": read(t, s.env["GITHUB_OUTPUT"]), "log": s.log.String(),
	} {
		if !strings.Contains(strings.ToLower(text), "drifted") {
			t.Errorf("the %s does not say it:\n%s", place, text)
		}
	}
	if !strings.Contains(s.log.String(), "::warning title=reproduce::the report was not saved") {
		t.Errorf("no warning in the log:\n%s", s.log.String())
	}
	if outputs := read(t, s.env["GITHUB_OUTPUT"]); strings.Contains(outputs, "report.json") || !strings.Contains(outputs, "report-path<<") {
		t.Errorf("outputs name a report that is not there:\n%s", outputs)
	}
}
