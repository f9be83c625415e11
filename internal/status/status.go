// Package status says how a model version stands by all its checks: new,
// reproduced, drifted, flaky, recovered, widened, unverified or stale, and since when.
//
// A check that could not verify anything ends no drift and no recovery, and a
// check that did not run is never hidden behind an old verdict.
package status

import (
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/judge/drift"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A State is how a model version stands.
type State string

const (
	New        State = "new"        // known, and never checked
	Reproduced State = "reproduced" // it comes back, and did before
	Recovered  State = "recovered"  // it comes back again, after a drift
	Drifted    State = "drifted"    // it does not come back
	Flaky      State = "flaky"      // now it comes back and now it does not
	Widened    State = "widened"    // it comes back by a wider tolerance than it drifted by
	Unverified State = "unverified" // the latest check could not tell, and no drift before it goes on
	Stale      State = "stale"      // the latest check was missed, or is too long ago
)

// States are all of them, what needs somebody first.
var States = []State{Drifted, Flaky, Unverified, Stale, Widened, New, Recovered, Reproduced}

// Rank is a state's place among States.
func (s State) Rank() int { return slices.Index(States, s) }

// NightLasts is for how long a check counts for what was due: after it the version may be due
// again, whatever came of it.
const NightLasts = 20 * time.Hour

const (
	settles = 5  // reproduced checks in a row after which a recovered version is as any other
	window  = 10 // of the latest checks with a verdict, in which a flaky version is seen
	swings  = 3  // changes of the verdict in the window that make a version flaky
	agree   = 4  // of the latest checks with a verdict: where all have one, it is no longer flaky
)

// A Status is a State with what a person asks next.
type Status struct {
	State   State
	Since   time.Time      // when the state began, as far as checks tell; zero for New
	Verdict repro.Verdict  // of the latest check that gave one; "" where none did
	Decided time.Time      // when that was: a check that reproduced or drifted
	Checked time.Time      // the latest check that ran, whatever it said
	Good    time.Time      // the latest that reproduced
	Missed  bool           // the latest check was due and left no result
	Checks  int            // that ran
	Overdue bool           // the latest check is longer ago than it may be
	Unsure  bool           // it drifted, and the latest check could not tell
	Widened drift.Widening // what a wider tolerance alone ended, at the latest check
	Doubt   string         // why the latest check, which reproduced, does not count; "" where it does
}

// Of gives the status of one model version by its checks, in any order. now is
// when it is asked. A check older than limit says nothing of today; 0 is no
// limit.
func Of(checks []repro.Past, now time.Time, limit time.Duration) Status {
	checks = order.Sorted(checks, Compare)
	var s Status
	var ran, decided, verdicts []repro.Past // verdicts are decided, without what Settled made of them
	for _, c := range checks {
		switch c.Verdict {
		case repro.Reproduced, repro.Drifted, widened:
			ran, decided = append(ran, c), append(decided, c)
			if c.Verdict != repro.Drifted {
				s.Good, c.Verdict = c.At, repro.Reproduced
			}
			verdicts = append(verdicts, c)
		case repro.Unverified:
			ran = append(ran, c)
		default:
			s.Missed = s.Missed || !answered(ran, c.At, limit)
			continue
		}
		s.Missed = false
	}
	s.Checks = len(ran)
	if len(verdicts) > 0 {
		last := verdicts[len(verdicts)-1]
		s.Verdict, s.Decided = last.Verdict, last.At
	}
	if len(ran) == 0 {
		s.State = New
		return s
	}
	latest := ran[len(ran)-1]
	s.Checked = latest.At
	s.Overdue = limit > 0 && now.Sub(latest.At) > limit
	s.Unsure = latest.Verdict == repro.Unverified && s.Verdict == repro.Drifted
	switch {
	case s.Missed:
		s.State, s.Since = Stale, firstMissed(checks)
	case s.Overdue:
		s.State, s.Since = Stale, latest.At
	case s.Unsure: // nothing has ended it
		s.State, s.Since = Drifted, decided[tail(decided)].At
	case latest.Verdict == repro.Unverified:
		s.State, s.Since = Unverified, ran[tail(ran)].At
	case flaky(verdicts):
		s.State, s.Since = Flaky, firstSwing(verdicts)
	case latest.Verdict == repro.Drifted:
		s.State, s.Since = Drifted, decided[tail(decided)].At
	case latest.Verdict == widened:
		s.State, s.Since = Widened, decided[tail(decided)].At
	default:
		from := tail(decided)
		s.State, s.Since = Reproduced, decided[from].At
		if from > 0 && len(decided)-from < settles {
			s.State = Recovered
		}
	}
	return s
}

// answered says whether a check that is said to have left no result has one all the same: it
// came late, and is of the time that it was made at, before somebody looked for it. ran are the
// checks before. Half of what lies between two checks is the most that this may be: what is
// older is of another night.
func answered(ran []repro.Past, missed time.Time, limit time.Duration) bool {
	if len(ran) == 0 {
		return false
	}
	latest := ran[len(ran)-1].At
	night := NightLasts
	if limit > 0 {
		night = min(night, limit/2)
	}
	if len(ran) > 1 {
		night = min(night, latest.Sub(ran[len(ran)-2].At)/2)
	}
	return missed.Sub(latest) < night
}

// tail is where the last run of equal verdicts begins.
func tail(checks []repro.Past) int {
	from := len(checks) - 1
	for from > 0 && checks[from-1].Verdict == checks[len(checks)-1].Verdict {
		from--
	}
	return from
}

// firstMissed is the first of the missed checks that end the list.
func firstMissed(checks []repro.Past) time.Time {
	return checks[tail(checks)].At
}

// flaky says whether the latest verdicts swing.
func flaky(decided []repro.Past) bool {
	if len(decided)-tail(decided) >= agree {
		return false
	}
	return len(swingsOf(decided)) >= swings
}

// firstSwing is the first change of verdict in the window.
func firstSwing(decided []repro.Past) time.Time { return swingsOf(decided)[0] }

// swingsOf are the times at which the verdict changed, in the window.
func swingsOf(decided []repro.Past) (at []time.Time) {
	decided = decided[max(0, len(decided)-window):]
	for i := 1; i < len(decided); i++ {
		if decided[i].Verdict != decided[i-1].Verdict {
			at = append(at, decided[i].At)
		}
	}
	return at
}
