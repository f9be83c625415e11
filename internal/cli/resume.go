package cli

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// resume is `reproduce resume`: a reproduction on GitHub that was begun earlier.
func (c *console) resume() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "resume [RESULT]",
		Short: "Go on with a reproduction that was dispatched earlier",
		Long: "Reads a saved report.json, finds the branch and the workflow run that it names, and\n" +
			"goes on waiting, comparing and reporting. Nothing is trained twice.",
		Example: "  reproduce resume reproduce-report/report.json --timeout 12h",
		Args:    arguments(0, 1, "one RESULT"),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := c.settings(cmd, nil)
			if err != nil {
				return err
			}
			path := filepath.Join(s.OutputDir, "report.json")
			if len(args) > 0 {
				path = args[0]
			}
			if !filepath.IsAbs(path) {
				path = filepath.Join(c.Dir, path)
			}
			data, err := app.ReadBounded(path, app.MaxReportBytes)
			if err != nil {
				return fmt.Errorf("resume: %w; reproduce run saves one", err)
			}
			saved, err := reportjson.Decode(data)
			if err != nil {
				return fmt.Errorf("resume %s: %w", path, err)
			}
			if err := checkResumable(saved.Plan.Workflow, saved.Change.Branch); err != nil {
				return app.NewUsageError(err)
			}
			// The version by its number and the code by its commit: an alias or a
			// branch may have moved since.
			model := saved.Model()
			s.Ref = repro.ModelRef{Name: model.Name, Selector: repro.Selector{Kind: repro.SelectNumber, Text: model.Version}}
			if model.Version == "" {
				s.Ref = repro.ModelRef{RunID: saved.Original.ID}
			}
			s.Resumed = true
			s.Directory, s.Workflow, s.Branch, s.CodeRef = saved.Plan.Directory, saved.Plan.Workflow, saved.Change.Branch, saved.Plan.Code.Commit
			return c.reproduce(cmd.Context(), s)
		},
	}
	addFlags(cmd)
	return cmd
}
