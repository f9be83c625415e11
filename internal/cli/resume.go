package cli

import (
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
)

// resume is `reproduce resume`: a reproduction on GitHub that was begun earlier.
func (c *console) resume() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "resume [RESULT]",
		Short: "Go on with a reproduction that was dispatched earlier",
		Long: "Reads a saved report.json, finds the branch and the workflow run that it names, and\n" +
			"goes on waiting, comparing and reporting. Nothing is trained twice. RESULT is that\n" +
			"file or the directory that it is in: reproduce-report where none is named.",
		Example: "  reproduce resume reproduce-report/report.json --timeout 12h",
		Args:    arguments(0, 1, "one RESULT"),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := c.settings(cmd, nil)
			if err != nil {
				return err
			}
			path := filepath.Join(s.OutputDir, reportjson.File)
			if len(args) > 0 {
				path = args[0]
			}
			saved, err := readSaved("resume", c.inDir(path))
			if err != nil {
				return err
			}
			if err := checkResumable(saved.Plan.Workflow, saved.Change.Branch); err != nil {
				return app.NewUsageError(err)
			}
			s.Ref, s.Resumed = sameOriginal(saved), true
			// The code by its commit: a branch may have moved since.
			s.Directory, s.Workflow, s.Branch, s.CodeRef = saved.Plan.Directory, saved.Plan.Workflow, saved.Change.Branch, saved.Plan.Code.Commit
			return c.reproduce(cmd.Context(), s)
		},
	}
	addFlags(cmd)
	return cmd
}
