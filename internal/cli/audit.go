package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/action"
	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/repro"
)

func (c *console) auditCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "audit [GLOB…]",
		Short: "Say which versions could be trained again, and what is missing",
		Long: "Of every version of the models that match: is its run there, are its metrics,\n" +
			"params, commit, data, environment and seed recorded, and do they hold in the clone\n" +
			"in this directory? Gives each a level from L0 to L5 and names the one fix that\n" +
			"unlocks most. It only reads, and trains nothing. What it did not look at counts as\n" +
			"neither there nor missing.",
		Example: "  reproduce audit\n  reproduce audit 'churn-*'\n  reproduce audit churn-classifier --version 7",
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := c.auditSettings(cmd, args)
			if err != nil {
				return usageError{fmt.Errorf("%s: %w", cmd.CommandPath(), err)}
			}
			audit, err := c.audited(cmd.Context(), s)
			if err != nil {
				return err
			}
			if s.JSON {
				document, err := report.EncodeAudit(audit)
				if err != nil {
					return err
				}
				return c.print(string(document))
			}
			return c.print(report.Audit(audit, c.style()))
		},
	}
	addFlags(cmd)
	cmd.ValidArgsFunction = cobra.NoFileCompletions // a model is no file
	return cmd
}

// auditSettings takes one name for a model, which may have settings of its own
// and an alias or version after it, and anything else for globs.
func (c *console) auditSettings(cmd *cobra.Command, args []string) (action.Settings, error) {
	values := said(cmd)
	if len(args) == 1 && values["models"] == "" && !strings.ContainsAny(args[0], `*?[`) {
		values["model"] = args[0]
	} else if len(args) > 0 {
		values["models"] = strings.Join(append(args, values["models"]), "\n")
	}
	return c.configured(cmd.Name(), values)
}

// audited looks at the registry and, where the working directory is in one, at
// the clone. The files of models in a local store cost no requests, so that
// they are always read.
func (c *console) audited(ctx context.Context, s action.Settings) (repro.Audit, error) {
	if s.Ref.Name != "" {
		s.Models = []string{s.Ref.Name}
	}
	registry, err := c.registry(ctx, s)
	if err != nil {
		return repro.Audit{}, err
	}
	defer registry.Close()
	remote := strings.HasPrefix(registry.URI, "http://") || strings.HasPrefix(registry.URI, "https://")
	auditor := &flow.Auditor{Store: registry, Settings: s, Deep: s.Deep || !remote, Tool: "reproduce " + release(), Now: c.Now}
	// A directory in no repository is an ordinary place to audit from.
	auditor.Clone, _ = flow.OpenLocal(ctx, c.Dir)
	p := c.progress(s)
	auditor.Progress = func(done, total int) {
		if done < total {
			p.step("audit", fmt.Sprintf("%d of %d versions", done, total))
		}
	}
	audit, err := auditor.Audit(ctx)
	audit.Store = registry.URI
	return action.Hidden(c.secrets, audit), err
}

// audit is `command: audit` of the action: the page in the job summary, the
// table in the log, the document in the output directory.
func (s *step) audit(ctx context.Context, settings action.Settings) error {
	audit, err := s.audited(ctx, settings)
	if err != nil {
		return err
	}
	document, err := report.EncodeAudit(audit)
	if err != nil {
		return err
	}
	if err := s.save(settings.OutputDir, map[string]string{"audit.json": string(document)}); err != nil {
		return err
	}
	if err := s.runner.SetOutput("report-path", strings.TrimSuffix(settings.OutputDir, "/")+"/audit.json"); err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	if settings.JobSummary {
		if err := s.runner.Summary(s.secrets.Text(report.AuditPage(audit))); err != nil {
			s.runner.Warning("reproduce", s.secrets.Text("the job summary was not written: "+err.Error()))
		}
	}
	return s.print(report.Audit(audit, report.Style{}))
}
