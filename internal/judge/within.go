package judge

import (
	"math"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Within gives the question whether one value of a metric is as good as
// another under the tolerances. A metric that is ignored or only reported has
// the fallback: its curve is still worth a look.
func Within(policy repro.MetricPolicy, name string) (func(original, reproduced float64) bool, error) {
	read, err := readRules(policy.Tolerances)
	if err != nil {
		return nil, err
	}
	r, err := read.lookup(name)
	if err != nil {
		return nil, err
	}
	if r.action == actIgnore || r.action == actReport {
		r = read.fallback()
	}
	return r.covers, nil
}

// covers says whether b is as good as a under the rule. Most points are far
// from the bound, and float64 arithmetic is enough there: its error is at most
// a few units in the last place of the larger value.
func (r rule) covers(a, b float64) bool {
	if decimal.Finite(a) && decimal.Finite(b) && r.action == actTerms {
		for _, t := range r.terms {
			if t.side != sideBoth || t.unit != unitRelative && t.unit != unitAbsolute {
				continue
			}
			limit, _ := t.amount.Float64()
			if t.unit == unitRelative {
				limit *= math.Abs(a)
			}
			slack := (math.Abs(a) + math.Abs(b)) * 0x1p-50
			if math.Abs(b-a)+slack < limit*(1-0x1p-40) {
				return true
			}
		}
	}
	return r.compare(a, b).state != repro.StateOutside
}
