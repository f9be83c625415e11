package flow

import (
	"context"
	"errors"
	"iter"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// maxCurves is how many histories are compared: each is two long reads.
const maxCurves = 10

// errEnough ends a read whose rest nobody wants.
var errEnough = errors.New("enough")

// curves compares the histories of the metrics that both runs logged in steps,
// those that drifted first. They inform the diagnosis and never the verdict,
// so a history that cannot be read is a warning.
func curves(ctx context.Context, before, after mlflow.Store, a, b repro.Run, c repro.Comparison, policy repro.MetricPolicy) (found []repro.Curve, warnings []string) {
	for _, delta := range append(c.In(repro.StateOutside, repro.StateUndecided), c.In(repro.StateWithin, repro.StateRounded, repro.StateNoise, repro.StateIdentical)...) {
		if len(found) == maxCurves || !stepped(a, delta.Name) || !stepped(b, delta.Name) {
			continue
		}
		var failed error
		within, err := judge.Within(policy, delta.Name)
		if err != nil {
			warnings = append(warnings, "the history of "+delta.Name+" was not compared: "+err.Error())
			continue
		}
		left := history(ctx, before, a.ID, delta.Name, &failed)
		right := history(ctx, after, b.ID, delta.Name, &failed)
		curve := cause.CompareCurves(delta.Name, left, right, within)
		if err := failed; err != nil {
			warnings = append(warnings, "the history of "+delta.Name+" was not compared: "+err.Error())
			continue
		}
		found = append(found, curve)
	}
	return found, warnings
}

// settleLastValues takes back a drift that is none: where both runs logged the same
// values at the last step and MLflow calls another of them the latest.
func settleLastValues(ctx context.Context, before, after mlflow.Store, a, b repro.Run, c repro.Comparison) (repro.Comparison, []string) {
	var warnings []string
	for i, delta := range c.Deltas {
		if delta.State != repro.StateOutside || !logged(a, delta.Name) || !logged(b, delta.Name) {
			continue
		}
		var failed error
		ambiguous := cause.AmbiguousLatest(history(ctx, before, a.ID, delta.Name, &failed), history(ctx, after, b.ID, delta.Name, &failed))
		switch {
		case failed != nil:
			warnings = append(warnings, "the history of "+delta.Name+" was not read: "+failed.Error())
		case ambiguous:
			c.Deltas[i] = judge.MarkAmbiguous(delta)
		}
	}
	return c, warnings
}

// logged says whether a metric comes from a tracking server and so has a
// history.
func logged(run repro.Run, name string) bool {
	_, found := run.Metrics.Get(name)
	return found && run.ID != "" && run.From == ""
}

// stepped says whether a metric was logged more than once, as far as its latest
// value tells.
func stepped(run repro.Run, name string) bool {
	for _, metric := range run.Metrics {
		if metric.Name == name {
			return metric.Step > 0
		}
	}
	return false
}

// history streams a metric's points; what stopped it early is put in failed.
func history(ctx context.Context, store mlflow.Store, run, metric string, failed *error) iter.Seq[repro.Point] {
	return func(yield func(repro.Point) bool) {
		err := store.MetricHistory(ctx, run, metric, func(p repro.Point) error {
			if !yield(p) {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			*failed = errors.Join(*failed, err)
		}
	}
}
