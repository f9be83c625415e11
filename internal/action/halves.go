package action

import (
	"fmt"

	"github.com/reproduce-action/reproduce/internal/github/workflow"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// warnOfStart warns of what finish is told otherwise than start was, where what start was told
// counts: the training is what it is.
func (s *step) warnOfStart(cfg settings.ActionSettings, started workflow.Started) {
	warn := func(name, was string) {
		s.runner.Warning("reproduce", s.Secrets.Text(fmt.Sprintf("%s: %s; what start was told counts, give both the same", name, was)))
	}
	for _, said := range []struct{ name, now, then string }{
		{"workflow", cfg.Workflow, started.Workflow},
		{"branch", cfg.Branch, started.Branch},
		{"working-directory", cfg.Directory, started.Directory},
	} {
		if said.now != "" && said.now != said.then {
			warn(said.name, fmt.Sprintf("the training of %s was started with %q, and not with %q", label(started), said.then, said.now))
		}
	}
	if cfg.CommitStatus && started.Mark == "" {
		warn("commit-status", "the training of "+label(started)+" was started without one, and none is set")
	}
}
