package action

import (
	"context"
	"errors"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// This file is about a night whose list failed: nothing was checked, and what past checks
// say was due must not keep an old verdict.

// pastOnce gives the past checks of this repository, which are read when they are wanted first.
// What cannot be read is told where the night is added.
func (s *step) pastOnce(ctx context.Context, cfg settings.ActionSettings) func() []repro.Check {
	var past []repro.Check
	read := cfg.HistoryBranch == "" && len(cfg.History) == 0 // there are none
	return func() []repro.Check {
		if !read {
			all, _ := s.history(cfg).Read(ctx, s.App, cfg.Settings)
			past, read = ofRepository(all, s.RepositoryPage()), true
		}
		return past
	}
}

// tellNoNight tells the chat that the night did not run, if no report of it did so before, and
// gives the error that the job ends with, whatever fail-on says of verdicts.
func (s *step) tellNoNight(ctx context.Context, cfg settings.ActionSettings, told bool) error {
	branch := s.history(cfg)
	if told || cfg.HistoryBranch != "" && branch.NightTold(ctx, s.App) {
		return errNoNight
	}
	err := s.TellNoNight(ctx, cfg.Settings, report.NoNight)
	if err != nil {
		s.runner.Warning("reproduce", s.Secrets.Text("the chat was not told: "+err.Error()))
	} else if cfg.HistoryBranch != "" && s.Getenv(app.WebhookVariable) != "" {
		s.warnNotKept(branch.KeepNightTold(ctx, s.App))
	}
	return errNoNight
}

var errNoNight = errors.New("report: the job that lists what is due failed, so that nothing was checked; see its log, and run the workflow again")
