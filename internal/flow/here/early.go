package here

import (
	"context"
	"fmt"
	"math"
	"path"
	"regexp"
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/flow/histories"
	"github.com/reproduce-action/reproduce/internal/judge/early"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/planning"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/retryafter"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file looks at the curves of a training on this machine while it runs, and ends it
// where they tell enough: --stop-early and --stop-after. What they tell is package judge's.

const (
	maxLooks  = 20 // times that one curve of the new run is read
	maxFaults = 5  // requests that fail one after the other before nobody looks any more
)

// TrainWatched trains, and ends the training early where its curves tell enough.
func (p *Project) TrainWatched(ctx context.Context, registry *mlflow.Registry, s settings.Training, plan repro.Plan, change repro.Change) (training train.Training, early *flow.EndedEarly, doubts []string, err error) {
	w, why := newWatch(ctx, registry, s, plan, change)
	if why != "" {
		training, err = p.Train(ctx, plan, change)
		return training, nil, []string{"the training is not ended early: " + why}, err
	}
	training, err = while(ctx, func(ctx context.Context) (train.Training, error) { return p.Train(ctx, plan, change) }, w.watch)
	if training.Execution.Status == repro.ExecEndedEarly {
		early = w.early
		if doubt := w.endRun(ctx, training.Execution.Ended); doubt != "" {
			w.doubts = append(w.doubts, doubt)
		}
	}
	return training, early, w.doubts, err
}

// TrainTrial trains for a search, and ends the training where its first points tell on which
// side it is.
func (p *Project) TrainTrial(ctx context.Context, registry *mlflow.Registry, begins flow.Begins, plan repro.Plan, change repro.Change) (training train.Training, early *flow.EndedEarly, err error) {
	w := newTrialWatch(registry, plan, change, begins)
	training, err = while(ctx, func(ctx context.Context) (train.Training, error) { return p.Train(ctx, plan, change) }, w.watch)
	if training.Execution.Status == repro.ExecEndedEarly {
		early = w.early
		w.endRun(ctx, training.Execution.Ended) // what is left is told of all trials at once
	}
	return training, early, err
}

// A watch looks at one training.
type watch struct {
	registry *mlflow.Registry
	plan     repro.Plan
	id       string // that its runs carry
	every    time.Duration
	early    *flow.EndedEarly // why it is to be ended; nil while it is not
	doubts   []string

	stopEarly bool
	stopAfter int
	curves    []*watchedCurve

	begins flow.Begins // of a trial; nothing else is looked for then
	seen   []begun     // of its curves
}

type watchedCurve struct {
	early.Curve
	known bool // the original's is known to be deterministic
	looks int
	seen  repro.Metric // the newest point when it was looked at
}

// watch looks at the new run until it is over; true says that the training is to be ended.
func (w *watch) watch(ctx context.Context) bool {
	for faults := 0; faults < maxFaults; {
		if retryafter.Sleep(ctx, w.every) != nil {
			return false
		}
		again, err := w.look(ctx)
		switch {
		case ctx.Err() != nil || err == nil && !again:
			return ctx.Err() == nil && w.early != nil
		case err != nil:
			faults++
		default:
			faults = 0
		}
	}
	w.doubts = append(w.doubts, "the curves were not looked at to the end of the training: the tracking server did not answer")
	return false
}

// look is one look: one request, and one for each curve that has to be read.
func (w *watch) look(ctx context.Context) (again bool, err error) {
	query := mlflow.RunQuery{Tags: map[string]string{repro.IDTag: w.id}, Limit: 2}
	if w.plan.Original.ExperimentID != "" {
		query.ExperimentIDs = []string{w.plan.Original.ExperimentID}
	}
	runs, err := w.registry.FindRuns(ctx, query)
	if err != nil || len(runs) == 0 {
		return true, err
	}
	if len(runs) > 1 || runs[0].Status == repro.RunFinished {
		return false, nil // which of several is the original's counterpart is known at the end
	}
	run := runs[0]
	switch w.counterpart(run) {
	case no:
		return false, nil
	case notYet:
		return true, nil
	}
	if len(w.begins.Curves) > 0 {
		return w.lookForSide(ctx, run)
	}
	if w.stopEarly {
		if err := w.lookForLeft(ctx, run); err != nil || w.early != nil {
			return false, err
		}
	}
	if w.stopAfter > 0 {
		if err := w.lookForEqual(ctx, run); err != nil || w.early != nil {
			return false, err
		}
	}
	return w.stopEarly || w.stopAfter > 0, nil
}

type answer int

const (
	no answer = iota
	notYet
	yes
)

// givenByMLflow is a name that MLflow made up for a run: skillful-fox-123.
var givenByMLflow = regexp.MustCompile(`^[a-z]+-[a-z]+-[0-9]{1,4}$`)

// counterpart says whether a run is known to be the original's: with its params, program and
// place.
func (w *watch) counterpart(run repro.Run) answer {
	original := w.plan.Original
	a, b := path.Base(original.Tags[lineage.MlflowSource]), path.Base(run.Tags[lineage.MlflowSource])
	if original.Name != run.Name && (!givenByMLflow.MatchString(original.Name) || !givenByMLflow.MatchString(run.Name)) {
		return no // a fold, a part
	}
	if a != b || (run.Tags[lineage.MlflowParent] == "") != (original.Tags[lineage.MlflowParent] == "") || run.ID == original.ID {
		return no
	}
	for _, param := range planning.ComparedParams(w.plan) {
		switch value, logged := run.Params.Get(param.Name); {
		case !logged:
			return notYet
		case !params.Equal(param.Value, value):
			return no
		}
	}
	return yes
}

// lookForLeft reads the curves whose newest point is not the original's.
func (w *watch) lookForLeft(ctx context.Context, run repro.Run) error {
	for _, curve := range w.curves {
		newest := metricOf(run, curve.Name)
		if !curve.known || curve.looks >= maxLooks || math.IsNaN(newest.Value) || newest == curve.seen || curve.has(newest) {
			continue
		}
		if err := w.read(ctx, run, curve, newest); err != nil {
			return err
		}
		if left, delta, is := curve.Left(w.plan.Metrics); is {
			left.Curves = len(w.curves)
			w.early = flow.Ended(left, delta, run.ID)
			return nil
		}
	}
	return nil
}

// has says whether the original's curve has a point.
func (c *watchedCurve) has(newest repro.Metric) bool {
	return slices.ContainsFunc(c.Original, func(p repro.Point) bool { return p.Step == newest.Step && p.Value == newest.Value })
}

// lookForEqual reads all curves when they are long enough.
func (w *watch) lookForEqual(ctx context.Context, run repro.Run) error {
	var curves []early.Curve
	for _, curve := range w.curves {
		points, _ := early.ByStep(curve.Original)
		if len(points) < w.stopAfter {
			continue
		}
		newest := metricOf(run, curve.Name)
		if math.IsNaN(newest.Value) || newest.Step < points[w.stopAfter-1].Step {
			return nil
		}
		if err := w.read(ctx, run, curve, newest); err != nil {
			return err
		}
		curves = append(curves, curve.Curve)
	}
	ended, equal := early.EqualSoFar(w.plan.Metrics, curves, w.stopAfter)
	switch equal {
	case early.Equal:
		w.early = flow.Ended(ended, repro.Delta{}, run.ID)
	case early.Other:
		w.doubts = append(w.doubts, fmt.Sprintf("--stop-after %d ended nothing: the first points of %s are not all the original's", w.stopAfter, wording.Count(len(w.curves), "curve", "curves")))
		w.stopAfter = 0
	}
	return nil
}

// read reads a curve of the new run.
func (w *watch) read(ctx context.Context, run repro.Run, curve *watchedCurve, newest repro.Metric) (err error) {
	curve.looks++
	curve.seen = newest
	curve.New, err = histories.Read(ctx, w.registry, run.ID, curve.Name)
	return err
}
