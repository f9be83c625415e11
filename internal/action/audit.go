package action

import (
	"context"
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// audit is `command: audit` of the action: the page in the job summary, the
// table in the log, the document in the output directory.
func (s *step) audit(ctx context.Context, cfg settings.ActionSettings) error {
	if err := s.CheckReport(cfg.OutputDir, "audit.json"); err != nil {
		return err
	}
	audit, err := s.Audit(ctx, cfg.Settings)
	if err != nil {
		return err
	}
	for _, warning := range audit.Warnings {
		s.runner.Warning("reproduce", s.Secrets.Text(warning))
	}
	document, err := reportjson.EncodeAudit(audit)
	if err != nil {
		return err
	}
	if err := s.SaveFiles(cfg.OutputDir, map[string]string{"audit.json": string(document)}); err != nil {
		return err
	}
	if err := s.runner.SetOutput("report-path", strings.TrimSuffix(cfg.OutputDir, "/")+"/audit.json"); err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	if cfg.JobSummary {
		if err := s.runner.Summary(s.Secrets.Text(report.AuditPage(audit))); err != nil {
			s.runner.Warning("reproduce", s.Secrets.Text("the job summary was not written: "+err.Error()))
		}
	}
	return s.Print(report.Audit(audit, terminal.Style{}))
}
