//go:build !nodesk

package app

import (
	"context"

	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/train/absent"
)

// askedFor lists what a training of a commit in the clone here would be without, and what asks for it.
func (a *App) askedFor(ctx context.Context, s settings.Settings, commit string, plan repro.Plan) (notes []string) {
	clone, err := project.OpenClone(ctx, a.Dir, s.Directory)
	if err != nil || commit == "" {
		return nil
	}
	whole, prefix, err := clone.RepositoryFiles(ctx, commit)
	if err != nil {
		return nil
	}
	plan.Keep = s.Keep
	for _, asked := range absent.AskedFor(whole, prefix, plan) {
		notes = append(notes, asked.Words())
	}
	return notes
}
