package flow

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// Collected are the new numbers and where they came from.
type collected struct {
	run            repro.Run  // From is the file, or ID is the tracking run
	tracked        repro.Run  // the run that carries our id; without an ID there is none
	ids            []string   // of all runs that carry our id, or that mlflow run made
	project        []string   // of those that mlflow run made
	ownStore       bool       // it is in a store that the training made for itself
	file           string     // the metrics files that were looked at
	unread         string     // why none of the metrics files could be read, though one is there
	wrote          bool       // this training wrote those that the metrics are from
	stale          []string   // those of them that it did not write
	stood          []string   // those of them whose numbers stood there before, with where
	files          []string   // the metrics files that the metrics are from
	told           []string   // the same, without where
	restored       []string   // those of them that the pipeline took from its cache
	vouched        bool       // DVC's lock has the hash of those, as the stage that makes them left them
	ambiguous      string     // why nobody can tell whose a metric is; "" where each is one file's
	challenged     string     // how a challenge moved the numbers of this pipeline; "" for none
	keptTrained    bool       // what a challenge changed is what a model is fitted with, where one was kept
	different      bool       // its metrics are not the original's, so no copy of those
	older          repro.Gate // a doubt about what was read that was taken back, as the metrics differ
	met            string     // the id of a run of before that has the same numbers, and that the training looked up
	takenFrom      string     // the same, of one that it was seen to read before it had numbers of its own
	unmarked       string     // the id of a run that this training seems to have logged without ours
	untagged       bool       // such runs are taken, as somebody asked for it
	tied           bool       // and more than their time and params makes them this training's
	rivals         string     // why none of the tracking runs was taken; "" where one was
	rivalsFor      repro.Reason
	claimsOriginal bool // the project's own metadata file says that the model is the original's
	warnings       []string
	clones         []string // directories in which the original may have been trained
	places         []string // directories in which this training ran
	host           string   // of the machine on which it ran; "" where that is not known
}

// collect finds the metrics of this training: those of the tracking run that
// carries our id, else those of the metrics files. It never takes the newest
// run, nor a number it cannot tie to this training.
func (f *Flow) collect(ctx context.Context, plan repro.Plan, change repro.Change, training train.Training) (collected, error) {
	var c collected
	c.clones, c.places = f.places()
	c.host = f.host()
	if training.Execution.Status != repro.ExecSucceeded {
		return c, nil // the witness says so
	}
	// Where the file is to be read, a run is a witness all the same, if not one
	// that is needed: it may say that the training was another.
	fromFile := plan.Metrics.Source == "file"
	runs, elsewhere, err := f.tagged(ctx, plan, change, training)
	if err == nil && !elsewhere {
		var project []repro.Run
		if project, err = f.projectRuns(ctx, plan, change, training); len(project) > 0 {
			c.project = repro.RunIDs(project)
			runs = append(project, slices.DeleteFunc(runs, func(run repro.Run) bool { return slices.Contains(c.project, run.ID) })...)
		}
	}
	if err == nil && len(runs) == 0 && !elsewhere {
		runs, err = f.findUntagged(ctx, plan, change, training, &c)
	}
	c.ids = repro.RunIDs(runs)
	switch {
	case err != nil && fromFile:
		c.warnings, err = append(c.warnings, "no tracking run was looked for: "+err.Error()), nil
	case err != nil:
		return c, err
	case len(runs) > 0:
		// Where the file is to be read, the run's metrics are not: which of two
		// alike says what the params were does not matter.
		warnings, doubt := c.warnings, error(nil)
		if c.tracked, doubt = f.choose(ctx, plan, change, runs, &c); fromFile {
			c.warnings = warnings
			break
		}
		if doubt != nil {
			c.rivals, c.rivalsFor = doubt.Error(), reasonOf(doubt)
			return c, nil
		}
		c.run, c.ownStore = c.tracked, elsewhere
	}
	c.claims(plan.Original, training)
	if c.run.ID == "" && plan.Metrics.Source != "mlflow" {
		err = c.readFiles(ctx, plan, training)
	}
	if err == nil && c.tracked.ID == "" && (c.run.From == "" || !c.wrote) {
		c.unmarked = f.unmarked(ctx, plan, change, training)
	}
	c.met, c.takenFrom = f.metRun(ctx, plan, training, c, training.MetRuns), f.metRun(ctx, plan, training, c, training.TakenFrom)
	return c, err
}

// tagged finds the runs that carry our id, in the original's store and in one
// that the training may have made for itself; elsewhere says that it was there.
func (f *Flow) tagged(ctx context.Context, plan repro.Plan, change repro.Change, training train.Training) (found []repro.Run, elsewhere bool, err error) {
	id := change.ID
	if id == "" {
		id = plan.ID
	}
	query := mlflow.RunQuery{Tags: map[string]string{repro.IDTag: id}, Limit: maxRuns}
	if f.Registry != nil {
		if plan.Original.ExperimentID != "" {
			query.ExperimentIDs = []string{plan.Original.ExperimentID}
		}
		runs, err := f.Registry.FindRuns(ctx, query)
		if err != nil {
			return nil, false, fmt.Errorf("find the new run: %w", err)
		}
		if len(runs) == 0 && query.ExperimentIDs != nil {
			query.ExperimentIDs = nil
			if runs, err = f.Registry.FindRuns(ctx, query); err != nil {
				return nil, false, fmt.Errorf("find the new run: %w", err)
			}
		}
		if len(runs) > 0 {
			return runs, false, nil
		}
	}
	if training.Store == "" {
		return nil, false, nil
	}
	own, err := mlflow.Open(ctx, mlflow.Config{TrackingURI: training.Store})
	if err != nil {
		return nil, false, nil //nolint:nilerr // a store the training left half made has no runs
	}
	defer own.Close()
	query.ExperimentIDs = nil
	runs, err := own.FindRuns(ctx, query)
	if err != nil {
		return nil, false, fmt.Errorf("find the new run in the store the training made: %w", err)
	}
	return runs, len(runs) > 0, nil
}

// claims asks the project's metadata file whose model is in place after the
// training. A file that this training wrote, and that names the original, is
// decisive. One that it did not touch counts only where no new run logged the
// original's params: a project may keep the file in git and never renew it.
func (c *collected) claims(original repro.Run, training train.Training) {
	if training.Files == nil || original.ID == "" {
		return
	}
	data, err := doc.ReadFile(training.Files, mlflow.MetadataFile)
	if err != nil {
		return
	}
	claimed, err := mlflow.ReadMetadata(data)
	if err != nil || claimed.ID != original.ID {
		return
	}
	logged := func(param repro.Param) bool {
		_, ok := c.tracked.Params.Get(param.Name)
		return ok
	}
	c.claimsOriginal = training.Wrote(mlflow.MetadataFile) || !slices.ContainsFunc(original.Params, logged)
}

// NotThere says whether an error means that a file does not exist.
func NotThere(err error) bool { return errors.Is(err, fs.ErrNotExist) }
