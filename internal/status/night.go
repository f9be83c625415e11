package status

import (
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Day is the night that a check belongs to: its day in UTC.
func Day(at time.Time) time.Time { return at.UTC().Truncate(24 * time.Hour) }

// Every is the usual time between two nights, by the days of the nights, oldest first:
// the median of the latest, and the longest where there are few; 0 where there is one.
func Every(days []time.Time) time.Duration {
	const few = 3
	days = days[max(0, len(days)-15):]
	var gaps []time.Duration
	for i := 1; i < len(days); i++ {
		gaps = append(gaps, days[i].Sub(days[i-1]))
	}
	order.Numbers(gaps)
	switch n := len(gaps); {
	case n == 0:
		return 0
	case n < few:
		return gaps[n-1]
	default:
		return gaps[n/2]
	}
}

// Stays is how long a version is not due after one of its checks: the interval, or what lies
// between its checks where that is less, as the page need not be told the interval of the
// plan. What did not come back is due the next night. A night's checks come after its plan:
// half a day is for that.
func Stays(checks []repro.Check, cameBack bool, interval time.Duration) time.Duration {
	const halfADay = 12 * time.Hour
	if !cameBack {
		return halfADay
	}
	if gap := rhythm(checks); gap > 0 && gap <= interval {
		return gap - halfADay
	}
	return interval + halfADay
}

// rhythm is the time between two checks of a version that are made regularly; 0 for
// others. One of the latest may have been left out, where there are several. A check that
// follows one which did not come back was made for that, and says nothing of the interval.
func rhythm(checks []repro.Check) time.Duration {
	var gaps []time.Duration
	var later time.Time
	for i := len(checks) - 1; i >= 0 && len(gaps) < 15; i-- {
		day := Day(checks[i].At)
		if checks[i].Verdict == repro.Missed || day.Equal(later) {
			continue
		}
		if !later.IsZero() && checks[i].Verdict == repro.Reproduced {
			gaps = append(gaps, later.Sub(day))
		}
		later = day
	}
	order.Numbers(gaps)
	switch n := len(gaps); {
	case n >= 4 && gaps[n-2] == gaps[(n-1)/2]:
		return gaps[n-2]
	case n >= 2 && gaps[0] == gaps[n-1]:
		return gaps[0]
	}
	return 0
}

// NextNight is when the first night after a check should have ended in which something
// was due; zero where that cannot be told. dueFrom is when each version is due again.
// Two hours are for a queue.
func NextNight(latest time.Time, every time.Duration, dueFrom []time.Time) time.Time {
	if every == 0 || latest.IsZero() || len(dueFrom) == 0 {
		return time.Time{}
	}
	night := latest.Add(every)
	if wait := slices.MinFunc(dueFrom, time.Time.Compare).Sub(night); wait > 0 {
		night = night.Add((wait + every - 1) / every * every)
	}
	return night.Add(2 * time.Hour)
}
