package cli

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/report"
)

// listCommand is `reproduce list`: which versions are due for a check.
func (c *console) listCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List model versions that are due for a check",
		Long: "Of the registered models that match, the version that --version names: never\n" +
			"checked first, then the oldest check. When a version was checked is known from the\n" +
			"tag that reproduce run --write-back leaves on it, and from --history. Versions that\n" +
			"reproductions registered themselves are left out. Where no model matches at all, or\n" +
			"none has such a version, the command fails. --json prints a matrix for fromJSON.",
		Example: "  reproduce list --models 'churn-*' --version production --json",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := c.settings(cmd, args)
			if err != nil {
				return err
			}
			past, warnings := c.History(s)
			for _, warning := range warnings {
				c.PrintError("warning: " + warning)
			}
			due, err := c.Due(cmd.Context(), s, past)
			if err != nil {
				return err
			}
			text := app.DueMatrix(due) + "\n"
			if !s.JSON {
				text = report.Due(app.DueRows(due), due.OverLimit, due.CheckedRecently, due.Notes, c.Now(), c.Style())
			}
			return errors.Join(c.Print(text), app.EmptyError(due))
		},
	}
	addFlags(cmd)
	cmd.ValidArgsFunction = cobra.NoFileCompletions // a model is no file
	return cmd
}
