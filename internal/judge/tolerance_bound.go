package judge

import (
	"fmt"
	"math"
	"math/big"
	"slices"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// How far a rule lets a value be from its original. Up and down are two
// questions, each answered by the terms that look that way:
//
//	0.5%                        at most 0.5 % up, at most 0.5 % down
//	+0.05 abs or -0.01 abs      at most 0.05 up, at most 0.01 down
//	1e-6 rel or -0.05 abs       at most 1e-6 rel up, the larger of both down
//	-0.05 abs                   down at most 0.05; up is free, for no term looks there
//
// So a term never undoes another's bound, and no rule is free both ways.

// looks says whether the term bounds a move of this sign. A value that did not
// move is asked of every term.
func (t term) looks(sign int) bool {
	return t.side == sideBoth || sign == 0 || t.side == sideAbove == (sign > 0)
}

// free says whether nothing bounds a move of this sign.
func (r rule) free(sign int) bool {
	return r.action == actTerms && !slices.ContainsFunc(r.terms, func(t term) bool { return t.looks(sign) })
}

// isZero says whether the term allows nothing at all. A share of examples is
// another question, which rounded values pass, and so are decimals.
func (t term) isZero() bool {
	switch t.unit {
	case unitExamples, unitDecimals:
		return false
	case unitULP:
		return t.count == 0
	}
	return t.amount.Sign() == 0
}

// bound asks every term that looks the way the value went, and keeps the most
// generous answer.
func (r rule) bound(o *outcome, a, b float64, d *big.Rat) {
	o.allowed = ""
	if r.free(d.Sign()) {
		r.unbounded(o, b)
		return
	}
	size := decimal.Magnitude(d)
	var widest *big.Rat
	for _, t := range r.terms {
		if !t.looks(d.Sign()) {
			continue
		}
		limit, share, inside, note := t.bound(a, b, size)
		if note != "" {
			o.notes = append(o.notes, note)
		}
		if inside {
			o.state = repro.StateWithin
		}
		if limit != nil {
			share = decimal.Ratio(size, limit)
			if widest == nil || limit.Cmp(widest) > 0 {
				widest = limit
			}
		}
		o.ratio = math.Min(o.ratio, share)
	}
	if widest != nil {
		o.allowed = decimal.Text(widest)
	}
	// The share is rounded to a float64, the state is not: they must agree.
	if o.state == repro.StateWithin {
		o.ratio = math.Min(o.ratio, 1)
	} else if o.ratio <= 1 {
		o.ratio = math.Nextafter(1, 2)
	}
}

// unbounded is a move that no term looks at: any value that one of the units
// makes sense of will do.
func (r rule) unbounded(o *outcome, b float64) {
	for _, t := range r.terms {
		if t.suits(b) {
			o.state, o.ratio, o.notes = repro.StateWithin, 0, []string{"free in this direction"}
			return
		}
		o.notes = append(o.notes, t.unsuited(b))
	}
}

// bound gives what one term allows: a limit as a decimal, or, where the unit is
// no decimal, the share of it that is used.
func (t term) bound(a, b float64, size *big.Rat) (limit *big.Rat, share float64, inside bool, note string) {
	switch t.unit {
	case unitExamples:
		if !t.suits(b) {
			return nil, math.Inf(1), false, t.unsuited(b)
		}
		before, _ := t.examples(a)
		after, _ := t.examples(b)
		moved := max(before-after, after-before)
		note = fmt.Sprintf("%d of %d examples", moved, t.total)
		return nil, countShare(uint64(moved), t.count), moved <= t.count, note
	case unitULP:
		steps := decimal.Ulps(a, b)
		return nil, countShare(steps, t.count), steps <= uint64(t.count), fmt.Sprintf("%d ulp apart", steps)
	}
	limit = t.limit(a)
	if !t.suits(b) {
		return limit, 0, false, t.unsuited(b)
	}
	return limit, 0, size.Cmp(limit) <= 0, ""
}

// limit is what a term of a decimal unit allows around the original a.
func (t term) limit(a float64) *big.Rat {
	switch t.unit {
	case unitDecimals:
		return decimal.TenTo(-int(t.count))
	case unitRelative:
		return new(big.Rat).Mul(t.amount, decimal.Magnitude(decimal.Exact(a)))
	}
	return t.amount
}

// suits says whether the unit makes sense of a value. That it does of the
// original is for fits to say, before a training.
func (t term) suits(b float64) bool {
	switch t.unit {
	case unitExamples:
		_, whole := t.examples(b)
		return whole
	case unitPoints:
		return math.Abs(b) <= 1
	}
	return true
}

func (t term) unsuited(b float64) string {
	if t.unit == unitPoints {
		return "percentage points need values between -1 and 1"
	}
	return fmt.Sprintf("%s is no multiple of 1/%d: another number of examples?", decimal.Shortest(b), t.total)
}

// examples gives how many of the total a value stands for, and whether it is a
// whole number of them; a twentieth of one is left for rounded shares.
func (t term) examples(v float64) (int64, bool) {
	count := v * float64(t.total)
	whole := math.Round(count)
	return int64(whole), math.Abs(count) <= 2*maxTotal && math.Abs(count-whole) <= 0.05
}

func countShare(moved uint64, allowed int64) float64 {
	switch {
	case moved == 0:
		return 0
	case allowed == 0:
		return math.Inf(1)
	}
	return float64(moved) / float64(allowed)
}

// allows gives how far the rule lets a mean be from the original in the
// direction of sign: +Inf where nothing bounds it.
func (r rule) allows(original float64, sign int) float64 {
	if r.free(sign) {
		return math.Inf(1)
	}
	widest := 0.0
	for _, t := range r.terms {
		if t.looks(sign) {
			widest = math.Max(widest, t.reach(original))
		}
	}
	return widest
}

// reach is how far one term lets a value be from the original, as a float64.
func (t term) reach(original float64) float64 {
	switch t.unit {
	case unitExamples:
		return float64(t.count) / float64(t.total)
	case unitULP:
		return float64(t.count) * (math.Nextafter(math.Abs(original), math.Inf(1)) - math.Abs(original))
	}
	limit, _ := t.limit(original).Float64()
	return limit
}
