package flow

import (
	"context"
	"io/fs"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/sideeffect"
)

// This file says before a training what it may do to the registry.

// sayExpected tells beforehand what a training here may do to the registry. On GitHub
// each file would be a request: there a dry run tells.
func (c *check) sayExpected(ctx context.Context) {
	if c.result.Plan.Command == "" {
		return
	}
	files, err := c.Project.Files(ctx, c.result.Plan.Code.Commit)
	if err != nil {
		return // the training says what is wrong with the commit
	}
	for _, warning := range Expected(files, c.settings, c.result.Plan) {
		c.Say("registry: " + warning)
	}
}

// Expected warns of what a training may do to the registry.
func Expected(files fs.FS, s settings.Settings, plan repro.Plan) []string {
	if s.Registry == settings.RegistryScratch {
		return nil
	}
	return sideeffect.Expected(files, plan)
}
