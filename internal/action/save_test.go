package action

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// TestStep_cannotSave: something in the way of the report's directory is said before anything
// is trained. Where it came meanwhile, the verdict is said in every other place, and the exit
// code is its own.
func TestStep_cannotSave(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.pullRequest(t, false)
	s.env["INPUT_VERSION"] = "candidate"
	inTheWay := filepath.Join(s.dir, "workspace", "reproduce-report")
	put := func(*githubtest.Job) error { return os.WriteFile(inTheWay, []byte("mine\n"), 0o644) }
	if err := put(nil); err != nil {
		t.Fatal(err)
	}
	if got := s.step(t.Context()); got != 2 || !strings.Contains(s.log.String(), "reproduce-report cannot be written") || len(s.Runs()) > 0 {
		t.Errorf("exit code %d, want 2; dispatched %v\n%s", got, s.Runs(), s.log.String())
	}
	if err := errors.Join(os.Remove(inTheWay), os.Truncate(s.env["GITHUB_OUTPUT"], 0), os.Truncate(s.env["GITHUB_STEP_SUMMARY"], 0)); err != nil {
		t.Fatal(err)
	}
	s.before = put
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
