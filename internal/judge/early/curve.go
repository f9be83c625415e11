package early

import (
	"cmp"
	"math"
	"slices"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

const (
	// minOthers is how many further runs must have the original's curve to the last bit for
	// the training to be known to be deterministic.
	minOthers = 2
	// minLeft is how many points, one after the other and up to the newest, must be outside.
	minLeft = 3
	// farOutside is how many times the tolerance each of them must be off.
	farOutside = 10
	// arithmetic is the largest relative difference that other arithmetic explains at first
	// sight. What begins so may come back, as a training on another processor does.
	arithmetic = 1e-5
)

// A Curve is one metric of a training that still runs, beside the original's. Points
// are in any order.
type Curve struct {
	Name     string
	Original []repro.Point
	Others   [][]repro.Point // of further runs of the original's training, each whole
	New      []repro.Point   // as far as it was logged
}

// ByStep gives a curve's points by step. ok is false where it is not one number a step.
func ByStep(points []repro.Point) (ordered []repro.Point, ok bool) {
	ordered = slices.Clone(points)
	order.Stable(ordered, func(a, b repro.Point) int { return cmp.Compare(a.Step, b.Step) })
	for i, p := range ordered {
		if !decimal.Finite(p.Value) || i > 0 && p.Step == ordered[i-1].Step {
			return nil, false
		}
	}
	return ordered, len(ordered) > 0
}

// Deterministic says whether an original's curve is known to be computed the same each time:
// enough others have it to the last bit, and none has another. A curve that stands still says
// nothing of that.
func Deterministic(original []repro.Point, others [][]repro.Point) bool {
	a, ok := ByStep(original)
	if !ok || len(others) < minOthers || !slices.ContainsFunc(a, func(p repro.Point) bool { return p.Value != a[0].Value }) {
		return false
	}
	for _, other := range others {
		b, ok := ByStep(other)
		if !ok || !sameBits(a, b) {
			return false
		}
	}
	return true
}

// begins gives the new points by step, where they are at the steps that the original's curve
// begins with: other steps are another way to log.
func (c Curve) begins() (original, now []repro.Point, ok bool) {
	a, okA := ByStep(c.Original)
	b, okB := ByStep(c.New)
	if !okA || !okB || len(b) > len(a) {
		return nil, nil, false
	}
	for i, p := range b {
		if p.Step != a[i].Step {
			return nil, nil, false
		}
	}
	return a, b, true
}

// Left says whether a curve has left that of an original that is known to be deterministic,
// beyond doubt: the newest points are all far outside the tolerance, and what came first was
// no rounding error.
func (c Curve) Left(policy repro.MetricPolicy) (left repro.Early, delta repro.Delta, is bool) {
	if !Deterministic(c.Original, c.Others) {
		return repro.Early{}, repro.Delta{}, false
	}
	return c.left(policy)
}

// left is Left of a training that is known to be deterministic.
func (c Curve) left(policy repro.MetricPolicy) (left repro.Early, delta repro.Delta, is bool) {
	a, b, ok := c.begins()
	if !ok {
		return repro.Early{}, repro.Delta{}, false
	}
	if first := firstOther(a, b); first < 0 || math.Abs(b[first].Value-a[first].Value) <= arithmetic*largest(a) {
		return repro.Early{}, repro.Delta{}, false
	}
	at := len(b)
	for at > 0 {
		d, ok := held(policy, c.Name, a[at-1].Value, b[at-1].Value)
		if !ok || d.State != repro.StateOutside || d.Ratio < farOutside {
			break
		}
		at, delta = at-1, d
	}
	if len(b)-at < minLeft || len(b) == len(a) { // a training at its end is not worth ending
		return repro.Early{}, repro.Delta{}, false
	}
	return repro.Early{Metric: c.Name, Step: b[at].Step, Compared: len(b), Of: len(a), Curves: 1, Others: len(c.Others)}, delta, true
}

// firstOther is the first point at which two curves with the same steps differ; -1 for none.
func firstOther(a, b []repro.Point) int {
	for i, p := range b {
		if p.Value != a[i].Value {
			return i
		}
	}
	return -1
}

// largest is the size of a curve's values.
func largest(points []repro.Point) (most float64) {
	for _, p := range points {
		most = max(most, math.Abs(p.Value))
	}
	return most
}

// held compares two values of one metric as the last ones of a training are.
func held(policy repro.MetricPolicy, name string, original, now float64) (repro.Delta, bool) {
	policy.Map = nil
	c, err := judge.Compare(repro.Metrics{{Name: name, Value: original}}, repro.Metrics{{Name: name, Value: now}}, policy)
	if err != nil || len(c.Judged()) != 1 {
		return repro.Delta{}, false
	}
	return c.Judged()[0], true
}

// An Answer is what the first points of all curves say.
type Answer int

// The answers.
const (
	Wait Answer = iota // not all points are there yet
	Equal
	Other // something is not as in the original: only the end can tell
)

// EqualSoFar says whether the first n points of all curves are as good as the original's.
// Curves of which the original has fewer are left out.
func EqualSoFar(policy repro.MetricPolicy, curves []Curve, n int) (repro.Early, Answer) {
	early := repro.Early{Compared: n}
	wait := false
	for _, c := range curves {
		original, ok := ByStep(c.Original)
		if !ok || len(original) < n {
			continue
		}
		if len(c.New) == 0 {
			wait = true
			continue
		}
		a, b, ok := c.begins()
		if !ok {
			return repro.Early{}, Other
		}
		for i := range min(n, len(b)) {
			if d, ok := held(policy, c.Name, a[i].Value, b[i].Value); !ok || d.State == repro.StateOutside {
				return repro.Early{}, Other
			}
		}
		wait = wait || len(b) < n
		early.Curves++
		early.Step, early.Of = max(early.Step, a[n-1].Step), max(early.Of, len(a))
	}
	switch {
	case wait:
		return repro.Early{}, Wait
	case early.Curves == 0:
		return repro.Early{}, Other
	}
	return early, Equal
}
