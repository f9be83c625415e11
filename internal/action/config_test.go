package action

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// TestStep_theFileCounts: what the configuration file says holds wherever the
// workflow does not say otherwise, and the model's own entry before the rest.
func TestStep_theFileCounts(t *testing.T) {
	t.Parallel()
	const file = "defaults:\n  workflow: missing.yml\n  fail-on: never\n  comment: 'off'\n  commit-status: true\n  job-summary: false\n  output-dir: elsewhere\n" +
		"models:\n  iris-*:\n    workflow: train.yml\n    metrics: [accuracy]\n    tolerances:\n      accuracy: 0.1 abs\n"
	for name, test := range map[string]struct {
		inputs   map[string]string
		exit     int
		verdict  string
		comments int
	}{
		"the file alone":          {nil, 0, "reproduced", 0},
		"an input over the file":  {map[string]string{"TOLERANCES": "accuracy: exact", "FAIL-ON": "drifted"}, 3, "drifted", 0},
		"a default that was said": {map[string]string{"COMMENT": "auto"}, 0, "reproduced", 1},
		"an input over the entry": {map[string]string{"WORKFLOW": "none.yml"}, 0, "unverified", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			s.Push("main", map[string][]byte{".github/reproduce.yaml": []byte(file)})
			s.pullRequest(t, false)
			s.env["INPUT_VERSION"], s.env["INPUT_WORKFLOW"] = "candidate", ""
			for input, value := range test.inputs {
				s.env["INPUT_"+input] = value
			}
			if got := s.step(t.Context()); got != test.exit {
				t.Fatalf("exit code %d, want %d\n%s", got, test.exit, s.log.String())
			}
			if outputs := read(t, s.env["GITHUB_OUTPUT"]); !strings.Contains(outputs, "\n"+test.verdict+"\n") || !strings.Contains(outputs, "\nelsewhere/report.json\n") {
				t.Errorf("outputs\n%s\nwant %s, in the directory elsewhere", outputs, test.verdict)
			}
			comments := 0
			for _, comment := range s.Comments(12) {
				if comment.Author == githubtest.Bot {
					comments++
				}
			}
			if comments != test.comments || len(s.Statuses()) != 2 {
				t.Errorf("%d comments, want %d; %d statuses, want pending and the verdict", comments, test.comments, len(s.Statuses()))
			}
			if app.Exists(s.env["GITHUB_STEP_SUMMARY"]) {
				t.Error("a job summary, which the file turns off")
			}
		})
	}
}

// TestStep_refusesAnInputThatDoesNothing before anything is asked of anybody.
func TestStep_refusesAnInputThatDoesNothing(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.event(t, "workflow_dispatch", map[string]any{})
	for variable, want := range map[string]string{
		"INPUT_TOLERENCE":  "did you mean tolerances?",
		"INPUT_MAX-MODELS": "does nothing with command: run",
		"INPUT_COMMAND":    "did you mean run?",
	} {
		before := s.env[variable]
		s.env[variable] = "rum"
		if got, log := s.step(t.Context()), s.log.String(); got != 2 || !strings.Contains(log, "::error") || !strings.Contains(log, want) {
			t.Errorf("%s: exit code %d, want 2, and %q in\n%s", variable, got, want, log)
		}
		if s.env[variable] = before; before == "" {
			delete(s.env, variable)
		}
	}
	if asked := s.Requests(); len(asked) > 0 {
		t.Errorf("it asked GitHub: %v", asked)
	}
}
