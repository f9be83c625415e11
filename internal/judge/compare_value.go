package judge

import (
	"fmt"
	"math"
	"math/big"
	"slices"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// An outcome is what one rule says about two values.
type outcome struct {
	state      repro.State
	difference string
	allowed    string
	ratio      float64
	notes      []string
}

// compare holds b against the original a.
func (r rule) compare(a, b float64) outcome {
	if !decimal.Finite(a) || !decimal.Finite(b) {
		return compareNonFinite(a, b)
	}
	d := decimal.Difference(a, b)
	o := outcome{state: repro.StateOutside, difference: decimal.Text(d), allowed: "0", ratio: math.Inf(1)}
	if r.action != actExact {
		r.bound(&o, a, b, d)
	}
	if a == b { // numeric: minus zero is zero
		o.state, o.ratio, o.notes = repro.StateIdentical, 0, nil
		return o
	}
	if o.state == repro.StateOutside && r.rounds() {
		if places, ok := sameAtLoggedPrecision(a, b, d); ok {
			unit := new(big.Rat).Mul(decimal.TenTo(-places), big.NewRat(1, 2))
			o.state, o.allowed, o.ratio = repro.StateRounded, decimal.Text(unit), decimal.Ratio(decimal.Magnitude(d), unit)
			o.notes = []string{fmt.Sprintf("equal to the %d decimals logged", places)}
		}
	}
	if o.state == repro.StateOutside {
		o.notes = append(o.notes, r.hints(a, b)...)
	}
	return o
}

// compareNonFinite: what diverged the same way is the same, and no tolerance
// reaches from a number to no number.
func compareNonFinite(a, b float64) outcome {
	switch {
	case math.IsNaN(a) && math.IsNaN(b):
		return outcome{state: repro.StateIdentical, ratio: math.NaN(), notes: []string{"both NaN"}}
	case a == b:
		return outcome{state: repro.StateIdentical, ratio: math.NaN(), notes: []string{"both infinite"}}
	}
	return outcome{state: repro.StateOutside, ratio: math.Inf(1), notes: []string{"no tolerance reaches a value that is not finite"}}
}

// fits says whether the rule can be used on this original at all.
func (r rule) fits(name string, original float64) error {
	for _, t := range r.terms {
		fault := ""
		switch {
		case !decimal.Finite(original):
		case t.unit == unitPoints && math.Abs(original) > 1:
			fault = fmt.Sprintf("%s is not between -1 and 1, so pp (percentage points) has no meaning; write abs, or %% for a share", decimal.Shortest(original))
		case t.unit == unitExamples:
			if _, whole := t.examples(original); !whole {
				fault = fmt.Sprintf("%s is not k/%d for any whole k; write the number of examples it was measured on", decimal.Shortest(original), t.total)
			}
		}
		if fault != "" {
			return &ToleranceError{Line: r.line, Metric: name, Fault: fault}
		}
	}
	return nil
}

// rounds says whether equality at the logged precision is enough. Who asks for
// exact values or for ulp asks about bits.
func (r rule) rounds() bool {
	return r.action == actTerms && slices.ContainsFunc(r.terms, func(t term) bool { return t.unit != unitULP && !t.isZero() })
}

// sameAtLoggedPrecision says whether the value with fewer decimals is the other
// one rounded: a number printed with p decimals stands for half a unit either
// way. The guards keep short exact numbers out: 0.9 may be 27 of 30, and is not
// 0.9333 rounded by somebody.
func sameAtLoggedPrecision(a, b float64, d *big.Rat) (places int, ok bool) {
	placesA, digitsA := decimal.Precision(a)
	placesB, digitsB := decimal.Precision(b)
	if placesA == placesB {
		return 0, false
	}
	digits := digitsA
	places = placesA
	if placesB < placesA {
		places, digits = placesB, digitsB
	}
	if !(places >= 4 && places <= 12 && digits >= 3) && !(digits >= 5 && places >= 1) {
		return 0, false
	}
	half := new(big.Rat).Mul(decimal.TenTo(-places), big.NewRat(1, 2))
	return places, decimal.Magnitude(d).Cmp(half) <= 0
}
