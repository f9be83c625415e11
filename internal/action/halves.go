package action

import (
	"fmt"

	"github.com/reproduce-action/reproduce/internal/github/workflow"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// warnOfStart warns of what finish is told otherwise than start was, where what start was told
// counts: the training is what it is.
func (s *step) warnOfStart(cfg settings.ActionSettings, started workflow.Started) {
	warn := func(name, now, then string) {
		if now != "" && now != then {
			s.runner.Warning("reproduce", s.Secrets.Text(fmt.Sprintf("%s: the training of %s was started with %q, and not with %q; what start was told counts, give both the same", name, label(started), then, now)))
		}
	}
	warn("workflow", cfg.Workflow, started.Workflow)
	warn("branch", cfg.Branch, started.Branch)
	warn("working-directory", cfg.Directory, started.Directory)
	if cfg.CommitStatus && started.Mark == "" {
		warn("commit-status", "true", "false")
	}
}
