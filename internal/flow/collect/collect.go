package collect

import (
	"context"
	"fmt"
	"slices"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// Collected are the new numbers and where they came from.
type Collected struct {
	Run            repro.Run       // From is the file, or ID is the tracking run
	Tracked        repro.Run       // the run that carries our id; without an ID there is none
	IDs            []string        // of all runs that carry our id, or that mlflow run made
	Project        []string        // of those that mlflow run made
	OwnStore       bool            // it is in a store that the training made for itself
	File           string          // the metrics files that were looked at
	Unread         string          // why none of the metrics files could be read, though one is there
	Wrote          bool            // this training wrote those that the metrics are from
	Stale          []string        // those of them that it did not write
	Stood          []string        // those of them whose numbers stood there before, with where
	Files          []string        // the metrics files that the metrics are from
	Told           []string        // the same, without where
	Restored       []string        // those of them that the pipeline took from its cache
	Vouched        bool            // DVC's lock has the hash of those, as the stage that makes them left them
	Lock           dvc.LockAgainst // what DVC's lock of a dispatched training has otherwise than its commit
	Disagree       string          // which numbers two sources of a dispatched training have otherwise, and the way out; "" for none
	Ambiguous      string          // why nobody can tell whose a metric is; "" where each is one file's
	Challenged     string          // how a challenge moved the numbers of this pipeline; "" for none
	KeptTrained    bool            // what a challenge changed is what a model is fitted with, where one was kept
	Different      bool            // its metrics are not the original's, so no copy of those
	Older          repro.Gate      // a doubt about what was read that was taken back, as the metrics differ
	Met            string          // the id of a run of before that has the same numbers, and that the training looked up
	TakenFrom      string          // the same, of one that it was seen to read before it had numbers of its own
	Child          string          // a child of the original with the same numbers, where it made no such child anew
	Fetched        string          // the same, of one of which it was seen to read an artifact before it had numbers of its own
	FetchedAs      string          // the id that it asked for: that run's, or that of a model that the run logged
	Unmarked       string          // the id of a run that this training seems to have logged without ours
	Untagged       bool            // such runs are taken, as somebody asked for it
	Tied           bool            // and have its commit, so they are this training's
	Printed        bool            // and it printed their ids, which may be those of runs that it looked up
	Rivals         string          // why none of the tracking runs was taken; "" where one was
	RivalsFor      repro.Reason
	Rows           func(param string) []int // how many rows the data may have that it was seen to read; none for a param that a program takes; nil where nobody counted
	ClaimsOriginal bool                     // the project's own metadata file says that the model is the original's
	Warnings       []string
	Clones         []string // directories in which the original may have been trained
	Places         []string // directories in which this training ran
	Host           string   // of the machine on which it ran; "" where that is not known
}

// A Collector looks for what a training made: in the tracking store, and where it trained.
type Collector struct {
	Registry *mlflow.Registry // nil for none
	Project  train.Project
}

// Collect finds the metrics of this training: those of the tracking run that
// carries our id, else those of the metrics files. It never takes the newest
// run, nor a number it cannot tie to this training.
func (f Collector) Collect(ctx context.Context, plan repro.Plan, change repro.Change, training train.Training) (Collected, error) {
	var c Collected
	c.Clones, c.Places = f.Places()
	c.Host = f.Host()
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
			c.Project = repro.RunIDs(project)
			runs = append(project, slices.DeleteFunc(runs, func(run repro.Run) bool { return slices.Contains(c.Project, run.ID) })...)
		}
	}
	if err == nil && len(runs) == 0 && !elsewhere {
		runs, err = f.findUntagged(ctx, plan, change, training, &c)
	}
	c.IDs = repro.RunIDs(runs)
	switch {
	case err != nil && fromFile:
		c.Warnings, err = append(c.Warnings, "no tracking run was looked for: "+err.Error()), nil
	case err != nil:
		return c, err
	case len(runs) > 0:
		// Where the file is to be read, the run's metrics are not: which of two
		// alike says what the params were does not matter.
		warnings := c.Warnings
		var doubt error
		if c.Tracked, doubt = f.choose(ctx, plan, change, runs, &c); fromFile {
			c.Warnings = warnings
			break
		}
		if doubt != nil {
			c.Rivals, c.RivalsFor = doubt.Error(), reasonOf(doubt)
			return c, nil
		}
		c.Run, c.OwnStore = c.Tracked, elsewhere
	}
	c.claims(plan.Original, training)
	if c.Run.ID == "" && plan.Metrics.Source != "mlflow" {
		err = c.readFiles(ctx, plan, training)
	} else if c.Run.ID != "" {
		c.holdToLock(ctx, training, nil)
		c.besideRun(ctx, plan, training)
	}
	if err == nil && c.Tracked.ID == "" && (c.Run.From == "" || !c.Wrote) {
		c.Unmarked = f.unmarked(ctx, plan, change, training)
	}
	c.Met, c.TakenFrom = f.metRun(ctx, plan, training, c, training.MetRuns), f.metRun(ctx, plan, training, c, training.TakenFrom)
	c.Child = f.childOfBefore(ctx, plan, c)
	c.Fetched, c.FetchedAs = f.fetchedRun(ctx, plan, training, c)
	return c, err
}

// tagged finds the runs that carry our id, in the original's store and in one that the training
// may have made for itself; elsewhere says that it was there. A challenge's run is no reproduction.
func (f Collector) tagged(ctx context.Context, plan repro.Plan, change repro.Change, training train.Training) (found []repro.Run, elsewhere bool, err error) {
	id := change.ID
	if id == "" {
		id = plan.ID
	}
	challenges := func(run repro.Run) bool { return plan.Challenge == "" && run.Tags[repro.ChallengeTag] != "" }
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
		if runs = slices.DeleteFunc(runs, challenges); len(runs) > 0 {
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
	runs = slices.DeleteFunc(runs, challenges)
	return runs, len(runs) > 0, nil
}

// claims asks the project's metadata file whose model is in place after the
// training. A file that this training wrote, and that names the original, is
// decisive. One that it did not touch counts only where no new run logged the
// original's params: a project may keep the file in git and never renew it.
func (c *Collected) claims(original repro.Run, training train.Training) {
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
		_, ok := c.Tracked.Params.Get(param.Name)
		return ok
	}
	c.ClaimsOriginal = training.Wrote(mlflow.MetadataFile) || !slices.ContainsFunc(original.Params, logged)
}
