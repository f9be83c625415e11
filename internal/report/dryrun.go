package report

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/report/markdown"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A DryRun is what was looked at before a check on GitHub, and what the check would do.
type DryRun struct {
	Looked []Looked
	Lines  string // YAML to add; "" for none
	Plan   string // as Plan writes it; "" where there is none
}

// Looked is one thing that was looked at.
type Looked struct {
	What  string
	Found string
	State LookState
}

// A LookState says what becomes of the check by what was found.
type LookState string

const (
	LookFine  LookState = "✅"
	LookDoubt LookState = "⚠️" // it may go wrong
	LookStops LookState = "❌"  // it would not come to train
)

// Add notes what was found.
func (d *DryRun) Add(what, found string, state LookState) {
	d.Looked = append(d.Looked, Looked{what, found, state})
}

func (d *DryRun) stops() (n int) {
	for _, look := range d.Looked {
		if look.State == LookStops {
			n++
		}
	}
	return n
}

// title says whether the check would come to train.
func (d *DryRun) title() string {
	if n := d.stops(); n > 0 {
		return "Dry run: " + wording.Count(n, "thing stops", "things stop") + " this check"
	}
	return "Dry run: nothing stops this check"
}

// Terminal gives it for a job's log.
func (d *DryRun) Terminal(style terminal.Style) string {
	s := newScreen(style)
	s.Line("%s", d.title())
	rows := [][]string{}
	for _, look := range d.Looked {
		found := look.Found
		if look.State == LookStops {
			found = "stops the check: " + found
		}
		rows = append(rows, []string{"  " + look.What, found})
	}
	s.Wrapped(rows)
	s.Gap()
	return s.String() + d.Plan
}

// Page gives it as Markdown, for a job summary.
func (d *DryRun) Page() string {
	parts := []string{"### " + d.title()}
	rows := [][]string{}
	for _, look := range d.Looked {
		rows = append(rows, []string{string(look.State), markdown.ProseCell(wording.Capital(look.What)), markdown.ProseCell(look.Found)})
	}
	parts = append(parts, markdown.Table("lll", []string{"", "Looked at", "Found"}, rows))
	if d.Lines != "" {
		parts = append(parts, "To be added:", markdown.Fenced(strings.Split(d.Lines, "\n")))
	}
	if d.Plan != "" {
		parts = append(parts, markdown.Fenced(strings.Split(strings.TrimRight(d.Plan, "\n"), "\n")))
	}
	return strings.Join(parts, "\n\n") + "\n"
}
