package cli

import (
	"fmt"

	"github.com/reproduce-action/reproduce/internal/settings"
)

// idleFlags says which typed flags have no effect beside the others: whoever types one
// counts on it. What stands in the configuration is for other checks too.
func idleFlags(s settings.Settings) (notes []string) {
	for _, flag := range []struct {
		name string
		idle bool
		why  string
	}{
		{"workflow-inputs", s.Workflow == "" && s.RunCommand != "", "without --workflow"},
		{"on-cancel", s.Workflow == "" && s.RunCommand != "", "without --workflow"},
		{"challenge-limit", s.Challenge != settings.ChallengeAuto, "with --challenge " + s.Challenge + ": it is the limit of auto"},
		{"max-trainings", s.Diagnose != settings.DiagnoseExperiment, "without --diagnose experiment"},
		{"budget", s.Diagnose != settings.DiagnoseExperiment, "without --diagnose experiment"},
		{"ignore-outs", s.Diagnose == "off", "with --diagnose off"},
		{"write-back", s.DryRun, "with --dry-run"},
		{"statement", s.DryRun, "with --dry-run"},
	} {
		if value := s.Typed[flag.name]; flag.idle && value != "" && value != "false" {
			notes = append(notes, fmt.Sprintf("--%s has no effect %s", flag.name, flag.why))
		}
	}
	return notes
}
