package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/nextstep"
	"github.com/reproduce-action/reproduce/internal/progress"
	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/sideeffect"
	"github.com/reproduce-action/reproduce/internal/train"
)

// run is `reproduce run`: train again and compare.
func (c *console) run() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "run MODEL",
		Short: "Reproduce a model version: train again and compare",
		Long: "Reads the model version and its run from MLflow, commits the run's params to a\n" +
			"branch of their own, trains there, compares the metrics, and says what differs.\n" +
			"Your files, index, stash and other refs stay as they are.",
		Example: "  reproduce run iris-classifier --version production --run-command \"make run\"",
		Args:    arguments(0, 1, "one MODEL"),
		RunE:    c.withSettings(c.reproduceAndExplain),
	}
	addFlags(cmd)
	c.completesModel(cmd)
	return cmd
}

// explains says whether another report of the same check follows, with what was found.
func explains(s settings.Settings, result repro.Result) bool {
	return s.Diagnose == settings.DiagnoseExperiment && result.Verdict == repro.Drifted
}

// reproduce is `reproduce run` on this machine.
func (c *console) reproduce(ctx context.Context, s settings.Settings) error {
	if err := c.prepare("run", s); err != nil {
		return err
	}
	return c.train(ctx, "run", s, func(f *flow.Flow) error {
		past, doubts := c.History(ctx, s)
		f.Past = past
		if f.Registry != nil {
			doubts = append(doubts, c.UnusedEntries(ctx, f.Registry, s)...)
		}
		result, err := f.Reproduce(ctx, s)
		result.Warnings = append(result.Warnings, doubts...)
		if err != nil && result.Verdict == "" {
			return err
		}
		widened := app.Widened(past, result)
		if widened != "" {
			result.Warnings = append(result.Warnings, widened)
		}
		wroteBack := false
		if s.WriteBack && f.Registry != nil && ctx.Err() == nil {
			problems := app.WriteBack(ctx, f.Registry, result, widened)
			result.Warnings, wroteBack = append(result.Warnings, problems...), problems == nil
		}
		if s.RunCommand != "" && s.Directory == "" {
			result.Warnings = append(result.Warnings, c.ParamsFilesNear(result.Reason)...)
		}
		err = c.finish(ctx, s, result)
		c.state(ctx, f.Registry, s, result)
		if wroteBack && s.OutputDir != "" && ctx.Err() == nil {
			if problem := c.WriteBackReport(ctx, f.Registry, result, s.OutputDir); problem != nil {
				c.PrintError("warning: the report's digest was not written back: " + problem.Error())
			}
		}
		return err
	})
}

// state writes the statement, if one is wanted. One that cannot be written changes no
// verdict: whoever waits for the file notices.
func (c *console) state(ctx context.Context, registry *mlflow.Registry, s settings.Settings, result repro.Result) {
	if s.Statement == "" {
		return
	}
	notes, err := c.WriteStatement(ctx, registry, s, result)
	if err != nil {
		notes = append(notes, err.Error())
	} else {
		c.tell("Statement: %s", s.Statement)
	}
	for _, note := range notes {
		c.PrintError("warning: " + note)
	}
}

