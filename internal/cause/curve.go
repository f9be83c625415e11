package cause

import (
	"iter"
	"math"
	"math/big"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// CompareCurves pairs two histories of a metric by step, and several values at
// one step in the order they were logged; time stamps never match and are not
// used across runs. The histories are read once, side by side, and may be as
// long as they like: each side keeps at most orderWindow points to put late
// ones in their place, as MLflow delivers by time stamp and not by step.
// https://github.com/mlflow/mlflow/blob/master/mlflow/store/tracking/sqlalchemy_store.py
//
// within says whether a reproduced value is as good as the original's; see
// Within.
func CompareCurves(name string, original, reproduced iter.Seq[repro.Point], within func(original, reproduced float64) bool) repro.Curve {
	w := &curveWalk{curve: repro.Curve{Name: name, NoSteps: true}, within: within}
	var lateA, lateB int
	next, stop := pull(inOrder(reproduced, &lateB))
	defer stop()
	b, more := next()
	for a := range inOrder(original, &lateA) {
		for more && b.before(a) {
			w.alone(&w.curve.OnlyReproduced, b)
			b, more = next()
		}
		if more && !a.before(b) {
			w.pair(a, b)
			b, more = next()
		} else {
			w.alone(&w.curve.OnlyOriginal, a)
		}
	}
	for ; more; b, more = next() {
		w.alone(&w.curve.OnlyReproduced, b)
	}
	w.curve.OutOfOrder = lateA + lateB
	return w.finish()
}

// curveWalk goes along both histories once.
type curveWalk struct {
	curve  repro.Curve
	last   repro.CurvePoint // the newest shared one
	within func(original, reproduced float64) bool
	spark  sparkline
	growth slope
	shift  constancy // of b - a
	factor constancy // of b / a - 1
	level  constancy // of a: where it stands still, a constant difference says nothing
}

func (w *curveWalk) alone(counter *int, p ordered) {
	*counter++
	w.curve.NoSteps = w.curve.NoSteps && p.step == 0
}

func (w *curveWalk) pair(a, b ordered) {
	c := &w.curve
	c.Shared++
	c.NoSteps = c.NoSteps && a.step == 0
	p := repro.CurvePoint{Step: a.step, Index: a.index, Original: a.value, Reproduced: b.value}
	d := p.Distance()
	if c.First == nil {
		c.First = keep(p)
	}
	w.spark.add(p)
	w.level.add(a.value)
	w.shift.add(b.value - a.value)
	w.factor.add((b.value - a.value) / a.value)
	if d != 0 && c.FirstDifferent == nil {
		c.FirstDifferent = keep(p)
		if c.Shared > 1 {
			c.LastEqual = keep(w.last)
		}
	}
	// Equal differences come out of float64 arithmetic a bit apart: the first of
	// them is shown.
	if d != 0 && (c.Largest == nil || d > c.Largest.Distance()*(1+0x1p-40)) {
		c.Largest = keep(p)
	}
	if c.FirstDifferent != nil && c.FirstOutside == nil {
		w.growth.add(float64(p.Step-c.FirstDifferent.Step), d)
		if d != 0 && !w.within(a.value, b.value) {
			c.FirstOutside = keep(p)
		}
	}
	w.last = p
}

// keep copies a point, so that those not kept need no memory.
func keep(p repro.CurvePoint) *repro.CurvePoint { return &p }

func (w *curveWalk) finish() repro.Curve {
	c := w.curve
	if c.Shared > 0 {
		c.Last = keep(w.last)
	}
	c.NoSteps = c.NoSteps && c.Shared+c.OnlyOriginal+c.OnlyReproduced > 1
	c.Growth = w.growth.value()
	c.Spark, c.Drawn = w.spark.String(), w.spark.largest
	c.Pattern = w.pattern(c)
	return c
}

// relative is the |difference| as a share of the original; +Inf from zero.
func relative(p repro.CurvePoint) float64 {
	if !decimal.Finite(p.Original) || !decimal.Finite(p.Reproduced) {
		return math.Inf(1)
	}
	return decimal.Ratio(new(big.Rat).Abs(decimal.Difference(p.Original, p.Reproduced)), decimal.Magnitude(decimal.Exact(p.Original)))
}
