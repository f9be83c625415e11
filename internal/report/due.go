package report

import (
	"fmt"
	"time"
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
func Due(rows []DueRow, later, fresh int, notes []string, now time.Time, style Style) string {
	s := &screen{style: style}
	if len(rows) == 0 {
		s.line("No model version is due for a check.")
	} else {
		table := [][]string{{"MODEL", "VERSION", "LAST CHECK"}}
		for _, row := range rows {
			checked := "never"
			if !row.Checked.IsZero() {
				checked = fmt.Sprintf("%s, %d days ago", row.Checked.UTC().Format("2 Jan 2006"), int(now.Sub(row.Checked).Hours()/24))
			}
			table = append(table, []string{term(clip(row.Name, nameWidth)), term(clip(row.Version, 20)), checked})
		}
		s.table(table, "lr")
	}
	switch {
	case later > 0 && fresh > 0:
		s.line("%d more are due and wait for their turn; %d were checked recently.", later, fresh)
	case later > 0:
		s.line("%d more are due and wait for their turn.", later)
	case fresh > 0:
		s.line("%d were checked recently.", fresh)
	}
	s.numbered(notes)
	return s.out.String()
}
