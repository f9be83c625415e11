package action

import (
	"context"
	"errors"
	"strings"

	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// show is `command: show` of the action: the version in the log and the job summary, and its
// number and its run for later steps.
func (s *step) show(ctx context.Context, cfg settings.ActionSettings) error {
	view, err := s.View(ctx, cfg.Settings)
	if err != nil {
		return err
	}
	text := report.Show(view, s.Style())
	line, _, _ := strings.Cut(text, "\n")
	if cfg.JobSummary {
		if err := s.runner.Summary(s.Secrets.Text(report.ShowPage(view))); err != nil {
			s.runner.Warning("reproduce", s.Secrets.Text("the job summary was not written: "+err.Error()))
		}
	}
	return errors.Join(s.Print(text),
		s.runner.SetOutput("version", view.Plan.Model.Version),
		s.runner.SetOutput("original-run-id", view.Plan.Original.ID),
		s.runner.SetOutput("summary", s.Secrets.Text(line)))
}
