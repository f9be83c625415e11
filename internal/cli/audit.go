package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// auditCommand is `reproduce audit`: which versions could be trained again.
func (c *console) auditCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "audit [GLOB…]",
		Short: "Say which versions could be trained again, and what is missing",
		Long: "Of every version of the models that match: is its run there, are its metrics,\n" +
			"params, commit, data, environment and seed recorded, and do they hold in the clone\n" +
			"in this directory? Gives each a level from L0, no metrics to come back to, to L5,\n" +
			"all of these recorded, and names the one fix that unlocks most. It only reads, and\n" +
			"trains nothing. What it did not look at counts as neither there nor missing. GLOB is\n" +
			"a registered model's name, or a pattern with *; without one all models are audited.",
		Example: "  reproduce audit\n  reproduce audit 'churn-*'\n  reproduce audit churn-classifier --version 7",
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := c.auditSettings(cmd, args)
			if err != nil {
				return app.NewUsageError(fmt.Errorf("%s: %w", cmd.CommandPath(), err))
			}
			audit, err := c.Audit(cmd.Context(), s)
			if err != nil {
				return err
			}
			for _, warning := range audit.Warnings {
				c.PrintError("warning: " + warning)
			}
			if s.JSON {
				document, err := reportjson.EncodeAudit(audit)
				if err != nil {
					return err
				}
				return c.PrintJSON(document)
			}
			return c.Print(report.Audit(audit, c.Style()))
		},
	}
	addFlags(cmd)
	c.completesModel(cmd)
	return cmd
}

// auditSettings takes one name for a model, which may have settings of its own
// and an alias or version after it, and anything else for globs.
func (c *console) auditSettings(cmd *cobra.Command, args []string) (settings.Settings, error) {
	values := typedFlags(cmd)
	if len(args) == 1 && values["models"] == "" && !strings.Contains(args[0], "*") {
		values["model"] = args[0]
	} else if len(args) > 0 {
		values["models"] = strings.Join(append(args, values["models"]), "\n")
	}
	return c.configured(cmd.Name(), values)
}
