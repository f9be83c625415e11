//go:build !nodesk

package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/record"
	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// How long a recording may take before a training and after it.
const (
	beforeTraining = 20 * time.Second
	afterTraining  = 2 * time.Minute
)

// record is `reproduce record`: the observer around an original training.
func (c *console) record() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "record [flags] -- COMMAND [ARGUMENT...]",
		Short: "Train as always, and leave on the run what went into it",
		Long: "Runs COMMAND here and as it is: its input, output, signals and exit code are its own.\n" +
			"Leaves on each MLflow run that it made the commit and uncommitted changes, the data\n" +
			"and params files that were read, the software and the variables that steer it: as\n" +
			recorded.Folder + "/" + recorded.File + " and as tags, which audit, show and run read later. Whatever\n" +
			"cannot be recorded is a warning. Where no run was made, the file goes to --output-dir.",
		Example: "  reproduce record -- python train.py --seed 7\n  reproduce record -- make train",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return app.NewUsageError(errors.New("record: which training? give its command after --: reproduce record -- python train.py"))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := c.settings(cmd, nil)
			if err != nil {
				return err
			}
			return c.recordTraining(cmd.Context(), s, args)
		},
	}
	cmd.Flags().SetInterspersed(false) // what follows the command is its own
	addFlags(cmd)
	return cmd
}

// recordTraining runs the training and ends as it does.
func (c *console) recordTraining(ctx context.Context, s settings.Settings, args []string) error {
	c.Secrets.Add(redact.InText(strings.Join(args, " "))...) // of a password that follows its flag
	child := record.Child{Args: args, Environ: c.Environ, Again: c.Force}
	var recording *record.Recording
	if record.IsRecorded(c.Environ) {
		c.recordNote("this training is observed already, as part of a reproduction or of another record; it is run as it is")
	} else {
		c.unharmed("before the training", func() error {
			ctx, cancel := context.WithTimeout(ctx, beforeTraining)
			defer cancel()
			begun := record.Recorder{Args: args, Dir: c.Dir, Environ: c.Environ, Tool: "reproduce " + app.Release(), Secrets: c.Secrets, Now: c.Now}.Begin(ctx)
			child.Environ, child.Began, recording = begun.Child(), begun.Began, begun
			return nil
		})
	}
	code, err := child.Run()
	switch {
	case err != nil:
		c.PrintError(err.Error())
		if recording != nil {
			recording.Abandon()
		}
	case recording != nil:
		c.unharmed("after the training", func() error { return c.leave(ctx, s, recording, code) })
	}
	if code == 0 {
		return nil
	}
	return app.ExitStatus(code)
}

// unharmed does one part of a recording. What goes wrong in it is a warning, whatever it is.
func (c *console) unharmed(when string, do func() error) {
	defer func() {
		if fault := recover(); fault != nil {
			c.PrintError(fmt.Sprintf("warning: nothing was recorded %s: a fault of reproduce: %v; please report it", when, fault))
		}
	}()
	if err := do(); err != nil {
		c.PrintError("warning: " + err.Error())
	}
}

func (c *console) recordNote(text string) {
	if !c.Quiet {
		c.PrintError(text)
	}
}

// leave completes a recording and leaves it on the training's runs, or in a file.
func (c *console) leave(ctx context.Context, s settings.Settings, recording *record.Recording, code int) error {
	ctx, cancel := record.Until(context.WithoutCancel(ctx), c.Force, afterTraining) // a second signal waits for nothing
	defer cancel()
	made, err := recording.End(ctx, code)
	if err != nil {
		return err
	}
	c.recordGaps(made.Lineage.Gaps)
	left, err := c.leaveOnRuns(ctx, s, recording, made)
	if err != nil {
		c.PrintError("warning: " + err.Error())
	}
	for _, place := range left.In {
		c.recordNote("recorded in " + place)
	}
	if len(left.In) > 0 && err == nil {
		return nil
	}
	files := map[string]string{recorded.File: string(made.Text)}
	if made.Diff != "" {
		files[recorded.DiffFile] = made.Diff
	}
	dir := filepath.Join(s.OutputDir, recorded.Folder)
	if err := c.SaveFiles(dir, files); err != nil {
		return err
	}
	c.recordNote("recorded in " + filepath.Join(dir, recorded.File))
	if later := laterCommand(dir, made, left); later != "" {
		c.recordNote("to leave it on the run later: " + later)
	}
	return nil
}

// maxGaps bounds the gaps of a record that are told; the record has all.
const maxGaps = 5

// recordGaps warns of what a record lacks: later nobody can record it.
func (c *console) recordGaps(gaps []string) {
	for i, gap := range gaps {
		if i == maxGaps {
			c.PrintError(fmt.Sprintf("warning: %d more gaps are in %s", len(gaps)-i, recorded.File))
			return
		}
		c.PrintError("warning: " + printable.OneLine(gap, 400))
	}
}

// laterCommand is what leaves a saved record on a run that did not get it; "" where there is
// no such run.
func laterCommand(dir string, made record.Record, left record.Left) string {
	run, which := "RUN", fmt.Sprintf(" (RUN has the tag %s = %s)", recorded.Tag, made.Lineage.ID)
	switch {
	case left.Found && len(left.Missed) == 0:
		return ""
	case len(left.Missed) == 1:
		run, which = left.Missed[0], ""
	}
	what := "log-artifact --local-file " + wording.Quote(filepath.Join(dir, recorded.File))
	if made.Diff != "" {
		what = "log-artifacts --local-dir " + wording.Quote(dir)
	}
	return fmt.Sprintf("mlflow artifacts %s --artifact-path %s --run-id %s%s", what, recorded.Folder, run, which)
}

// leaveOnRuns leaves a record on the runs that the training made, and says where.
func (c *console) leaveOnRuns(ctx context.Context, s settings.Settings, recording *record.Recording, made record.Record) (record.Left, error) {
	registry, err := c.OpenRegistry(ctx, s.TrackingURI)
	if err != nil {
		return record.Left{}, fmt.Errorf("the training's runs were not looked for: %w", err)
	}
	defer registry.Close()
	return recording.LeaveOnRuns(ctx, registry, made)
}
