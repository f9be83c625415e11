package action

import (
	"context"
	"errors"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/page"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// This file is about a night whose list failed: nothing was checked, and what past checks
// say was due must not keep an old verdict.

// dueByHistory are the versions of this repository that were due by past checks.
func (s *step) dueByHistory(ctx context.Context, cfg settings.ActionSettings) []repro.ModelVersion {
	past, _ := s.history(cfg).Read(ctx, s.App, cfg.Settings) // what cannot be read is told where the night is added
	return page.DueBy(ofRepository(past, s.RepositoryPage()), s.Now(), app.StaleAfter(cfg.Settings))
}

// tellNoNight tells the chat that the night did not run, and gives the error that the job
// ends with, whatever fail-on says of verdicts.
func (s *step) tellNoNight(ctx context.Context, cfg settings.ActionSettings) error {
	if err := s.TellNoNight(ctx, cfg.Settings, report.NoNight); err != nil {
		s.runner.Warning("reproduce", s.Secrets.Text("the chat was not told: "+err.Error()))
	}
	return errors.New("report: the job that lists what is due failed, so that nothing was checked; see its log, and run the workflow again")
}
