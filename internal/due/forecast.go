package due

import (
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/order"
)

// horizon is how many nights are looked ahead.
const horizon = 366

// maxSteps bounds the work of looking ahead: versions times nights.
const maxSteps = 400_000

// Forecast says in which night each waiting version is likely to come, if nothing
// changes and each check takes what it is taken to take.
func (p *Plan) Forecast() {
	if len(p.Waiting) == 0 {
		return
	}
	at := map[key]*Item{}
	for i := range p.Waiting {
		at[p.Waiting[i].key()] = &p.Waiting[i]
	}
	all, now := slices.Clone(p.fit), p.at
	tonight := map[key]bool{}
	for _, v := range p.Tonight {
		tonight[v.key()] = true
	}
	for i := range all {
		if tonight[all[i].key()] {
			all[i] = all[i].after(now)
		}
	}
	open := len(at)
	for n := 1; n <= min(horizon, maxSteps/len(all)) && open > 0; n++ {
		then := now.Add(time.Duration(n) * p.Limits.every())
		var due []Candidate
		for _, v := range all {
			if Due(v, p.Limits.Interval, then) {
				due = append(due, v)
			}
		}
		taken := map[key]bool{}
		for _, v := range night(Order(due, p.Limits, p.overdue, then), p.Limits) {
			taken[v.key()] = true
			if item := at[v.key()]; item != nil && item.About.IsZero() {
				item.About = then
				open--
			}
		}
		for i := range all {
			if taken[all[i].key()] {
				all[i] = all[i].after(then)
			}
		}
	}
	order.Stable(p.Waiting, func(a, b Item) int {
		switch {
		case a.About.IsZero() == b.About.IsZero():
			return a.About.Compare(b.About)
		case a.About.IsZero():
			return 1
		}
		return -1
	})
}

// after is the version once it was checked and nothing was found.
func (v Candidate) after(now time.Time) Candidate {
	v.Checked, v.Tried, v.Events, v.Changed, v.Open, v.Lost = now, now, nil, false, false, false
	return v
}

// again is how soon a version whose inputs changed may be checked again, and nextNight
// how soon one that did not come back: less than a day, as nights begin late at times.
const (
	again     = 12 * time.Hour
	nextNight = 20 * time.Hour
)

// Due says whether a version is due: never checked, or not within the interval, or
// changed since, or open since the night before. Its age is that of the latest check
// that ran; one that is open was tried when a check of it ran or should have.
func Due(v Candidate, interval time.Duration, now time.Time) bool {
	return !When(v, interval).After(now)
}

// When is from which time on a version is due; zero for one that always is.
func When(v Candidate, interval time.Duration) time.Time {
	if v.Checked.IsZero() || v.Lost {
		return time.Time{}
	}
	at := v.Checked.Add(interval)
	if sooner := v.Checked.Add(min(again, interval)); v.Changed && sooner.Before(at) {
		at = sooner
	}
	if sooner := v.Tried.Add(min(nextNight, interval)); v.Open && sooner.Before(at) {
		at = sooner
	}
	return at
}
