package cli

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// report is `reproduce report`: saved results, rendered again.
func (c *console) report() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "report [RESULT…]",
		Short: "Render saved results again; needs no server",
		Long: "Reads report.json files, and directories that hold them, and prints what reproduce\n" +
			"run did: one result whole, several as a table with what needs somebody first. The\n" +
			"exit code is 0: the verdict was given when the check was made.",
		Example: "  reproduce report reproduce-report/report.json",
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := c.settings(cmd, nil)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				args = []string{filepath.Join(s.OutputDir, "report.json")}
			}
			results, problem := c.SavedReports(args)
			switch {
			case s.JSON:
				err = c.printAll(results)
			case len(results) == 1:
				err = c.Print(report.Terminal(results[0], c.Style()))
			case len(results) > 1:
				err = c.Print(report.SweptTerminal(results, report.Sweep{}, c.Style()))
			}
			return errors.Join(problem, err)
		},
	}
	addFlags(cmd)
	return cmd
}

func (c *console) printAll(results []repro.Result) error {
	for _, result := range results {
		document, err := reportjson.Encode(result)
		if err == nil {
			err = c.Print(string(document))
		}
		if err != nil {
			return fmt.Errorf("report: %w", err)
		}
	}
	return nil
}
