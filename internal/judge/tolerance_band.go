package judge

import (
	"math"

	"github.com/reproduce-action/reproduce/internal/decimal"
)

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
