//go:build !nodesk

package cli

import (
	"fmt"

	"github.com/reproduce-action/reproduce/internal/environment"
	"github.com/reproduce-action/reproduce/internal/progress"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/train/local"
)

// rebuilder rebuilds software for trainings at a desk, and shows what the installers print.
func (c *console) rebuilder(p *progress.Printer) local.Rebuilder {
	return local.Rebuilder{
		Plan: func(s local.SoftwareSource) (train.Rebuild, error) {
			builder := &environment.Builder{Environ: c.Environ, OnLine: func(text string) { _, _ = fmt.Fprintln(p, text) }}
			made, err := environment.Plan(builder, environment.Source{
				Files: s.Files, Folder: s.Folder, Commit: s.Plan.Code.Commit, Started: s.Plan.Original.Started, Recorded: s.Recorded, Asked: s.Asked,
			})
			return train.Rebuild{Planned: made.Planned, Warnings: made.Warnings, Make: made.Make}, err
		},
		Changed: environment.Changed, Altered: environment.Altered,
	}
}
