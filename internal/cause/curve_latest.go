package cause

import (
	"iter"
	"slices"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// maxLatest bounds how many values of one step are kept.
const maxLatest = 1000

// AmbiguousLatest says whether two histories hold the same values at their last
// steps and MLflow still reports different latest ones: it takes the greatest
// by step, then time stamp, then value, so two values logged at one step within
// a millisecond give the larger, a millisecond apart the later.
// https://github.com/mlflow/mlflow/blob/master/mlflow/store/tracking/sqlalchemy_store.py
func AmbiguousLatest(original, reproduced iter.Seq[repro.Point]) bool {
	a, b := lastStep(original), lastStep(reproduced)
	if len(a) < 2 || len(a) > maxLatest || len(a) != len(b) || repro.SameNumber(latest(a), latest(b)) {
		return false
	}
	return slices.EqualFunc(sortedValues(a), sortedValues(b), repro.SameNumber)
}

// lastStep gives the points of the greatest step, at most maxLatest and one.
func lastStep(points iter.Seq[repro.Point]) []repro.Point {
	var last []repro.Point
	for p := range points {
		switch {
		case len(last) == 0 || p.Step > last[0].Step:
			last = append(last[:0], p)
		case p.Step == last[0].Step && len(last) <= maxLatest:
			last = append(last, p)
		}
	}
	return last
}

// latest is MLflow's choice among the points of one step. Time stamps are
// milliseconds there.
func latest(points []repro.Point) float64 {
	best := points[0]
	for _, p := range points[1:] {
		at, bestAt := p.At.UnixMilli(), best.At.UnixMilli()
		if at > bestAt || at == bestAt && p.Value > best.Value {
			best = p
		}
	}
	return best.Value
}

func sortedValues(points []repro.Point) []float64 {
	var values []float64
	for _, p := range points {
		values = append(values, p.Value)
	}
	slices.Sort(values)
	return values
}
