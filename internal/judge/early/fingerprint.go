package early

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A Fingerprint is how a curve begins in a training that came back and in one that drifted:
// by it a search for a cause tells on which side a further training is, and ends it. Both are
// of trainings that came to their end. It is never a verdict.
type Fingerprint struct {
	Name    string
	Points  int           // with so many the drift had left the original beyond doubt
	Back    []repro.Point // the original's whole curve, by step
	Drifted []repro.Point // the first points of the check's, as many
}

// NewFingerprint is that of one metric; ok is false where its curve does not tell the two
// trainings apart before they end, or where its numbers may be equal by chance. A curve that
// left the original's and came back to it tells nothing either: what it drifted by came later.
// Nor does one that comes apart from it anew, or whose last point is an event of its own.
func NewFingerprint(policy repro.MetricPolicy, name string, original, drifted []repro.Point) (f Fingerprint, ok bool) {
	a, okA := ByStep(original)
	b, okB := ByStep(drifted)
	if !okA || !okB {
		return Fingerprint{}, false
	}
	n, _, _ := leftAfter(policy, name, a, b, minLeft)
	if n == 0 || !moves(name, a[:n]) || !moves(name, b[:n]) || !staysOutside(policy, name, a[n:], b[n:]) || jumps(policy, name, a[n-1:], b[n-1:]) || leaps(policy, name, a) || leaps(policy, name, b) {
		return Fingerprint{}, false
	}
	return Fingerprint{Name: name, Points: n, Back: a, Drifted: b[:n]}, true
}

// leftAfter is how a curve has left the original's beyond doubt, with as few points as are
// enough, from least on; of is 0 where it has not.
func leftAfter(policy repro.MetricPolicy, name string, a, b []repro.Point, least int) (of int, early repro.Early, delta repro.Delta) {
	for n := least; n <= len(b) && n < len(a); n++ {
		if early, delta, left := (Curve{Name: name, Original: a, New: b[:n]}).left(policy); left {
			return n, early, delta
		}
	}
	return 0, repro.Early{}, repro.Delta{}
}

// staysOutside says whether no further point of a curve is as good as the original's.
func staysOutside(policy repro.MetricPolicy, name string, a, b []repro.Point) bool {
	for i := range min(len(a), len(b)) {
		if d, ok := held(policy, name, a[i].Value, b[i].Value); !ok || a[i].Step != b[i].Step || d.State != repro.StateOutside {
			return false
		}
	}
	return true
}

// farLeap and farJump are how many times the largest step around it a step has to be, and
// aroundJump how many steps on either side those are.
const (
	farLeap    = 2
	farJump    = 4
	aroundJump = 5
)

// leaps says whether a curve's last point is an event of its own: much further from the one
// before than any step in the second half of the curve, and no value that it had before, as
// the best one that is logged again is. Something else than the training so far makes it,
// another evaluation or chance, so that how the curve begins says nothing of it.
func leaps(policy repro.MetricPolicy, name string, points []repro.Point) bool {
	last := len(points) - 1
	if last < 2 {
		return false
	}
	step := func(i int) float64 { return math.Abs(points[i].Value - points[i-1].Value) }
	most := 0.0
	for i := max(last/2, 1); i < last; i++ {
		most = max(most, step(i))
	}
	if step(last) <= farLeap*most || !outsideOf(policy, name, points[last-1].Value, points[last].Value) {
		return false
	}
	return !slices.ContainsFunc(points[:last], func(p repro.Point) bool { return p.Value == points[last].Value })
}

// jumps says whether two curves come apart anew, after they are apart already: their distance
// changes much more from one point to the next than around it. What they begin with is not
// what they end with then.
func jumps(policy repro.MetricPolicy, name string, a, b []repro.Point) bool {
	n := min(len(a), len(b))
	distance := func(i int) float64 { return b[i].Value - a[i].Value }
	step := func(i int) float64 { return math.Abs(distance(i) - distance(i-1)) }
	for i := 1; i < n; i++ {
		most, around := 0.0, 0
		for j := max(i-aroundJump, 1); j <= min(i+aroundJump, n-1); j++ {
			if j != i {
				most, around = max(most, step(j)), around+1
			}
		}
		if around > 1 && step(i) > farJump*most && outsideOf(policy, name, a[i].Value+distance(i-1), b[i].Value) {
			return true
		}
	}
	return false
}

// outsideOf says whether two values are outside of each other's tolerance.
func outsideOf(policy repro.MetricPolicy, name string, a, b float64) bool {
	d, ok := held(policy, name, a, b)
	return ok && d.State == repro.StateOutside
}

// moves says whether equal points are no chance: they are not all the same, and no counts.
func moves(name string, points []repro.Point) bool {
	return slices.ContainsFunc(points, func(p repro.Point) bool { return p.Value != points[0].Value }) &&
		slices.ContainsFunc(points, func(p repro.Point) bool { return !judge.Coarse(name, p.Value) })
}

// A Side is what the first points of a training say of its end.
type Side int

// The sides.
const (
	SideOpen Side = iota // not known yet, or not before the end
	SideBack             // its first points are the original's to the last bit
	SideLost             // its curve has left the original's beyond doubt
)

// Side says on which side a training is whose curve has these points so far, in any order. The
// same training gives the same answer and the same print, however many points are there.
func (f Fingerprint) Side(policy repro.MetricPolicy, points []repro.Point) (Side, repro.Early, repro.Delta) {
	b, ok := ByStep(points)
	if !ok || len(b) < f.Points {
		return SideOpen, repro.Early{}, repro.Delta{}
	}
	if len(b) <= len(f.Back) && sameBits(f.Back[:len(b)], b) {
		return SideBack, repro.Early{Step: b[f.Points-1].Step, Compared: f.Points, Of: len(f.Back), Curves: 1, Print: PrintOf(b[:f.Points])}, repro.Delta{}
	}
	n, early, delta := leftAfter(policy, f.Name, f.Back, b, f.Points)
	if n == 0 {
		return SideOpen, repro.Early{}, repro.Delta{}
	}
	early.Print = PrintOf(b[:n])
	return SideLost, early, delta
}

// AsDrifted says whether the first points are those of the check that drifted, to the last bit.
func (f Fingerprint) AsDrifted(points []repro.Point) bool {
	b, ok := ByStep(points)
	return ok && len(b) >= f.Points && sameBits(f.Drifted, b[:f.Points])
}

// sameBits says whether two curves are one.
func sameBits(a, b []repro.Point) bool {
	return slices.EqualFunc(a, b, func(p, q repro.Point) bool {
		return p.Step == q.Step && math.Float64bits(p.Value) == math.Float64bits(q.Value)
	})
}

// PrintOf is a digest of points in their order.
func PrintOf(points []repro.Point) string {
	sum := sha256.New()
	for _, p := range points {
		fmt.Fprintf(sum, "%d %x\n", p.Step, math.Float64bits(p.Value))
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}
