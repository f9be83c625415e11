package flow

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// IDTag is the tag by which a reproduction's run is known: our id, put on it
// by MLflow itself from the training's environment.
const (
	IDTag       = "reproduce.id"
	OriginalTag = "reproduce.original_run_id"
)

// Collected are the new numbers and where they came from.
type collected struct {
	run      repro.Run // From is the file, or ID is the tracking run
	tracked  repro.Run // the tagged run, even where the numbers come from the file
	tagged   int       // runs that carry our id
	file     string    // the metrics file that was looked at
	exists   bool      // it is there after the training
	wrote    bool      // and this training wrote it
	identity string    // the run id that a file of the project claims to be trained by
	notes    []string  // what of the metrics file is no metric
	warnings []string
}

// collect finds the metrics of this training: those of the tracking run that
// carries our id, else those of the metrics file. It never takes the newest
// run, nor a number it cannot tie to this training.
func (f *Flow) collect(ctx context.Context, plan repro.Plan, training Training) (collected, error) {
	var c collected
	if training.Execution.Status != repro.ExecSucceeded {
		return c, nil // the witness says so
	}
	c.identity = claimedRun(training.Files)
	if err := c.readFile(plan, training); err != nil {
		return c, err
	}
	fromFile := c.run
	if plan.Metrics.Source != "file" {
		runs, err := f.tagged(ctx, plan, training)
		if err != nil {
			return c, err
		}
		c.tagged = len(runs)
		if len(runs) > 0 {
			c.tracked = closest(plan.Original, runs)
			c.run = c.tracked
		}
		if len(runs) > 1 {
			c.warnings = append(c.warnings, fmt.Sprintf("%d tracking runs carry this reproduction's id; compared with %s, which has most of the original's metrics", len(runs), c.run.ID))
		}
	}
	if c.run.ID == "" && plan.Metrics.Source != "mlflow" {
		c.run = fromFile
		c.warnings = append(c.warnings, c.notes...)
		if c.run.From != "" && plan.Original.From == "" {
			c.warnings = append(c.warnings, fmt.Sprintf("no tracking run carries this reproduction's id, so the metrics are those of %s; a training that logs with mlflow.start_run gets the id by itself", c.run.From))
		}
	}
	return c, nil
}

// readFile reads the metrics file, if the training left one.
func (c *collected) readFile(plan repro.Plan, training Training) error {
	c.file = plan.Metrics.File
	if c.file == "" || training.Files == nil {
		return nil
	}
	data, err := readFile(training.Files, c.file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return repro.Doubtf(repro.MetricsMissing, "read the metrics file %s: %w", c.file, err)
	}
	c.exists = true
	c.wrote = training.Wrote != nil && training.Wrote(c.file)
	metrics, notes, err := dvc.ParseMetrics(c.file, data)
	if err != nil {
		if plan.Metrics.Source == "file" {
			return err
		}
		c.warnings = append(c.warnings, fmt.Sprintf("the metrics file was left out: %v", err))
		return nil
	}
	c.notes = notes
	c.run = repro.Run{Metrics: metrics, From: c.file, Started: training.Execution.Started, Ended: training.Execution.Ended}
	return nil
}

// tagged finds the runs that carry our id, in the original's store and in one
// that the training may have made for itself.
func (f *Flow) tagged(ctx context.Context, plan repro.Plan, training Training) ([]repro.Run, error) {
	query := mlflow.RunQuery{Tags: map[string]string{IDTag: plan.ID}, Limit: 100}
	if f.Registry != nil {
		if plan.Original.ExperimentID != "" {
			query.ExperimentIDs = []string{plan.Original.ExperimentID}
		}
		runs, err := f.Registry.FindRuns(ctx, query)
		if err != nil {
			return nil, fmt.Errorf("find the new run: %w", err)
		}
		if len(runs) == 0 && query.ExperimentIDs != nil {
			query.ExperimentIDs = nil
			if runs, err = f.Registry.FindRuns(ctx, query); err != nil {
				return nil, fmt.Errorf("find the new run: %w", err)
			}
		}
		if len(runs) > 0 {
			return runs, nil
		}
	}
	if training.Store == "" {
		return nil, nil
	}
	own, err := mlflow.Open(ctx, mlflow.Config{TrackingURI: training.Store})
	if err != nil {
		return nil, nil //nolint:nilerr // a store the training left half made has no runs
	}
	defer own.Close()
	query.ExperimentIDs = nil
	runs, err := own.FindRuns(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("find the new run in the store the training made: %w", err)
	}
	return runs, nil
}

// closest picks the run that is shaped most like the original: a pipeline may
// start several runs, and a search has children.
func closest(original repro.Run, runs []repro.Run) repro.Run {
	score := func(run repro.Run) int {
		n := 0
		for _, metric := range original.Metrics {
			if _, ok := run.Metrics.Get(metric.Name); ok {
				n += 2
			}
		}
		for _, param := range original.Params {
			if _, ok := run.Params.Get(param.Name); ok {
				n++
			}
		}
		return n
	}
	return slices.MaxFunc(runs, func(a, b repro.Run) int {
		if d := score(a) - score(b); d != 0 {
			return d
		}
		return b.Started.Compare(a.Started) // the earlier of two alike
	})
}

// metadataFile is where training code commonly leaves the id of its run.
const metadataFile = "models/model_metadata.json"

// claimedRun is the run id that the project's own metadata file names after
// the training; "" where it names none.
func claimedRun(files fs.FS) string {
	if files == nil {
		return ""
	}
	data, err := readFile(files, metadataFile)
	if err != nil {
		return ""
	}
	run, err := mlflow.ReadMetadata(data)
	if err != nil {
		return ""
	}
	return run.ID
}

// maxFile is far above any params, metrics or metadata file.
const maxFile = 16 << 20

// readFile reads a regular file of bounded size.
func readFile(files fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(files, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", name)
	}
	if info.Size() > maxFile {
		return nil, fmt.Errorf("%s is %d bytes long; at most %d are read", name, info.Size(), maxFile)
	}
	return fs.ReadFile(files, name)
}
