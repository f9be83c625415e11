package repro

import "strings"

// DefaultTolerance is the rule of every metric that no line names. It bounds
// the rounding of a reported number; it promises nothing about a training.
const DefaultTolerance = "1e-6 rel or 1e-12 abs"

// A Tolerance is one line of the tolerances as it was written.
type Tolerance struct {
	Pattern string // a metric's name, a glob, or "default"
	Spec    string // how far the metric may be off: "0.5% or 1e-6 abs"
	Line    int    // 1-based
}

// Tolerances say per metric how far a reproduction may be from its original.
// None is DefaultTolerance for every metric. ParseTolerances makes them.
type Tolerances []Tolerance

// String gives one "pattern: spec" a line, which ParseTolerances reads again.
func (t Tolerances) String() string {
	var b strings.Builder
	for _, line := range t {
		b.WriteString(line.Pattern + ": " + line.Spec + "\n")
	}
	return b.String()
}
