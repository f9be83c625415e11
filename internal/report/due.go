package report

import (
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/markdown"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A DueRow is one model version that is due for a check.
type DueRow struct {
	Name    string
	Version string
	Checked time.Time // zero: never
}

// Due gives the table of model versions due for a check, for people: what is
// due now, how many more are due but over the budget, how many were checked
// within the interval, and what was left out.
func Due(rows []DueRow, overLimit, checkedRecently int, notes []string, now time.Time, style terminal.Style) string {
	s := newScreen(style)
	if len(rows) == 0 {
		s.Line("No model version is due for a check.")
	} else {
		table := [][]string{{"MODEL", "VERSION", "LAST CHECK"}}
		for _, row := range rows {
			table = append(table, []string{printable.Text(printable.Middle(row.Name, terminal.NameWidth)), printable.Text(printable.Middle(row.Version, 20)), row.checked(now)})
		}
		s.Table(table, "lr")
	}
	if text := notNow(overLimit, checkedRecently); text != "" {
		s.Line("%s", text)
	}
	s.numbered(notes)
	return s.String()
}

// DuePage gives the same as Markdown, for a job summary.
func DuePage(rows []DueRow, overLimit, checkedRecently int, notes []string, now time.Time) string {
	parts := []string{"### " + wording.Count(len(rows), "model version is", "model versions are") + " due for a check"}
	if len(rows) == 0 {
		parts = []string{"### No model version is due for a check"}
	} else {
		table := [][]string{}
		for _, row := range rows {
			table = append(table, []string{markdown.Cell(row.Name, markdown.NameWidth), versionCell(row.Version), row.checked(now)})
		}
		parts = append(parts, markdown.Table("lrl", []string{"Model", "Version", "Last check"}, table))
	}
	if text := notNow(overLimit, checkedRecently); text != "" {
		parts = append(parts, text)
	}
	for _, note := range notes {
		parts = append(parts, "Note: "+markdown.Prose(note))
	}
	return strings.Join(parts, "\n\n") + "\n"
}

func (r DueRow) checked(now time.Time) string {
	if r.Checked.IsZero() {
		return "never"
	}
	checked := r.Checked.UTC().Format("2 Jan 2006")
	if days := int(now.Sub(r.Checked).Hours() / 24); days > 0 {
		checked += ", " + wording.Count(days, "day ago", "days ago")
	}
	return checked
}

// notNow says what else there is, and which option left it for later.
func notNow(overLimit, checkedRecently int) string {
	var sentences []string
	if overLimit > 0 {
		sentences = append(sentences, wording.Count(overLimit, "more is due,", "more are due,")+" above max-models.")
	}
	if checkedRecently > 0 {
		sentences = append(sentences, wording.Count(checkedRecently, "was checked", "were checked")+" within min-interval.")
	}
	return strings.Join(sentences, " ")
}
