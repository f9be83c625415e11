//go:build !nodesk

package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/explain"
	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/flow/here"
	"github.com/reproduce-action/reproduce/internal/nextstep"
	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// explainTime is what the trainings of a search may take where nobody says.
const explainTime = time.Hour

// explain is `reproduce explain`: the cause of a drift, by trainings.
func (c *console) explain() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "explain [RESULT]",
		Short: "Find the cause of a drift by trainings, within a budget",
		Long: "Reads the saved report.json of a check that drifted and trained here. Trains again\n" +
			"with some of what differs as the original had it, and says which of it makes the\n" +
			"metrics come back, and drift again. Each training has a branch and a run of its own;\n" +
			"none counts as a check. Prints first what it may cost. The finding is added to the\n" +
			"saved report; the same command goes on with a search that was interrupted.\n\n" +
			"RESULT is that report.json or the directory that it is in: reproduce-report where none\n" +
			"is named. A past check of a history is none: it has not all that a report has. What no\n" +
			"flag says is as the check had it.",
		Example: "  reproduce explain\n" +
			"  reproduce explain reproduce-report --max-trainings 40 --budget 3h\n" +
			"  reproduce explain reproduce-report --dry-run",
		Args: arguments(0, 1, "one RESULT"),
		RunE: func(cmd *cobra.Command, args []string) error {
			values := typedFlags(cmd)
			file, saved, err := c.drifted(args)
			if err != nil {
				return err
			}
			said, err := explain.Values(saved)
			if err != nil {
				return app.NewUsageError(err)
			}
			s, err := c.configured(cmd.Name(), values.Over(said))
			if err != nil {
				return app.NewUsageError(fmt.Errorf("explain: %w", err))
			}
			if s.Typed = values; s.RunCommand == "" {
				return app.NewUsageError(errors.New("explain: the report does not have the command as it was given to the check; repeat it with --run-command"))
			}
			return c.explainDrift(cmd.Context(), s, file, saved)
		},
	}
	addFlags(cmd)
	return cmd
}

// drifted reads the saved result of a check that drifted, and says which file it is.
func (c *console) drifted(args []string) (file string, saved repro.Result, err error) {
	option, _ := settings.Find("output-dir")
	file = option.Default
	if len(args) > 0 {
		file = args[0]
	}
	file = c.inDir(file)
	saved, err = readSaved("explain", file)
	if info, problem := os.Stat(file); problem == nil && info.IsDir() {
		file = filepath.Join(file, reportjson.File)
	}
	if err != nil {
		return file, saved, err
	}
	if err := explain.Check(saved); err != nil {
		return file, saved, app.NewUsageError(err)
	}
	return file, saved, nil
}

// reproduceAndExplain is `reproduce run`, and `reproduce explain` after a drift where that was
// asked for. The verdict stays what it was.
func (c *console) reproduceAndExplain(ctx context.Context, s settings.Settings) error {
	err := c.reproduce(ctx, s)
	var verdict app.VerdictError
	if s.Diagnose != settings.DiagnoseExperiment || s.DryRun || c.LastVerdict != repro.Drifted || ctx.Err() != nil || err != nil && !errors.As(err, &verdict) {
		return err
	}
	if problem := c.explainAfter(ctx, s); problem != nil {
		if ctx.Err() != nil {
			return problem
		}
		c.PrintError("warning: no cause was looked for: " + problem.Error())
		if s.JSON {
			return errors.Join(c.printSaved(s), err)
		}
	}
	return err
}

// printSaved prints the document that a search would have printed with what it found.
func (c *console) printSaved(s settings.Settings) error {
	document, err := os.ReadFile(filepath.Join(c.inDir(s.OutputDir), reportjson.File))
	if err != nil {
		return fmt.Errorf("print the report: %w", err)
	}
	return c.PrintJSON(document)
}

// explainAfter looks for the cause of the drift that a check has just saved, as the command
// does.
func (c *console) explainAfter(ctx context.Context, s settings.Settings) error {
	file, saved, err := c.drifted([]string{s.OutputDir})
	if err != nil {
		return err
	}
	return c.explainDrift(ctx, s, file, saved)
}

