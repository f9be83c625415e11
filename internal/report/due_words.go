package report

import (
	"fmt"
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/due"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file has the sentences of a night's plan.

// minutes is a price in a table. One that nobody knows says so.
func (l DueList) minutes(p due.Price) string {
	switch p.From {
	case due.FromMedian:
		return "unknown, taken as " + minutesOf(p.Took)
	case due.FromNothing:
		return "unknown"
	}
	return minutesOf(p.Took)
}

// minutesOf rounds up: a budget is not to be overrun.
func minutesOf(d time.Duration) string {
	if d < time.Minute {
		return "under 1"
	}
	return fmt.Sprint(int64((d + time.Minute - 1) / time.Minute))
}

// inMinutes is a time in a sentence.
func inMinutes(d time.Duration) string {
	switch {
	case d > 0 && d < time.Minute:
		return wording.Count(int((d+time.Second-1)/time.Second), "second", "seconds")
	case d == time.Minute:
		return "1 minute"
	}
	return minutesOf(d) + " minutes"
}

// sums are what the night takes, and how that is known.
func (l DueList) sums() (sentences []string) {
	if n := len(l.Tonight); n > 0 && l.Took > 0 && !l.Guessed {
		text := "The trainings take about " + inMinutes(l.Took) + " together"
		if n == 1 {
			text = "The training takes about " + inMinutes(l.Took)
		}
		if l.Limits.Budget > 0 {
			text += ", of " + inMinutes(l.Limits.Budget) + " that a night has"
		}
		sentences = append(sentences, text+".")
	}
	original := 0
	for _, item := range slices.Concat(l.Tonight, l.Waiting) {
		if item.Price.From == due.FromOriginal {
			original++
		}
	}
	if original > 0 {
		sentences = append(sentences, wording.Count(original, "price is", "prices are")+" how long the original's own run took, as no check of it is known: a check may take longer.")
	}
	switch {
	case l.Unknown == 0:
	case l.Guessed && l.Limits.Budget+l.Limits.PerModel > 0:
		sentences = append(sentences, "No price is known yet, so each is taken to use the whole limit: the first checks tell.")
	case l.Guessed:
		sentences = append(sentences, "No price is known yet: the first checks tell.")
	default:
		sentences = append(sentences, wording.Count(l.Unknown, "price is", "prices are")+" unknown, and taken as the median of the others, "+inMinutes(l.Typical)+".")
	}
	return sentences
}

// others are what is not checked, and which option left it out.
func (l DueList) others() (sentences []string) {
	if waiting := len(l.Waiting); waiting > 0 {
		sentences = append(sentences, wording.Count(waiting, "more is due,", "more are due,")+" above "+l.bound()+".")
	}
	sentences = append(sentences, l.tooLong()...)
	if l.CheckedRecently > 0 {
		sentences = append(sentences, wording.Count(l.CheckedRecently, "was checked", "were checked")+" within min-interval.")
		if next := l.Next; next.Name != "" && len(l.Tonight)+len(l.Waiting) == 0 {
			first, all := "It is", "it"
			if l.CheckedRecently > 1 {
				first, all = "The first of them, "+next.Name+" v"+next.Version+", is", "all"
			}
			sentences = append(sentences, first+" due from "+moment(next.About)+" on; min-interval 0s lists "+all+" now.")
		}
	}
	return sentences
}

// Warnings are what a person is to see who does not read the plan: a night that did not
// run, and versions that no night will check.
func (l DueList) Warnings() []string { return append(l.nights(), l.tooLong()...) }

// tooLong names the versions that no night will check, and the option to change.
func (l DueList) tooLong() (sentences []string) {
	if long := len(l.TooLong); long > 0 {
		var names []string
		most := time.Duration(0)
		for _, item := range l.TooLong {
			names = append(names, fmt.Sprintf("%s v%s (%s)", item.Name, item.Version, inMinutes(item.Price.Took)))
			most = max(most, item.Price.Took)
		}
		option := l.Limits.Option()
		way := "Without a larger " + option + " they are never checked here."
		if long == 1 {
			way = "Without a larger " + option + " it is never checked here."
		}
		sentences = append(sentences, wording.Count(long, "version takes", "versions take")+" longer than "+option+" allows: "+wording.ListUpTo(names, 5)+".", way)
	}
	return sentences
}

// bound names the options that leave the others waiting.
func (l DueList) bound() string {
	switch {
	case l.Limits.Budget > 0 && l.Limits.Trainings > 0 && len(l.Tonight) < l.Limits.Trainings:
		return "budget"
	case l.Limits.Trainings > 0 && l.Limits.Trainings <= due.MaxMatrix:
		return "max-models"
	case l.Matrix == 0:
		return "budget"
	}
	return fmt.Sprintf("the %d jobs that GitHub makes of a matrix", due.MaxMatrix)
}

// nights says where a night did not run: nothing below is of it.
func (l DueList) nights() []string {
	if l.Slept.IsZero() {
		return nil
	}
	text := "A night did not run: a check was due by " + day(l.Slept)
	if l.Latest.IsZero() {
		return []string{text + ", and there was none."}
	}
	return []string{text + ", and the latest was on " + day(l.Latest) + "."}
}

// lastCheck is when a version was last checked.
func lastCheck(checked, now time.Time) string {
	if checked.IsZero() {
		return "never"
	}
	text := day(checked)
	if days := int(now.Sub(checked).Hours() / 24); days > 0 {
		text += ", " + wording.Count(days, "day ago", "days ago")
	}
	return text
}

// about is the night in which a version is likely to come.
func about(t, now time.Time) string {
	if t.IsZero() {
		return "not within a year"
	}
	if t.Year() == now.Year() {
		return t.UTC().Format("2 Jan")
	}
	return day(t)
}
