package cli

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// report is `reproduce report`: saved results, rendered again.
func (c *console) report() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "report [RESULT…]",
		Short: "Render saved results again; needs no server",
		Long: "Reads report.json files, and directories that hold them, and prints what reproduce\n" +
			"run did: one result whole, several as a table with what needs somebody first. The\n" +
			"exit code is 0: the verdict was given when the check was made. --history adds the\n" +
			"results to a directory of past checks, one small file each, which is made.",
		Example: "  reproduce report reproduce-report/report.json\n" +
			"  reproduce report reproduce-report --history history",
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := c.settings(cmd, nil)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				args = []string{filepath.Join(s.OutputDir, "report.json")}
			}
			if len(s.History) > 0 {
				if err := c.addHistory(s, args); err != nil {
					return err
				}
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

// addHistory adds saved results to a directory of past checks.
func (c *console) addHistory(s settings.Settings, paths []string) error {
	checks, _ := c.NewChecks(paths) // what cannot be read is said where it is rendered
	if err := c.AddHistory(s, checks); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
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