// explainDrift plans the search, says what it may cost, and makes it.
func (c *console) explainDrift(ctx context.Context, s settings.Settings, file string, saved repro.Result) error {
	planOnly := s.DryRun
	s.DryRun = false
	s.Ref = sameOriginal(saved)
	if s.Typed["registry"] == "" {
		s.Registry = settings.RegistryScratch // else each trial registers what the training registers
	}
	budget := explain.Budget{Trainings: s.MaxTrainings, Time: explainTime}
	if s.Typed["budget"] != "" { // that of a night, in the configuration, is another
		budget.Time = s.Budget
	}
	trained := s
	trained.Environment.Builds, trained.Environment.Python = false, false // they are for the trials that rebuild the software
	return c.train(ctx, "explain", trained, func(f *flow.Flow) error {
		project, ok := f.Project.(*here.Project)
		if !ok {
			return app.NewUsageError(errors.New("explain: trainings on GitHub are not repeated; check on this machine with --run-command"))
		}
		search := &explain.Search{Flow: f, Local: project.Project, Settings: s, Saved: saved, Budget: budget,
			Save: func(result repro.Result) error { return c.saveExplained(file, result, s) }}
		planned, err := search.Plan(ctx)
		if err != nil {
			return err
		}
		plan := c.Secrets.Text(explain.PlanText(planned, saved, s.Repeats) + search.EarlyText())
		if planOnly {
			return c.Print(fitted(plan, c.Style().Width))
		}
		if err := c.saveExplained(file, saved, s); err != nil { // before anything is trained for it
			return err
		}
		c.tell("%s", strings.TrimRight(fitted(plan, c.Width), "\n"))
		result, err := search.Run(ctx)
		if err != nil {
			return err
		}
		return c.showExplained(file, result, s)
	})
}

// fitted fits each line of a plan to a width by itself.
func fitted(plan string, width int) string {
	var lines strings.Builder
	for line := range strings.Lines(plan) {
		lines.WriteString(terminal.Fit(line, width) + "\n")
	}
	return lines.String()
}

// showExplained saves and prints what was found.
func (c *console) showExplained(file string, result repro.Result, s settings.Settings) error {
	if result.CauseKnown() || strings.HasPrefix(result.Next, "reproduce explain ") && result.Experiment.Why != repro.WhySpent {
		result.Next = "" // was to measure the noise, or to look for the cause
	}
	if err := c.saveExplained(file, result, s); err != nil {
		return err
	}
	result = redact.Copy(c.Secrets, result)
	if s.JSON {
		document, err := reportjson.Encode(result)
		return errors.Join(err, c.PrintJSON(document))
	}
	err := c.Print(report.Terminal(result, c.Style()))
	if why := result.Experiment.Why; s.Registry == settings.RegistryScratch && (why == repro.WhyTodayFailed || why == repro.WhyRestoredFailed) {
		c.tell("%s", terminal.Hanging("The trials had a model registry of their own. If the training reads models from yours, give --registry own.", c.Width))
	}
	for _, trial := range result.Experiment.Trials {
		if branch, _, of := strings.Cut(trial.Branch, "-explain-"); of {
			c.tell("\nEach trial has a branch. When they are not wanted any more:\n  %s", nextstep.RemoveBranches(branch, "-explain-*"))
			break
		}
	}
	c.tell("\nReport: %s", file)
	return err
}

// saveExplained puts a finding into the saved report, whole or not at all.
func (c *console) saveExplained(file string, result repro.Result, s settings.Settings) error {
	result = redact.Copy(c.Secrets, result)
	document, err := reportjson.Encode(result)
	if err != nil {
		return err
	}
	files := map[string]string{filepath.Base(file): string(document)}
	if filepath.Base(file) == reportjson.File {
		files["report.md"], _ = report.Summary(result, report.Page{})
	}
	return c.SaveFiles(filepath.Dir(file), files)
}
