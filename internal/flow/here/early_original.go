package here

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/flow/histories"
	"github.com/reproduce-action/reproduce/internal/flow/siblings"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/judge/early"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file reads what the curves of a training that still runs are compared with.

// maxOthers is how many runs are read to know that the original is deterministic.
const maxOthers = 3

// newWatch reads what the new curves are compared with, before the training; why says that
// nothing is to be looked at.
func newWatch(ctx context.Context, registry *mlflow.Registry, s settings.Training, plan repro.Plan, change repro.Change) (w *watch, why string) {
	w = &watch{registry: registry, plan: plan, id: cmp.Or(change.ID, plan.ID), every: lookEvery(plan.Original, time.Second), stopEarly: s.StopEarly, stopAfter: s.StopAfter}
	return w, w.readCurves(ctx)
}

// newTrialWatch is that of a trial, whose curves were read for all trials of its search.
func newTrialWatch(registry *mlflow.Registry, plan repro.Plan, change repro.Change, begins flow.Begins) *watch {
	w := &watch{registry: registry, plan: plan, id: cmp.Or(change.ID, plan.ID), every: lookEvery(plan.Original, time.Second/5), begins: begins}
	w.seen = make([]begun, len(begins.Curves))
	return w
}

// lookEvery is how long to wait between two looks: a hundred of them cost little, however long
// it takes.
func lookEvery(original repro.Run, least time.Duration) time.Duration {
	took := original.Ended.Sub(original.Started)
	if took <= 0 {
		return 10 * time.Second
	}
	return min(max(took/100, least), time.Minute)
}

// readCurves reads the original's curves, and says why there is nothing to look at.
func (w *watch) readCurves(ctx context.Context) (why string) {
	original := w.plan.Original
	switch {
	case w.registry == nil || original.ID == "" || original.From != "":
		return "the original has no run on a tracking server; give one with --tracking-uri"
	case w.plan.Metrics.Source == "file":
		return "the metrics are read from a file, which has no curve; leave --metrics-source out"
	}
	policy := w.plan.Metrics
	policy.Map = nil
	compared, err := judge.Compare(original.Metrics, original.Metrics, policy)
	if err != nil {
		return err.Error()
	}
	var others siblings.Again
	if w.stopEarly {
		if others, err = siblings.FindAgain(ctx, w.registry, original); err != nil {
			w.doubts = append(w.doubts, "whether the original is deterministic is not known: "+err.Error())
		}
	}
	known := 0
	for _, delta := range compared.Judged() {
		if len(w.curves) == histories.MaxCurves || !histories.IsCurve(original, delta.Name) {
			continue
		}
		points, err := histories.Read(ctx, w.registry, original.ID, delta.Name)
		if _, single := early.ByStep(points); err != nil || !single {
			continue
		}
		curve := &watchedCurve{Curve: early.Curve{Name: delta.Name, Original: points}}
		if agree(others.All, original, delta.Name) {
			for _, run := range others.SameData[:min(len(others.SameData), maxOthers)] {
				points, err := histories.Read(ctx, w.registry, run.ID, delta.Name)
				if err != nil {
					points = nil // which is no curve like the original's
				}
				curve.Others = append(curve.Others, points)
			}
			curve.known = early.Deterministic(curve.Original, curve.Others)
		}
		if curve.known {
			known++
		}
		w.curves = append(w.curves, curve)
	}
	if longest := w.longest(); w.stopAfter > longest && longest > 0 {
		w.doubts = append(w.doubts, fmt.Sprintf("--stop-after %d ends nothing: the longest curve of the original has %s", w.stopAfter, wording.Count(longest, "point", "points")))
		w.stopAfter = 0
	}
	switch {
	case len(w.curves) == 0:
		return "no judged metric of the original is a curve with one number a step"
	case !w.stopEarly && w.stopAfter == 0:
		return w.doubts[len(w.doubts)-1]
	case known == 0 && w.stopAfter == 0:
		return "the original is not known to be deterministic: it takes two more finished runs of its commit and params with the same curves. Make them: reproduce baseline"
	}
	return ""
}

// longest is how many points the original's longest curve has.
func (w *watch) longest() (most int) {
	for _, curve := range w.curves {
		most = max(most, len(curve.Original))
	}
	return most
}

// agree says whether there are other runs, and all of them end as the original does.
func agree(others []repro.Run, original repro.Run, name string) bool {
	return len(others) > 0 && !slices.ContainsFunc(others, func(run repro.Run) bool { return !siblings.EndsAs(original, run, name) })
}

// metricOf is a run's latest value of a metric; zero, with NaN, where it has none.
func metricOf(run repro.Run, name string) repro.Metric {
	for _, metric := range run.Metrics {
		if metric.Name == name {
			return metric
		}
	}
	return repro.Metric{Value: math.NaN()}
}
