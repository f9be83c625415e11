package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/due"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/markdown"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A DueList is a night's plan, with what else there is to tell of the registry.
type DueList struct {
	due.Plan
	CheckedRecently int // within the interval
	Notes           []string
	Latest          time.Time // the latest check of any version
	Slept           time.Time // when a night should have been over that did not run; zero: none
}

// maxWaiting is how many rows of those that wait are shown.
const maxWaiting = 20

// Due gives the plan of a night for people: what is checked now and what it costs,
// what is due as well and waits, and what was left out.
func Due(list DueList, now time.Time, style terminal.Style) string {
	s := newScreen(style)
	for _, sentence := range list.nights() {
		s.Paragraph("", "", sentence)
		s.Gap()
	}
	if len(list.Tonight) == 0 {
		s.Line("%s", list.nothing())
	} else {
		header, sides, rows := list.table(list.Tonight, now, false)
		s.Table(append([][]string{upper(header)}, screenCells(rows)...), sides)
	}
	for _, sentence := range list.sums() {
		s.Paragraph("", "", sentence)
	}
	if len(list.Waiting) > 0 {
		s.Gap()
		s.Line("Waiting:")
		header, sides, rows := list.table(list.Waiting, now, true)
		s.Table(append([][]string{upper(header)}, screenCells(rows)...), sides)
		if left := len(list.Waiting) - len(rows); left > 0 {
			s.Line("And %s.", wording.Count(left, "more", "more"))
		}
	}
	for _, sentence := range list.others() {
		s.Paragraph("", "", sentence)
	}
	s.numbered(list.Notes)
	return s.String()
}

// DuePage gives the same as Markdown, for a job summary.
func DuePage(list DueList, now time.Time) string {
	var parts []string
	if len(list.Tonight) == 0 {
		parts = append(parts, "### "+strings.TrimSuffix(list.nothing(), "."))
	} else {
		parts = append(parts, "### "+wording.Count(len(list.Tonight), "model version is", "model versions are")+" due for a check")
	}
	for _, sentence := range list.nights() {
		parts = append(parts, "⚠️ "+markdown.Prose(sentence))
	}
	if len(list.Tonight) > 0 {
		header, sides, rows := list.table(list.Tonight, now, false)
		parts = append(parts, markdown.Table(sides, header, pageCells(rows)))
	}
	if sums := list.sums(); len(sums) > 0 {
		parts = append(parts, markdown.Prose(strings.Join(sums, " ")))
	}
	if len(list.Waiting) > 0 {
		header, sides, rows := list.table(list.Waiting, now, true)
		table := markdown.Table(sides, header, pageCells(rows))
		if left := len(list.Waiting) - len(rows); left > 0 {
			table += "\n\nAnd " + wording.Count(left, "more", "more") + "."
		}
		parts = append(parts, "#### Waiting", table)
	}
	if others := list.others(); len(others) > 0 {
		parts = append(parts, markdown.Prose(strings.Join(others, " ")))
	}
	for _, note := range list.Notes {
		parts = append(parts, "Note: "+markdown.Prose(note))
	}
	return strings.Join(parts, "\n\n") + "\n"
}

// nothing says why a night checks nothing.
func (l DueList) nothing() string {
	if len(l.TooLong) > 0 {
		return "No model version that is due fits into the budget."
	}
	return "No model version is due for a check."
}

// table gives the rows of a plan: name and version first, as they are.
func (l DueList) table(items []due.Item, now time.Time, waiting bool) (header []string, sides string, rows [][]string) {
	header, sides = []string{"Model", "Version", "Last check", "Minutes"}, "lrlr"
	why := false
	for _, item := range items {
		why = why || len(item.Events) > 0
	}
	if waiting {
		header, sides = append(header, "About"), sides+"l"
		items = items[:min(len(items), maxWaiting)]
	}
	if why {
		header, sides = append(header, "Sooner, because"), sides+"l"
	}
	for _, item := range items {
		row := []string{item.Name, item.Version, lastCheck(item.Checked, now), l.minutes(item.Price)}
		if waiting {
			row = append(row, about(item.About, now))
		}
		if why {
			var words []string
			for _, e := range item.Events {
				words = append(words, e.Words())
			}
			row = append(row, strings.Join(words, ", "))
		}
		rows = append(rows, row)
	}
	return header, sides, rows
}

// minutes is a price in a table. One that nobody knows says so.
func (l DueList) minutes(p due.Price) string {
	switch {
	case p.From == due.FromMedian:
		return "unknown, taken as " + minutesOf(p.Took)
	case p.From == due.FromNothing:
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
	if d > 0 && d <= time.Minute {
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
	if long := len(l.TooLong); long > 0 {
		var names []string
		most := time.Duration(0)
		for _, item := range l.TooLong {
			names = append(names, fmt.Sprintf("%s v%s (%s)", item.Name, item.Version, inMinutes(item.Price.Took)))
			most = max(most, item.Price.Took)
		}
		option := "budget"
		if l.Limits.PerModel > 0 && (l.Limits.Budget == 0 || l.Limits.PerModel < l.Limits.Budget) {
			option = "budget-per-model"
		}
		way := "Without a larger " + option + " they are never checked here."
		if long == 1 {
			way = "Without a larger " + option + " it is never checked here."
		}
		sentences = append(sentences, wording.Count(long, "version takes", "versions take")+" longer than "+option+" allows: "+wording.ListUpTo(names, 5)+".", way)
	}
	if l.CheckedRecently > 0 {
		sentences = append(sentences, wording.Count(l.CheckedRecently, "was checked", "were checked")+" within min-interval.")
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

func upper(header []string) []string {
	var all []string
	for _, cell := range header {
		all = append(all, strings.ToUpper(cell))
	}
	return all
}

// screenCells makes the names fit for a terminal.
func screenCells(rows [][]string) [][]string {
	for _, row := range rows {
		row[0] = printable.Text(printable.Middle(row[0], terminal.NameWidth))
		row[1] = printable.Text(printable.Middle(row[1], 20))
	}
	return rows
}

// pageCells makes the names fit for Markdown.
func pageCells(rows [][]string) [][]string {
	for _, row := range rows {
		row[0], row[1] = markdown.Cell(row[0], markdown.NameWidth), versionCell(row[1])
	}
	return rows
}
