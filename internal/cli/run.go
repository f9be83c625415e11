package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/action"
	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/repro"
)

func (c *console) run() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "run MODEL",
		Short: "Reproduce a model version: train again and compare",
		Long: "Reads the model version and its run from MLflow, commits the run's params to a\n" +
			"branch of their own, trains there, compares the metrics, and says what differs.\n" +
			"Your files, index, stash and other refs stay as they are.",
		Example: "  reproduce run iris-classifier --version production --run-command \"make run\"",
		Args:    arguments(0, 1, "one MODEL"),
		RunE:    c.with(c.reproduce),
	}
	addFlags(cmd)
	cmd.ValidArgsFunction = cobra.NoFileCompletions // a model is no file
	return cmd
}

// reproduce is `reproduce run` on this machine.
func (c *console) reproduce(ctx context.Context, s action.Settings) (err error) {
	if err := checkRun(s); err != nil {
		return usageError{err}
	}
	p := c.progress(s)
	var registry *mlflow.Registry
	if s.Metadata == "" || s.TrackingURI != "" || c.Getenv("MLFLOW_TRACKING_URI") != "" {
		if registry, err = c.registry(ctx, s); err != nil {
			return err
		}
		defer registry.Close()
	}
	project, done, err := c.project(ctx, s, registry, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	f := c.flow(registry, project, p)
	past, doubts := c.past(s)
	f.Past = past
	if s.DryRun {
		plan, err := f.DryRun(ctx, s)
		if err != nil {
			return err
		}
		return c.print(report.Plan(action.Hidden(c.secrets, plan), c.style()))
	}
	result, err := f.Reproduce(ctx, s)
	result.Warnings = append(result.Warnings, doubts...)
	if err != nil && result.Verdict == "" {
		return err
	}
	if s.WriteBack && registry != nil && ctx.Err() == nil {
		result.Warnings = append(result.Warnings, writeBack(ctx, registry, result)...)
	}
	if s.RunCommand != "" {
		result.Warnings = append(result.Warnings, c.nearby(result.Reason)...)
	}
	return c.finish(ctx, s, result)
}

// cleanUp is how long removing the clone may take.
const cleanUp = 30 * time.Second

// project is where it trains: on GitHub with a workflow, else here. done lets
// go of it, also after an interruption.
func (c *console) project(ctx context.Context, s action.Settings, registry *mlflow.Registry, p *progress) (_ flow.Project, done func() error, err error) {
	if s.Workflow != "" {
		hosted, err := c.hosted(ctx, s, p)
		return hosted, func() error { return nil }, err
	}
	local, err := c.local(ctx, s, registry, p)
	if err != nil {
		return nil, nil, err
	}
	return local, func() error {
		clean, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanUp)
		defer cancel()
		return local.Close(clean)
	}, nil
}

func checkRun(s action.Settings) error {
	switch {
	case s.Ref.Name == "" && s.Ref.RunID == "" && s.Metadata == "":
		return errors.New("run: which model? give a registered name, --run-id or --metadata")
	case s.Workflow != "" && s.RunCommand != "":
		return errors.New("run: give --workflow or --run-command, not both")
	case s.Workflow == "" && s.RunCommand == "" && !s.DryRun:
		return errors.New("run: how does it train? give --run-command, for example --run-command \"make run\", or --workflow FILE")
	}
	return nil
}

// finish prints a result, saves it and turns it into an exit code. What cannot
// be saved is a warning: the verdict stands.
func (c *console) finish(ctx context.Context, s action.Settings, result repro.Result) error {
	c.last = result.Verdict
	if c.fleeting {
		result.Next = ""
	}
	result = action.Hidden(c.secrets, result)
	document, encodeErr := report.Encode(result)
	printErr := encodeErr
	switch {
	case !s.JSON:
		printErr = c.print(report.Terminal(result, c.style()))
	case encodeErr == nil:
		printErr = c.print(string(document))
	}
	if s.OutputDir != "" {
		files := map[string]string{}
		files["report.md"], _ = report.Summary(result, report.Page{})
		if encodeErr == nil {
			files["report.json"] = string(document)
		}
		if err := errors.Join(encodeErr, c.save(s.OutputDir, files)); err != nil {
			c.complain("warning: the report was not saved: " + err.Error() + "; save it elsewhere with --output-dir")
		} else {
			c.say("\nReport: %s and report.json", filepath.Join(s.OutputDir, "report.md"))
		}
	}
	switch {
	case printErr != nil:
		return fmt.Errorf("print the report: %w", printErr)
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case s.Fails(result.Verdict):
		return verdictError{result.Verdict}
	}
	return nil
}

// save writes the report's files: each one whole or not at all.
func (c *console) save(dir string, files map[string]string) error {
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(c.Dir, dir)
	}
	ours := !exists(dir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("save the report: %w", err)
	}
	// A report is nothing to commit: git is told so inside the directory itself,
	// if it is ours. In somebody's own it would hide that person's files.
	if ours {
		if err := writeFile(filepath.Join(dir, ".gitignore"), []byte("*\n"), 0o644); err != nil {
			return fmt.Errorf("save the report: %w", err)
		}
	}
	var problems []error // what can be saved is, whatever is in the way of the rest
	for name, text := range files {
		if err := writeFile(filepath.Join(dir, name), []byte(c.secrets.Text(text)), 0o644); err != nil {
			problems = append(problems, fmt.Errorf("save the report: %w", err))
		}
	}
	return errors.Join(problems...)
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// writeFile replaces a file in one step, so that nobody ever reads half of it.
func writeFile(path string, data []byte, mode os.FileMode) error {
	temporary, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name()) // gone already when all went well
	_, err = temporary.Write(data)
	err = errors.Join(err, temporary.Chmod(mode), temporary.Sync(), temporary.Close())
	if err != nil {
		return err
	}
	return os.Rename(temporary.Name(), path)
}

func (c *console) print(text string) error {
	_, err := fmt.Fprint(c.Stdout, text)
	return err
}

// style is how the report may look on standard output.
func (c *console) style() report.Style {
	color := c.Width > 0 && !c.plain && c.Getenv("NO_COLOR") == "" && c.Getenv("TERM") != "dumb"
	return report.Style{Color: color, Width: c.Width}
}
