package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/page"
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
			"results to a directory of past checks, one small file each, which is made; with no\n" +
			"RESULT it says how all models stand. --page and --badges show the same.",
		Example: "  reproduce report reproduce-report/report.json\n" +
			"  reproduce report reproduce-report --history history --page models.html",
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := c.settings(cmd, nil)
			if err != nil {
				return err
			}
			if len(args) == 0 && len(s.History) == 0 {
				args = []string{filepath.Join(s.OutputDir, "report.json")}
			}
			var results []report.Outline
			var first repro.Result
			var problem error
			if !s.JSON {
				results, first, problem = c.OutlinedReports(args)
			}
			checks, kept := c.withHistory(cmd.Context(), s, args)
			if s.JSON {
				return errors.Join(c.printAll(args), kept)
			}
			switch {
			case len(results) == 1:
				err = c.Print(report.Terminal(first, c.Style()))
			case len(results) > 1:
				err = c.Print(report.SweptTerminal(results, report.Sweep{}, c.Style()))
			case problem == nil:
				err = c.Print(page.Terminal(checks, c.Now(), app.StaleAfter(s)))
			}
			return errors.Join(problem, err, kept)
		},
	}
	addFlags(cmd)
	return cmd
}

// withHistory adds saved results to the history, and writes the page and the badges of
// all checks that are then known, which it gives.
func (c *console) withHistory(ctx context.Context, s settings.Settings, paths []string) ([]repro.Check, error) {
	if len(s.History) == 0 && s.Page == "" && s.Badges == "" {
		return nil, nil
	}
	if len(s.History) == 0 {
		checks, _ := c.NewChecks(paths) // what cannot be read is said where it is rendered
		return checks, c.writePage(s, checks)
	}
	night, added, problem := c.AddReports(s, paths)
	if problem != nil {
		problem = fmt.Errorf("report: %w", problem)
	}
	checks, warnings := c.HistoryReader(ctx, s).Read(s.History)
	for _, warning := range warnings {
		c.PrintError("warning: " + warning)
	}
	if added > 0 {
		if err := c.TellChat(ctx, s, checks, night); err != nil {
			c.PrintError("warning: the chat was not told: " + err.Error())
		}
	}
	return checks, errors.Join(problem, c.writePage(s, checks))
}

func (c *console) writePage(s settings.Settings, checks []repro.Check) error {
	if err := c.WritePage(s, checks); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}

// printAll prints saved results as JSON, one after the other.
func (c *console) printAll(paths []string) error {
	var failed error
	problem := c.EachReport(paths, func(result repro.Result) {
		document, err := reportjson.Encode(result)
		if err == nil && failed == nil {
			err = c.Print(string(document))
		}
		if err != nil && failed == nil {
			failed = fmt.Errorf("report: %w", err)
		}
	})
	return errors.Join(problem, failed)
}