// train sets up what a training needs, for the command of that name. do makes
// it; a dry run prints the plan in its place.
func (c *console) train(ctx context.Context, command string, s settings.Settings, do func(*flow.Flow) error) (err error) {
	p := c.NewProgress(s)
	var registry *mlflow.Registry
	if s.Metadata == "" || s.TrackingURI != "" || c.Getenv("MLFLOW_TRACKING_URI") != "" {
		if registry, err = c.OpenRegistry(ctx, s.TrackingURI); err != nil {
			return err
		}
		defer registry.Close()
	}
	project, done, err := c.project(ctx, s, registry, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	f := c.NewFlow(registry, project, p)
	if s.DryRun {
		plan, err := f.DryRun(ctx, s)
		if err != nil {
			return err
		}
		advice := nextstep.Advice{Scratch: sideeffect.AdvisesScratch(plan.Warnings)}
		if here, ok := project.(knowsMissing); ok && plan.Command != "" {
			if names, _, tracking, err := here.NotThere(ctx, plan); err == nil { // as for the note: else what is not there is not known
				advice.Lend, advice.Tracking = names, tracking
			}
		}
		plans := planned(command, plan, s, advice)
		if here, ok := project.(interface {
			CannotRun(ctx context.Context, plan repro.Plan) string
		}); ok {
			if why := here.CannotRun(ctx, plan); why != "" {
				plans.Plan.Warnings, plans.Next = append([]string{why}, plan.Warnings...), ""
			}
		}
		return c.Print(report.Plan(redact.Copy(c.Secrets, plans), c.Style()))
	}
	return do(f)
}

// A knowsMissing is a project here, which can say what of the user's clone git does not have.
type knowsMissing interface {
	NotThere(ctx context.Context, plan repro.Plan) (names, links, tracking []string, err error)
}

// prepare clears what an earlier check saved where this one saves, unless it was typed wrong:
// the exit code says then that there is no new one.
func (c *console) prepare(command string, s settings.Settings) error {
	if err := checkRun(s); err != nil {
		return app.NewUsageError(fmt.Errorf("%s: %w", command, err))
	}
	for _, note := range idleFlags(s) {
		c.PrintError("warning: " + note)
	}
	if s.DryRun {
		return nil
	}
	return c.Prepare(s)
}

// planned is a plan, what it would cost, and the command that does it; "" where it is
// not known yet how to train.
func planned(command string, plan repro.Plan, s settings.Settings, advice nextstep.Advice) report.Planned {
	p := report.Planned{Plan: plan}
	if s.Repeats > 1 {
		p.Price = flow.Price(plan.Original, s.Repeats, command == "baseline")
	}
	if plan.Command != "" || plan.Workflow != "" {
		p.Next = nextstep.Planned(command, plan, s.Typed, advice)
	}
	return p
}

// project is where it trains: on GitHub with a workflow, else here. done lets
// go of it, also after an interruption.
func (c *console) project(ctx context.Context, s settings.Settings, registry *mlflow.Registry, p *progress.Printer) (_ train.Project, done func() error, err error) {
	if s.Workflow != "" {
		hosted, err := c.hosted(ctx, s, p)
		return hosted, func() error { return nil }, err
	}
	return c.local(ctx, s, registry, p)
}

func checkRun(s settings.Settings) error {
	switch {
	case s.Ref.Name == "" && s.Ref.RunID == "" && s.Metadata == "":
		return errors.New("which model? give a registered name, --run-id or --metadata")
	case s.Metadata != "" && s.Ref.RunID != "":
		return errors.New("give --metadata or --run-id, not both: each names the original")
	case s.Metrics.Source == "mlflow" && s.Typed["metrics-source"] != "" && s.Typed["metrics-file"] != "":
		return errors.New("--metrics-file does nothing with --metrics-source mlflow: numbers are taken from the run alone; leave one of them out")
	case s.Workflow != "" && s.RunCommand != "":
		return errors.New("give --workflow or --run-command, not both")
	case s.Workflow != "" && slices.ContainsFunc(strings.Split(s.Typed["keep"], "\n"), elsewhere):
		return errors.New("--keep with a full path does nothing with --workflow: it is a file of this machine, which GitHub does not have. Name a file of the commit")
	case s.Workflow != "" && s.Registry == settings.RegistryScratch:
		return errors.New("--registry scratch does nothing with --workflow: set MLFLOW_REGISTRY_URI in the workflow where it has reproduce_context; leave it out")
	case s.Workflow != "" && (s.StopEarly || s.StopAfter > 0):
		return errors.New("--stop-early and --stop-after do nothing with --workflow: the curves of a training on GitHub are looked at when it is over; leave them out")
	case s.Workflow != "" && s.Diagnose == settings.DiagnoseExperiment:
		return errors.New("--diagnose experiment does nothing with --workflow: trainings on GitHub are not repeated for a cause; leave it out")
	case s.OutputDir == "" && s.Diagnose == settings.DiagnoseExperiment:
		return errors.New("--diagnose experiment goes on from the saved report; name a directory for it with --output-dir")
	case s.Workflow != "" && s.Environment.Rebuilt():
		return errors.New("--environment does nothing with --workflow: let the workflow set up its own software, from the lock file of the commit; leave it out")
	case (s.Environment.Builds || s.Environment.Python) && !s.Environment.Rebuilt():
		return errors.New("--environment-allow does nothing without --environment original, closest or a requirements file")
	case s.Observe == "off" && s.Environment.Rebuilt():
		return errors.New("--environment needs --observe auto: without it nothing shows that the training ran in the rebuilt environment; leave --observe out")
	case s.Workflow == "" && s.RunCommand == "" && !s.DryRun:
		return errors.New("how does it train? give --run-command, for example --run-command \"make run\", or --workflow FILE")
	}
	return nil
}

// elsewhere says of what is to be kept that it is a file outside of the project.
func elsewhere(file string) bool {
	return filepath.IsAbs(file) || strings.HasPrefix(file, "~")
}

// finish prints a result, saves it and turns it into an exit code. What cannot
// be saved is a warning: the verdict stands.
func (c *console) finish(ctx context.Context, s settings.Settings, result repro.Result) error {
	c.LastVerdict = result.Verdict
	if c.TemporaryProject {
		result.Next = ""
	}
	result.Again = nextstep.Again(result, s.Typed)
	result = redact.Copy(c.Secrets, result)
	document, encodeErr := reportjson.Encode(result)
	printErr := encodeErr
	switch {
	case !s.JSON:
		printErr = c.Print(report.Terminal(result, c.Style()))
	case encodeErr == nil && explains(s, result): // the document follows, with what was found
	case encodeErr == nil:
		printErr = c.PrintJSON(document)
	}
	saved := false
	if s.OutputDir != "" {
		files := map[string]string{}
		files["report.md"], _ = report.Summary(result, report.Page{})
		if encodeErr == nil {
			files[reportjson.File] = string(document)
		}
		save := func() error { return c.SaveFiles(s.OutputDir, files) }
		if err := c.CheckComparison(s.OutputDir); result.Compared() && err != nil {
			save = func() error { return err }
		}
		if err := errors.Join(encodeErr, save()); err != nil {
			c.PrintError("warning: the report was not saved: " + strings.TrimPrefix(err.Error(), "save the report: ") + "; save it elsewhere with --output-dir")
		} else {
			saved = true
			c.tell("\nReport: %s and report.json", filepath.Join(s.OutputDir, "report.md"))
		}
	}
	if result.Further.Made > 0 && result.Plan.Command != "" && result.Change.Branch != "" && !c.TemporaryProject {
		c.tell("\nFurther trainings have branches of their own. When they are not wanted any more:\n  %s", nextstep.RemoveBranches(result.Change.Branch, flow.FurtherBranches()...))
	}
	if printErr != nil && saved { // the verdict stands where it can be read
		c.PrintError("warning: the report was not printed: " + printErr.Error())
		printErr = nil
	}
	switch {
	case printErr != nil:
		return fmt.Errorf("print the report: %w", printErr)
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case s.Fails(result.Verdict):
		return app.NewVerdictError(result.Verdict)
	}
	return nil
}
