package report

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// modelRow says what both models predict, and what follows from it; "" where nobody asked.
func modelRow(r repro.Result) string {
	m := r.Comparison.Model
	if m == nil {
		return ""
	}
	text := "Model: " + judge.ModelWords(*m)
	if m.State == repro.StateUndecided {
		return printable.Middle(text, terminal.TextWidth) + "."
	}
	text += map[repro.State]string{
		repro.StateReported:  ". This is only reported",
		repro.StateOutside:   ". The tolerance is " + m.Tolerance,
		repro.StateWithin:    ". The tolerance is " + m.Tolerance,
		repro.StateIdentical: "",
	}[m.State]
	if len(m.Notes) > 0 {
		text += ". " + wording.Capital(strings.Join(m.Notes, ", "))
	}
	return text + "."
}
