package page

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/status"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// maxNights is how many nights are drawn.
const maxNights = 60

// A Night is the checks of one day, UTC.
type Night struct {
	Day    time.Time
	Last   time.Time // the latest check
	Counts [4]int    // reproduced, drifted, not verified, did not run
	Quiet  bool      // no check, and nothing was due
}

func (n Night) total() int { return n.Counts[0] + n.Counts[1] + n.Counts[2] + n.Counts[3] }

// Nights are the days on which checks ran, and how often that usually is.
type Nights struct {
	Days   []Night       // oldest first, those without a check left out
	Every  time.Duration // between two of them, usually; 0 where that cannot be told
	Absent int           // nights that did not run, among those drawn: something was due
	Next   time.Time     // when the next night should have ended; zero where that cannot be told
	Chart  NightChart
}

// A NightChart is the nights as stacked columns, one a day.
type NightChart struct {
	Width                       int
	Reproduced, Drifted, Others string // paths
	Missed, Absent              string
	From, To                    time.Time
	Words                       string
}

const nightHeight = 40

func nightsOf(checks []repro.Check, models []Model, now time.Time, interval time.Duration) Nights {
	days := map[time.Time]*Night{}
	for _, c := range checks {
		day := status.Day(c.At)
		if days[day] == nil {
			days[day] = &Night{Day: day}
		}
		n := days[day]
		switch c.Verdict {
		case repro.Reproduced:
			n.Counts[0]++
		case repro.Drifted:
			n.Counts[1]++
		case repro.Unverified:
			n.Counts[2]++
		default:
			n.Counts[3]++
		}
		if c.At.After(n.Last) {
			n.Last = c.At
		}
	}
	var n Nights
	for _, night := range days {
		n.Days = append(n.Days, *night)
	}
	order.By(n.Days, func(a, b Night) int { return a.Day.Compare(b.Day) })
	var from []time.Time
	for _, night := range n.Days {
		from = append(from, night.Day)
	}
	n.Every = status.Every(from)
	if len(n.Days) > 0 {
		n.Next = status.NextNight(n.Days[len(n.Days)-1].Last, n.Every, dueFrom(models, interval))
	}
	n.draw(now, func(at time.Time) bool { return wanted(models, at, interval) })
	return n
}

// late says whether the latest night did not run.
func (k Known) late(models []Model) bool {
	return nightsOf(k.Checks, models, k.Now, k.Limit/2).Late(k.Now)
}

// Late says whether the latest night did not run.
func (n Nights) Late(now time.Time) bool { return !n.Next.IsZero() && now.After(n.Next) }

// dueFrom is when each version is due again.
func dueFrom(models []Model, interval time.Duration) (from []time.Time) {
	for _, m := range models {
		switch {
		case m.Past: // nobody checks it any more
		case m.Checked.IsZero():
			from = append(from, m.Checks[0].At)
		default:
			from = append(from, m.Checked.Add(status.Stays(m.Checks, m.endedWell(), interval)))
		}
	}
	return from
}

// wanted says whether a version was due in a night: one that is checked still, or was
// checked later.
func wanted(models []Model, at time.Time, interval time.Duration) bool {
	for _, m := range models {
		if wants(m.Checks, at, interval, !m.Past) || slices.ContainsFunc(m.Older, func(o Model) bool { return wants(o.Checks, at, interval, false) }) {
			return true
		}
	}
	return false
}

func wants(checks []repro.Check, at time.Time, interval time.Duration, current bool) bool {
	after, found := slices.BinarySearchFunc(checks, at, func(c repro.Check, at time.Time) int { return c.At.Compare(at) })
	if after == len(checks) && !current || after == 0 && !found {
		return false // not any more, or not yet
	}
	for i := after - 1; i >= 0; i-- {
		if checks[i].Verdict != repro.Missed {
			return at.Sub(checks[i].At) >= status.Stays(checks, checks[i].Verdict == repro.Reproduced, interval)
		}
	}
	return true // never checked
}

// draw makes a column a day, where checks run every day or every other; else one a
// night.
func (n *Nights) draw(now time.Time, wanted func(time.Time) bool) {
	if len(n.Days) == 0 {
		return
	}
	daily := n.Every == 24*time.Hour
	columns := n.Days
	if daily {
		columns = everyDay(n.Days, now, wanted)
	}
	columns = columns[max(0, len(columns)-maxNights):]
	most := 1
	for _, night := range columns {
		most = max(most, night.total())
	}
	c := &n.Chart
	c.Width, c.From, c.To = cell*len(columns), columns[0].Day, columns[len(columns)-1].Day
	var paths [4]strings.Builder
	var absent strings.Builder
	quiet := 0
	for i, night := range columns {
		x, y := cell*i+1, float64(nightHeight)
		switch {
		case night.Quiet:
			quiet++
			continue
		case night.total() == 0:
			fmt.Fprintf(&absent, "M%d %dh5", x, nightHeight-2)
			n.Absent++
			continue
		}
		for kind, count := range night.Counts {
			if count == 0 {
				continue
			}
			high := max(float64(count)/float64(most)*nightHeight, 2)
			y -= high
			fmt.Fprintf(&paths[kind], "M%d %sh7v%sh-7z", x, coordinate(y), coordinate(high))
		}
	}
	c.Reproduced, c.Drifted, c.Others, c.Missed, c.Absent = paths[0].String(), paths[1].String(), paths[2].String(), paths[3].String(), absent.String()
	c.Words = fmt.Sprintf("checks of %d nights", len(columns)-n.Absent-quiet)
	if n.Absent > 0 {
		c.Words += "; " + wording.Count(n.Absent, "night", "nights") + " did not run"
	}
}

// everyDay puts the days between nights in, up to today's night, if that should be
// over. One in which nothing was due is quiet.
func everyDay(days []Night, now time.Time, wanted func(time.Time) bool) []Night {
	var all []Night
	clock := 0 * time.Hour // of the night before
	absent := func() Night {
		day := all[len(all)-1].Day.Add(24 * time.Hour)
		return Night{Day: day, Quiet: !wanted(day.Add(clock))}
	}
	for _, night := range days {
		for len(all) > 0 && all[len(all)-1].Day.Add(24*time.Hour).Before(night.Day) {
			if len(all) > 2*maxNights {
				all = all[maxNights:]
			}
			all = append(all, absent())
		}
		all = append(all, night)
		clock = night.Last.Sub(night.Day)
	}
	last := days[len(days)-1]
	for at := last.Last.Add(26 * time.Hour); at.Before(now) && len(all) < 4*maxNights; at = at.Add(24 * time.Hour) {
		all = append(all, absent())
	}
	return all
}
