package status

import (
	"cmp"
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/judge"
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

// Settled is what the checks of one version say of how it stands, oldest first. A metric
// that drifted ends its drift inside its tolerance and in no other way, and so do the
// model's predictions: a check that reproduced without could not tell, as one that is
// unverified. So could one whose original is another than an earlier check read. Checks from
// the future are left out.
func Settled(checks []repro.Check, now time.Time) []repro.Past {
	checks = order.Sorted(checks, func(a, b repro.Check) int { return Compare(a.Past, b.Past) })
	outside := map[string]bool{}
	model := false // its predictions drifted
	var firsts judge.Firsts
	var past []repro.Past
	for _, c := range checks {
		if !Credible(c.At, now) {
			continue
		}
		moved := false
		for _, m := range c.Metrics {
			_, other := firsts.Moved(c.Original, m)
			switch moved = moved || other; {
			case other && m.State != repro.StateOutside:
			case m.State == repro.StateOutside && c.Verdict == repro.Drifted:
				outside[m.Name] = true
			case m.State == repro.StateIdentical, m.State == repro.StateWithin, m.State == repro.StateRounded, m.State == repro.StateNoise:
				delete(outside, m.Name)
			}
		}
		switch c.Models.State {
		case repro.StateOutside:
			model = true
		case repro.StateIdentical, repro.StateWithin:
			model = false
		}
		firsts.Add(c.Record)
		p := c.Past
		if p.Verdict == repro.Reproduced && (model || moved || len(outside) > 0) {
			p.Verdict = repro.Unverified
		}
		past = append(past, p)
	}
	return past
}
