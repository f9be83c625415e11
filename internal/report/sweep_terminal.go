package report

import "github.com/reproduce-action/reproduce/internal/repro"

// SweptTerminal gives the table of many results as lines of text.
func SweptTerminal(results []repro.Result, sweep Sweep, style Style) string {
	s := &screen{style: style}
	s.line("%s", SweepTitle(results, sweep))
	s.gap()
	table := [][]string{{"MODEL", "VERSION", "VERDICT", "OUTSIDE / COMPARED"}}
	for _, r := range sweep.sorted(results) {
		words, ratio := sweptWords(*r)
		name := r.Model().Name
		if name == "" {
			name = label(*r)
		}
		table = append(table, []string{term(clip(name, nameWidth)), dash(term(clip(r.Model().Version, 20))), term(clip(words, valueWidth)), ratio})
	}
	if len(table) > 1 {
		s.table(table, "lrlr")
	}
	return s.String()
}
