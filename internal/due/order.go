package due

import (
	"cmp"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/order"
)

// overdueRounds is how many rounds over all versions one of them may wait. A round is
// what all take together, in nights.
const overdueRounds = 3

// OverdueAfter is how long a version may wait before it comes before all that were
// tried since: three rounds over all versions, and no less than twice the interval,
// after which a page calls it stale.
func OverdueAfter(versions []Candidate, l Limits) time.Duration {
	nights := 0.0
	if l.Budget > 0 {
		total := time.Duration(0)
		for _, v := range versions {
			total += v.Price.Took
		}
		nights = float64(total) / float64(l.Budget)
	}
	if l.Trainings > 0 {
		nights = max(nights, float64(len(versions))/float64(l.Trainings))
	}
	return max(2*l.Interval, time.Duration(overdueRounds*nights*float64(l.every())))
}

// A rank is a version's place in the order.
type rank struct {
	tier  int     // 0 never tried, 1 overdue, 2 any other
	tried int64   // tier 1: the oldest first
	value float64 // else the greatest first
}

// rankOf is the rule.
//
// What is scarce decides what a check is worth. In a budget of minutes that is the
// square of its age by its price: where breaks come evenly, the delay until they are
// found is least if each version is checked at intervals in proportion to the root of
// its price, and this order does that. Where trainings are counted, all cost the same, and the
// oldest comes first.
func rankOf(v Candidate, l Limits, overdue time.Duration, now time.Time) rank {
	price := 1.0
	if l.Budget > 0 {
		price = max(v.Price.Took.Minutes(), 0.1)
	}
	switch {
	case v.Tried.IsZero():
		return rank{tier: 0, value: 1 / price}
	case now.Sub(v.Tried) > overdue:
		return rank{tier: 1, tried: v.Tried.Unix()}
	}
	age := v.age(now)
	return rank{tier: 2, value: age * age / price}
}

// Order sorts versions, those to check first at the start. All of them are priced.
func Order(versions []Candidate, l Limits, overdue time.Duration, now time.Time) []Candidate {
	type ranked struct {
		Candidate
		rank
	}
	all := make([]ranked, 0, len(versions))
	for _, v := range versions {
		all = append(all, ranked{v, rankOf(v, l, overdue, now)})
	}
	order.By(all, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.tier, b.tier), cmp.Compare(a.tried, b.tried), cmp.Compare(b.value, a.value),
			strings.Compare(a.Name, b.Name), cmp.Compare(len(a.Version), len(b.Version)), strings.Compare(a.Version, b.Version))
	})
	sorted := make([]Candidate, len(all))
	for i := range all {
		sorted[i] = all[i].Candidate
	}
	return sorted
}
