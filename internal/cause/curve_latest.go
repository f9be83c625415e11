package cause

import (
	"iter"
	"slices"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// maxLatest bounds how many values of one step are kept.
const maxLatest = 1000

// Latest remembers the points of the greatest step, at most maxLatest and one, of a
// history that somebody else reads. The zero Latest has seen none.
type Latest struct{ last []repro.Point }

// Seen gives the same points, and has seen them.
func (l *Latest) Seen(points iter.Seq[repro.Point]) iter.Seq[repro.Point] {
	return func(yield func(repro.Point) bool) {
		for p := range points {
			switch {
			case len(l.last) == 0 || p.Step > l.last[0].Step:
				l.last = append(l.last[:0], p)
			case p.Step == l.last[0].Step && len(l.last) <= maxLatest:
				l.last = append(l.last, p)
			}
			if !yield(p) {
				return
			}
		}
	}
}

// AmbiguousLatest says whether two histories, seen to their ends, hold the same values at
// their last steps and MLflow still reports different latest ones: it takes the greatest
// by step, then time stamp, then value, so two values logged at one step within
// a millisecond give the larger, a millisecond apart the later.
// https://github.com/mlflow/mlflow/blob/master/mlflow/store/tracking/sqlalchemy_store.py
func AmbiguousLatest(original, reproduced *Latest) bool {
	a, b := original.last, reproduced.last
	if len(a) < 2 || len(a) > maxLatest || len(a) != len(b) || repro.SameNumber(latest(a), latest(b)) {
		return false
	}
	return slices.EqualFunc(sortedValues(a), sortedValues(b), repro.SameNumber)
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
	order.Numbers(values)
	return values
}
