package here

import (
	"context"
	"math"
	"slices"

	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/flow/histories"
	"github.com/reproduce-action/reproduce/internal/judge/early"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file looks at the first points of a trial's curves.

// A begun is what was seen of one curve.
type begun struct {
	newest repro.Metric
	looks  int
	side   early.Side
	early  repro.Early
}

// lookForSide reads the curves that are long enough. One that has left decides; to come back
// takes all of them.
func (w *watch) lookForSide(ctx context.Context, run repro.Run) (again bool, err error) {
	all := repro.Early{}
	back := 0
	for i, curve := range w.begins.Curves {
		seen := &w.seen[i]
		if newest := metricOf(run, curve.Name); newest != seen.newest && !math.IsNaN(newest.Value) && newest.Step >= curve.Back[curve.Points-1].Step {
			if seen.looks == maxLooks {
				return false, nil
			}
			seen.looks++
			seen.newest = newest
			points, err := histories.Read(ctx, w.registry, run.ID, curve.Name)
			if err != nil {
				return true, err
			}
			var delta repro.Delta
			seen.side, seen.early, delta = curve.Side(w.plan.Metrics, points)
			if seen.side == early.SideLost && w.ends(early.SideLost) && (!w.begins.AsDrifted || curve.AsDrifted(points)) {
				w.early = flow.Ended(seen.early, delta, run.ID)
				return false, nil
			}
		}
		if seen.side == early.SideBack {
			back++
			all.Print += seen.early.Print
			all.Step, all.Compared, all.Of, all.Curves = max(all.Step, seen.early.Step), max(all.Compared, seen.early.Compared), max(all.Of, seen.early.Of), back
		}
	}
	if back == len(w.begins.Curves) && w.ends(early.SideBack) {
		w.early = flow.Ended(all, repro.Delta{}, run.ID)
		return false, nil
	}
	return true, nil
}

// ends says whether the training is to be ended on a side.
func (w *watch) ends(side early.Side) bool { return slices.Contains(w.begins.Ends, side) }
