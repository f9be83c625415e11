package action

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// list is `command: list` of the action: a matrix for the next job and a table
// for people.
func (s *step) list(ctx context.Context, cfg settings.ActionSettings) error {
	checks, gaps := s.history(cfg).Read(ctx, s.App, cfg.Settings)
	for _, warning := range gaps.Notes {
		s.runner.Warning("reproduce", s.Secrets.Text(warning))
	}
	due, err := s.Due(ctx, cfg.Settings, checks, s.changedSince(ctx))
	if err != nil {
		return err
	}
	plan := app.DueForPeople(due)
	if err := s.runner.SetOutput("models", app.DueMatrix(due)); err != nil {
		return fmt.Errorf("list: %w", err)
	}
	if cfg.JobSummary {
		summary := report.DuePage(plan, s.Now())
		if err := s.runner.Summary(s.Secrets.Text(summary)); err != nil {
			s.runner.Warning("reproduce", s.Secrets.Text("the job summary was not written: "+err.Error()))
		}
	}
	if warnings := plan.Warnings(); len(warnings) > 0 {
		s.runner.Warning("reproduce", s.Secrets.Text(strings.Join(warnings, " ")))
	}
	for _, warning := range due.Warnings() {
		s.runner.Warning("reproduce", s.Secrets.Text(warning))
	}
	return errors.Join(s.Print(report.Due(plan, s.Now(), terminal.Style{})), app.EmptyError(due))
}
