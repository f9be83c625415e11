package due

import (
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/order"
)

// A Price is what a check is likely to take, and how that is known.
type Price struct {
	Took time.Duration // 0: not known
	From Source
}

// A Source is how a price is known.
type Source string

const (
	FromChecks   Source = "past checks"
	FromOriginal Source = "the original"
	FromMedian   Source = "the median of the others"
	FromNothing  Source = "nothing"
)

// A Made is a check that was made.
type Made struct {
	At      time.Time
	Took    time.Duration // all its trainings; 0: not known
	Decided bool          // it reproduced or drifted: it was not cut short
}

// lately is how many of the latest checks make the price.
const lately = 5

// PriceOf is the price of one version: the median of its latest checks that decided
// something, re-runs and challenges included. One after them that took longer counts
// as it did: a training that runs into its limit will do so again. Without a check it
// is what the original took, for each training of a check. None takes longer than limit; 0
// is no limit.
func PriceOf(original time.Duration, checks []Made, limit time.Duration, trainings int) Price {
	if limit > 0 {
		original = min(original, limit)
	}
	original *= time.Duration(trainings)
	checks = order.Sorted(checks, func(a, b Made) int { return b.At.Compare(a.At) })
	var took []time.Duration
	longer := time.Duration(0) // of those that decided nothing, since one did
	for _, c := range checks {
		switch {
		case c.Took <= 0:
		case c.Decided && len(took) < lately:
			took = append(took, c.Took)
		case !c.Decided && len(took) == 0:
			longer = max(longer, c.Took)
		}
	}
	switch {
	case len(took) > 0:
		return Price{max(median(took), longer), FromChecks}
	case longer > original:
		return Price{longer, FromChecks}
	case original > 0:
		return Price{original, FromOriginal}
	}
	return Price{}
}

// median is the middle one, or the greater of two: a budget is not to be overrun.
func median(took []time.Duration) time.Duration {
	took = slices.Clone(took)
	order.Numbers(took)
	return took[len(took)/2]
}

// priced gives each version a price: one that is not known is the median of those
// that are. Where none is known, it is all that a night or a version may take, so
// that the first nights learn one price each.
func priced(versions []Candidate, l Limits) (all []Candidate, typical time.Duration, unknown int) {
	var known []time.Duration
	for _, v := range versions {
		if v.Price.Took > 0 {
			known = append(known, v.Price.Took)
		}
	}
	guess := Price{From: FromNothing, Took: l.Budget}
	if l.PerModel > 0 && (l.Budget == 0 || l.PerModel < l.Budget) {
		guess.Took = l.PerModel
	}
	if most := guess.Took; len(known) > 0 {
		guess = Price{median(known), FromMedian}
		if most > 0 && guess.Took > most { // else nobody would ever learn it
			guess = Price{most, FromNothing}
		}
	}
	all = slices.Clone(versions)
	for i := range all {
		if all[i].Price.Took <= 0 {
			all[i].Price = guess
			unknown++
		}
	}
	return all, guess.Took, unknown
}
