package sideeffect

import (
	"context"
	"errors"
	"fmt"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A training that logs to the original's own run changes what it is held
// against. The run is read once more after the training.

// Overwritten is the evidence against a training that changed the original's
// run. Where the run cannot be read again the string says so. That it was logged again with the
// values that it had speaks against a training alone that has no numbers of its own: any program may
// have done so meanwhile, and the string tells of it.
func Overwritten(ctx context.Context, registry *mlflow.Registry, original repro.Run, alone bool) ([]repro.Gate, string) {
	if registry == nil || original.ID == "" || original.From != "" {
		return nil, ""
	}
	ctx, done := context.WithTimeout(ctx, registryPatience)
	defer done()
	now, err := registry.Run(ctx, original.ID)
	var changes []string
	switch {
	case errors.Is(err, mlflow.ErrNotFound):
		changes = []string{"the run is gone"}
	case err != nil:
		return nil, fmt.Sprintf("run %s was not read again, so whether the training changed it is not known: %v", original.ID, err)
	default:
		changes = changed(original, now)
		again := loggedAgain(original.Metrics, now.Metrics)
		switch {
		case len(changes) > 0 || len(again) == 0:
		case alone:
			changes = []string{"logged again, with the same values: " + wording.ListUpTo(again, 3)}
		default:
			return nil, fmt.Sprintf("the original's run %s was logged again while the training ran, with the same values: %s", original.ID, wording.ListUpTo(again, 3))
		}
	}
	if len(changes) == 0 {
		return nil, ""
	}
	return []repro.Gate{{Name: evidence.OriginalUnchanged, State: repro.GateFailed, Reason: repro.SameRun, Text: fmt.Sprintf(
		"the original's run %s is not what it was before the training: %s; let the training log to a run of its own (mlflow.start_run without run_id)", original.ID, wording.List(changes))}}, ""
}

// changed lists what became of a run's status, params and metrics. Params may be
// secret, so their values are not told.
func changed(before, after repro.Run) []string {
	var changes []string
	switch {
	case after.Deleted && !before.Deleted:
		changes = append(changes, "it was deleted (to bring it back: mlflow runs restore --run-id "+before.ID+")")
	case after.Status != before.Status:
		changes = append(changes, fmt.Sprintf("its status is %s and was %s", after.Status, before.Status))
	}
	for _, metric := range before.Metrics {
		if now, there := after.Metrics.Get(metric.Name); !there {
			changes = append(changes, fmt.Sprintf("metric %s is gone", metric.Name))
		} else if !decimal.SameValue(metric.Value, now) {
			changes = append(changes, fmt.Sprintf("metric %s is %v and was %v", metric.Name, now, metric.Value))
		}
	}
	for _, metric := range after.Metrics {
		if _, there := before.Metrics.Get(metric.Name); !there {
			changes = append(changes, fmt.Sprintf("metric %s is new", metric.Name))
		}
	}
	for _, param := range before.Params {
		if now, there := after.Params.Get(param.Name); !there || now != param.Value {
			changes = append(changes, fmt.Sprintf("param %s is another", param.Name))
		}
	}
	for _, param := range after.Params {
		if _, there := before.Params.Get(param.Name); !there {
			changes = append(changes, fmt.Sprintf("param %s is new", param.Name))
		}
	}
	return changes
}

// loggedAgain names the metrics whose latest point is another one, whatever its value: a
// training that comes back logs what is there.
func loggedAgain(before, after repro.Metrics) []string {
	var names []string
	for _, metric := range before {
		for _, now := range after {
			if now.Name == metric.Name && (now.Step != metric.Step || !now.At.Equal(metric.At)) {
				names = append(names, metric.Name)
			}
		}
	}
	return names
}
