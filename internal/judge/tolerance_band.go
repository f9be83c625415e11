package judge

import (
	"math"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file asks a tolerance in words, as a file has it, about values.

// Band gives the lowest and the highest value that a tolerance, as a Delta has
// it, allows around the original: infinite where nothing bounds it, NaN where the
// text is no tolerance or the original is no number.
func Band(tolerance string, original float64) (low, high float64) {
	r := rule{}
	var err error
	if r.action, r.terms, _, err = parseSpec(tolerance); err != nil || !decimal.Finite(original) {
		return math.NaN(), math.NaN()
	}
	switch r.action {
	case actTerms:
		return original - r.allows(original, -1), original + r.allows(original, 1)
	case actExact:
		return original, original
	default:
		return math.NaN(), math.NaN()
	}
}

// BearsOut says whether two values can be in the state that somebody's file gives them, by
// the tolerance that it has, as far as the file tells. What re-runs vary is not in it: a
// metric within noise is outside of its tolerance.
func BearsOut(state repro.State, tolerance string, original, reproduced float64) bool {
	switch state {
	case repro.StateIdentical:
		return original == reproduced || math.IsNaN(original) && math.IsNaN(reproduced)
	case repro.StateWithin, repro.StateRounded:
	case repro.StateOutside:
		return original != reproduced && (!math.IsNaN(original) || !math.IsNaN(reproduced)) && !Allows(tolerance, original, reproduced)
	default:
		return true
	}
	if Allows(tolerance, original, reproduced) {
		return true
	}
	// A mean of re-runs was held against the tolerance, and is a rounded number.
	low, high := Band(tolerance, original) // not a number, where it is no tolerance
	last := 4 * (math.Nextafter(math.Abs(reproduced), math.Inf(1)) - math.Abs(reproduced))
	return reproduced >= low-last && reproduced <= high+last
}

// Allows says whether a tolerance allows a value. A text that is none allows nothing.
func Allows(tolerance string, original, reproduced float64) bool {
	r := rule{}
	var err error
	if r.action, r.terms, _, err = parseSpec(tolerance); err != nil || r.action != actTerms && r.action != actExact {
		return false
	}
	return r.compare(original, reproduced).state != repro.StateOutside
}
