package action

import (
	"strings"
	"testing"
)

// TestStep_namesAnEntryOfNone: an entry of the configuration file that no model fits is
// an annotation and stands in the summary, of a list and of an audit.
func TestStep_namesAnEntryOfNone(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"list", "audit"} {
		s := newFixture(t)
		s.env["GITHUB_SHA"] = s.Push("main", map[string][]byte{".github/reproduce.yaml": []byte("models:\n  iriss:\n    tolerances: {f1: 1%}\n  iris*:\n    tolerances: {f1: 2%}\n")})
		s.event(t, "schedule", map[string]any{})
		s.env["INPUT_COMMAND"], s.env["INPUT_MODEL"], s.env["INPUT_WORKFLOW"] = command, "", ""
		s.env["INPUT_MODELS"], s.env["INPUT_VERSION"] = "*\nnobody-*", "production"
		if got := s.step(t.Context()); got != 0 {
			t.Fatalf("%s: exit code %d\n%s", command, got, s.log.String())
		}
		log, summary := s.log.String(), read(t, s.env["GITHUB_STEP_SUMMARY"])
		if n := strings.Count(log, "::warning title=reproduce::.github/reproduce.yaml:2:3: no registered model matches iriss, so its settings count for none"); n != 1 {
			t.Errorf("%s: %d annotations\n%s", command, n, log)
		}
		for _, want := range []string{"⚠️ .github/reproduce.yaml:2:3: no registered model matches iriss", "⚠️ no registered model matches nobody-*"} {
			if !strings.Contains(strings.NewReplacer("\\", "", "`", "").Replace(summary), want) {
				t.Errorf("%s: the summary has not %q\n%s", command, want, summary)
			}
		}
	}
}
