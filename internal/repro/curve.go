package repro

import (
	"crypto/sha256"
	"math"
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
	Spark          string       // log10 |difference| over time, at most 32 characters
	Drawn          []CurvePoint // for a chart: of each stretch that Spark has, the point with the largest difference
}

// A CurvePoint is one step on both sides.
type CurvePoint struct {
	Step       int64
	Index      int // 0-based place among the values logged at this step
	Original   float64
	Reproduced float64
}

// Distance is |difference|; +Inf when only one side is finite, or both differ
// in how they are not.
func (p CurvePoint) Distance() float64 {
	if SameNumber(p.Original, p.Reproduced) {
		return 0
	}
	if d := math.Abs(p.Reproduced - p.Original); !math.IsNaN(d) {
		return d
	}
	return math.Inf(1)
}

// SameNumber is equality of numbers, with NaN equal to NaN.
func SameNumber(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

// Pattern is what two curves look like together. It points at what to look
// into; it is no cause.
type Pattern string

const (
	PatternNothing    Pattern = ""                // no shared points, or no pattern that we know
	PatternEqual      Pattern = "equal"           // every shared point is equal, and there are no others
	PatternLength     Pattern = "length"          // equal as far as both go
	PatternStart      Pattern = "start"           // far apart from the first point on
	PatternArithmetic Pattern = "arithmetic"      // first apart by rounding errors
	PatternSecond     Pattern = "second point"    // equal at the first point only
	PatternJump       Pattern = "jump"            // equal for a while, then far apart at once
	PatternOffset     Pattern = "constant offset" // the same difference everywhere
	PatternFactor     Pattern = "constant factor" // the same quotient everywhere
	PatternEvaluation Pattern = "evaluation"      // of several curves: those of the training are equal, one of an evaluation is not
)

// MaxPrintValues is up to how many different values a CurvePrint counts: as many
// make a curve a fingerprint of its training.
const MaxPrintValues = 10

// A CurvePrint tells whether two histories of one metric are equal, without
// keeping them.
type CurvePrint struct {
	Sum    [sha256.Size]byte // of steps and values, by step
	Values int               // different values, counted up to MaxPrintValues
}
