package report

import (
	"cmp"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
)

// SweptTerminal gives the table of many results as lines of text.
func SweptTerminal(results []Outline, sweep Sweep, style terminal.Style) string {
	s := newScreen(style)
	s.Line("%s", SweepTitle(results, sweep))
	s.Gap()
	if sweep.NoList {
		s.Paragraph("", "", NoNight)
		s.Gap()
	}
	table := [][]string{{"MODEL", "VERSION", "VERDICT", "OUTSIDE / COMPARED"}}
	for _, r := range sweep.sorted(results) {
		words, ratio := sweptWords(*r)
		table = append(table, []string{printable.Text(printable.Middle(cmp.Or(r.Model, r.Run), terminal.NameWidth)), dash(printable.Text(printable.Middle(r.Version, 20))), printable.Text(printable.Middle(words, valueWidth)), ratio})
	}
	if len(table) > 1 {
		s.Table(table, "lrlr")
	}
	for _, text := range sweep.Widened[:min(len(sweep.Widened), maxWidened)] {
		s.Gap()
		s.Paragraph("", "", text)
	}
	return s.String()
}
