package report

import (
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
	Unmatched       []string  // names that were said and that no model has, each as a sentence
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
	for _, sentence := range list.Unmatched {
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
