package cli

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/action"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/repro"
)

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
			results, problem := c.saved(args)
			switch {
			case s.JSON:
				err = c.printAll(results)
			case len(results) == 1:
				err = c.print(report.Terminal(results[0], c.style()))
			case len(results) > 1:
				err = c.print(report.SweptTerminal(results, report.Sweep{}, c.style()))
			}
			return errors.Join(problem, err)
		},
	}
	addFlags(cmd)
	return cmd
}

func (c *console) printAll(results []repro.Result) error {
	for _, result := range results {
		document, err := report.Encode(result)
		if err == nil {
			err = c.print(string(document))
		}
		if err != nil {
			return fmt.Errorf("report: %w", err)
		}
	}
	return nil
}

// night is `command: report` of the action: one table of what the jobs of a
// matrix found. It ends as the worst of them does; a version that was due and
// left no result could not be verified.
func (s *step) night(settings action.Settings) error {
	results, problem := s.saved(settings.Results)
	sweep := report.Sweep{At: s.Now(), Missing: missing(settings.Due, results)}
	sweep.Page.Full = "the summary of each check"
	if server := s.Getenv("GITHUB_SERVER_URL"); server != "" {
		sweep.Page.Repository = server + "/" + s.Getenv("GITHUB_REPOSITORY")
	}
	if problem != nil && len(results) == 0 && len(sweep.Missing) > 0 { // no job came so far, and the table says so
		s.runner.Warning("reproduce", s.secrets.Text(problem.Error()))
		problem = nil
	}
	if settings.JobSummary {
		body, _ := report.Swept(results, sweep)
		if err := s.runner.Summary(s.secrets.Text(body)); err != nil {
			s.runner.Warning("reproduce", s.secrets.Text("the job summary was not written: "+err.Error()))
		}
	}
	worst, title := report.Worst(results, sweep), s.secrets.Text(report.SweepTitle(results, sweep))
	err := errors.Join(problem, s.runner.SetOutput("verdict", string(worst)), s.runner.SetOutput("summary", title),
		s.print(report.SweptTerminal(results, sweep, report.Style{})))
	switch {
	case err != nil:
		return err
	case settings.Fails(worst):
		s.runner.Error("reproduce", title)
		return verdictError{worst}
	}
	return nil
}

// missing are the versions that were due and have no result.
func missing(due []repro.ModelVersion, results []repro.Result) []repro.ModelVersion {
	type key struct{ name, version string }
	there := map[key]bool{}
	for _, result := range results {
		there[key{result.Model().Name, result.Model().Version}] = true
	}
	var left []repro.ModelVersion
	for _, version := range due {
		if !there[key{version.Name, version.Version}] {
			left = append(left, version)
		}
	}
	return left
}
