package cli

import (
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestIdleFlags has flags beside others that leave them nothing to do, and beside
// those that do not; one that was not typed is told of nowhere.
func TestIdleFlags(t *testing.T) {
	t.Parallel()
	var base settings.Settings
	base.RunCommand, base.Challenge, base.Diagnose = "make", settings.ChallengeAuto, "compare"
	for _, test := range []struct {
		name   string
		typed  string
		change func(*settings.Settings)
		idle   bool
	}{
		{"inputs of no workflow", "workflow-inputs", func(*settings.Settings) {}, true},
		{"inputs of a workflow", "workflow-inputs", func(s *settings.Settings) { s.RunCommand, s.Workflow = "", "train.yml" }, false},
		{"inputs, and nobody knows yet how it trains", "workflow-inputs", func(s *settings.Settings) { s.RunCommand = "" }, false},
		{"on-cancel here", "on-cancel", func(*settings.Settings) {}, true},
		{"a limit of auto", "challenge-limit", func(*settings.Settings) {}, false},
		{"a limit of no challenge", "challenge-limit", func(s *settings.Settings) { s.Challenge = settings.ChallengeOff }, true},
		{"a limit of always", "challenge-limit", func(s *settings.Settings) { s.Challenge = settings.ChallengeAlways }, true},
		{"trainings of no search", "max-trainings", func(*settings.Settings) {}, true},
		{"trainings of a search", "max-trainings", func(s *settings.Settings) { s.Diagnose = settings.DiagnoseExperiment }, false},
		{"time of no search", "budget", func(*settings.Settings) {}, true},
		{"outputs where none are compared", "ignore-outs", func(s *settings.Settings) { s.Diagnose = "off" }, true},
		{"outputs that are compared", "ignore-outs", func(*settings.Settings) {}, false},
		{"tags of a plan", "write-back", func(s *settings.Settings) { s.DryRun = true }, true},
		{"a statement on a plan", "statement", func(s *settings.Settings) { s.DryRun = true }, true},
		{"a statement", "statement", func(*settings.Settings) {}, false},
	} {
		s := base
		test.change(&s)
		if notes := idleFlags(s); len(notes) > 0 {
			t.Errorf("%s: not typed, and told %q", test.name, notes)
		}
		s.Typed = settings.Values{test.typed: "x"}
		notes := idleFlags(s)
		if told := slices.ContainsFunc(notes, func(note string) bool { return strings.HasPrefix(note, "--"+test.typed+" has no effect ") }); told != test.idle || len(notes) > 1 {
			t.Errorf("%s: told %q", test.name, notes)
		}
	}
}

// TestContradictions: flags of which one rules out the other are no request.
func TestContradictions(t *testing.T) {
	t.Parallel()
	asked := func(change func(*settings.Settings)) settings.Settings {
		s := settings.Settings{Ref: repro.ModelRef{Name: "m"}}
		s.RunCommand = "make"
		change(&s)
		return s
	}
	for want, s := range map[string]settings.Settings{
		"": asked(func(s *settings.Settings) {
			s.Metrics.Source, s.Typed = "mlflow", settings.Values{"metrics-source": "mlflow"} // the file is of the configuration
			s.Metrics.Files = []string{"m.json"}
		}),
		"give --metadata or --run-id, not both": asked(func(s *settings.Settings) { s.Metadata, s.Ref = "m.json", repro.ModelRef{RunID: "ab12"} }),
		"--metrics-file does nothing with --metrics-source mlflow": asked(func(s *settings.Settings) {
			s.Metrics.Source, s.Typed = "mlflow", settings.Values{"metrics-file": "m.json", "metrics-source": "mlflow"}
		}),
	} {
		if err := checkRun(s); (err == nil) != (want == "") || err != nil && !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v; want %q", err, want)
		}
	}
}
