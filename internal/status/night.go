package status

import (
	"slices"
	"time"
)

// Day is the night that a check belongs to: its day in UTC.
func Day(at time.Time) time.Time { return at.UTC().Truncate(24 * time.Hour) }

// Every is the usual time between two nights, by the days of the nights, oldest first:
// the median of the latest, of which there must be a few; else 0.
func Every(days []time.Time) time.Duration {
	const few = 3
	days = days[max(0, len(days)-15):]
	var gaps []time.Duration
	for i := 1; i < len(days); i++ {
		gaps = append(gaps, days[i].Sub(days[i-1]))
	}
	if len(gaps) < few {
		return 0
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/2]
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
