package status

import (
	"cmp"
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/judge/drift"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// clockDrift is how far in the future a check may be: clocks that are set differ by less.
const clockDrift = 5 * time.Minute

// Credible says whether a check can have been made: one of a clock that was wrong says
// nothing until its time has come, or it would hide each check that is made before.
func Credible(at, now time.Time) bool { return !at.After(now.Add(clockDrift)) }

// Compare orders checks by their time, and of one instant by what needs somebody: the worse
// is the later one.
func Compare(a, b repro.Past) int {
	worse := []repro.Verdict{repro.Missed, repro.Reproduced, repro.Unverified, repro.Drifted}
	return cmp.Or(a.At.Compare(b.At), slices.Index(worse, a.Verdict)-slices.Index(worse, b.Verdict))
}

// widened is what a check counts as that reproduced by a wider tolerance alone.
const widened repro.Verdict = "widened"

// Settled is what the checks of one version say of how it stands, oldest first. What ends a
// drift is package judge's to say: a check that reproduced and shows nothing could not tell, as
// one that is unverified. Checks from the future are left out.
func Settled(checks []repro.Check, now time.Time) []repro.Past {
	past, _ := settle(checks, now)
	return past
}

// settle is Settled, with what the latest check that ran is worth.
func settle(checks []repro.Check, now time.Time) (past []repro.Past, latest drift.Assessment) {
	checks = order.Sorted(checks, func(a, b repro.Check) int { return Compare(a.Past, b.Past) })
	var series drift.Series
	for _, c := range checks {
		if !Credible(c.At, now) {
			continue
		}
		p := c.Past
		stands := series.Add(c.Record)
		switch {
		case p.Verdict != repro.Reproduced:
		case !stands.Shows():
			p.Verdict, stands.Widening = repro.Unverified, drift.Widening{}
		case stands.Words() != "":
			p.Verdict = widened
		}
		if p.Verdict != repro.Missed {
			latest = stands
		}
		past = append(past, p)
	}
	return past, latest
}

// Stands gives the status of one model version by its checks, with what they say of drifts.
func Stands(checks []repro.Check, now time.Time, limit time.Duration) Status {
	past, latest := settle(checks, now)
	s := Of(past, now, limit)
	s.Widened, s.Doubt = latest.Widening, latest.Doubt()
	return s
}
