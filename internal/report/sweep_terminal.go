package report

import (
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// SweptTerminal gives the table of many results as lines of text.
func SweptTerminal(results []repro.Result, sweep Sweep, style terminal.Style) string {
	s := newScreen(style)
	s.Line("%s", SweepTitle(results, sweep))
	s.Gap()
	table := [][]string{{"MODEL", "VERSION", "VERDICT", "OUTSIDE / COMPARED"}}
	for _, r := range sweep.sorted(results) {
		words, ratio := sweptWords(*r)
		name := r.Model().Name
		if name == "" {
			name = label(*r)
		}
		table = append(table, []string{printable.Text(printable.Middle(name, terminal.NameWidth)), dash(printable.Text(printable.Middle(r.Model().Version, 20))), printable.Text(printable.Middle(words, valueWidth)), ratio})
	}
	if len(table) > 1 {
		s.Table(table, "lrlr")
	}
	return s.String()
}
