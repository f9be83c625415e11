package repro

import (
	"iter"
	"math"
	"math/big"
)

// A Curve is what two histories of one metric say about each other. It informs
// a diagnosis and never decides a verdict.
type Curve struct {
	Name           string
	Shared         int         // points that both histories have
	OnlyOriginal   int         // points without a partner
	OnlyReproduced int         //
	NoSteps        bool        // every step is 0: points were paired by their order
	OutOfOrder     int         // points that came too late to be put in order, left out
	FirstDifferent *CurvePoint // nil when all shared points are equal
	FirstOutside   *CurvePoint // first one outside the metric's tolerance
	Largest        *CurvePoint // largest difference; nil when there is none
	First, Last    *CurvePoint // shared; nil when nothing is
	LastEqual      *CurvePoint // before FirstDifferent; nil when that is the first
	Growth         float64     // slope of log10 |difference| per step from FirstDifferent to FirstOutside; 0 when unknown
	Pattern        Pattern
	Spark          string // log10 |difference| over time, at most 32 characters
}

// A CurvePoint is one step on both sides.
type CurvePoint struct {
	Step       int64
	Index      int // 0-based place among the values logged at this step
	Original   float64
	Reproduced float64
}

// Difference is reproduced - original as an exact decimal; "" where one of them
// is not finite.
func (p CurvePoint) Difference() string {
	if !finite(p.Original) || !finite(p.Reproduced) {
		return ""
	}
	return decimalText(difference(p.Original, p.Reproduced))
}

// distance is |difference|; +Inf when only one side is finite, or both differ
// in how they are not.
func (p CurvePoint) distance() float64 {
	if compareEqual(p.Original, p.Reproduced) {
		return 0
	}
	if d := math.Abs(p.Reproduced - p.Original); !math.IsNaN(d) {
		return d
	}
	return math.Inf(1)
}

// compareEqual is equality of numbers, with NaN equal to NaN.
func compareEqual(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

// CompareCurves pairs two histories of a metric by step, and several values at
// one step in the order they were logged; time stamps never match and are not
// used across runs. The histories are read once, side by side, and may be as
// long as they like: each side keeps at most orderWindow points to put late
// ones in their place, as MLflow delivers by time stamp and not by step.
// https://github.com/mlflow/mlflow/blob/master/mlflow/store/tracking/sqlalchemy_store.py
//
// within says whether a reproduced value is as good as the original's; see
// Within.
func CompareCurves(name string, original, reproduced iter.Seq[Point], within func(original, reproduced float64) bool) Curve {
	w := &curveWalk{curve: Curve{Name: name, NoSteps: true}, within: within}
	var lateA, lateB int
	next, stop := iter.Pull(inOrder(reproduced, &lateB))
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
	curve  Curve
	last   CurvePoint // the newest shared one
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
	p := CurvePoint{a.step, a.index, a.value, b.value}
	d := p.distance()
	if c.First == nil {
		c.First = keep(p)
	}
	w.spark.add(d)
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
	if d != 0 && (c.Largest == nil || d > c.Largest.distance()*(1+0x1p-40)) {
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
func keep(p CurvePoint) *CurvePoint { return &p }

func (w *curveWalk) finish() Curve {
	c := w.curve
	if c.Shared > 0 {
		c.Last = keep(w.last)
	}
	c.NoSteps = c.NoSteps && c.Shared+c.OnlyOriginal+c.OnlyReproduced > 1
	c.Growth = w.growth.value()
	c.Spark = w.spark.String()
	c.Pattern = w.pattern(c)
	return c
}

// relative is the |difference| as a share of the original; +Inf from zero.
func (p CurvePoint) relative() float64 {
	if !finite(p.Original) || !finite(p.Reproduced) {
		return math.Inf(1)
	}
	return ratio(new(big.Rat).Abs(difference(p.Original, p.Reproduced)), magnitude(exact(p.Original)))
}
