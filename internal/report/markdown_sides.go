package report

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/report/markdown"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// sideBySide holds the two trainings against each other, input by input.
func (d *draft) sideBySide() {
	r := d.r
	rows := [][]string{{"Tracking run", orDash(d.run(original(r))), orDash(d.run(r.Reproduction))}}
	if !compareOnly(r) {
		now := d.commit(r.Plan.Code.Commit, "")
		if r.Plan.Code.From != "" {
			now += " (" + markdown.ProseCell(r.Plan.Code.From) + ")"
		}
		if r.Change.Commit != "" && r.Change.Commit != r.Change.Base {
			now += " + params commit " + d.commit(r.Change.Commit, r.Change.URL)
		}
		rows = append(rows, []string{"Code trained", "", orDash(now)})
		rows = append(rows, []string{"Params written", "", orDash(markdown.ProseCell(paramsLine(r.Plan.Params, false)))})
	}
	var before string
	if !r.Original.Started.IsZero() && r.Original.Ended.After(r.Original.Started) {
		before = span(r.Original.Ended.Sub(r.Original.Started))
	}
	after := duration(r.Execution)
	if further := furtherTrainings(r); further != "" {
		after = strings.TrimPrefix(after+" and "+further, " and ")
	}
	if before != "" || after != "" {
		rows = append(rows, []string{"Training time", orDash(before), orDash(after)})
	}
	rows = append(rows, d.inputRows()...)
	d.add(markdown.Table("lll", []string{"", "Original", other(r)}, rows))
}

// inputRows gives every input its row, but for the many of a kind that are the
// same: sixty equal packages are one thing to say.
func (d *draft) inputRows() [][]string {
	const many = 3
	groups := map[string]int{}
	for _, input := range d.r.Inputs {
		if input.State == inputSame {
			groups[groupOf(input)]++
		}
	}
	var rows [][]string
	for _, input := range d.r.Inputs {
		group := groupOf(input)
		switch n := groups[group]; {
		case len(rows) > d.cut.rows || input.State == inputSame && (!d.cut.same || n == 0):
		case input.State == inputSame && n > many:
			rows = append(rows, []string{markdown.ProseCell(wording.Capital(wording.Count(n, singular(group), plural(group)))), "same", "same"})
			groups[group] = 0
		case input.State == inputSame && inputName(input) == input.Original: // "7 params" on both sides
			rows = append(rows, []string{d.inputLabel(input), "same", "same"})
		default:
			x, y := bothValues(input)
			rows = append(rows, []string{d.inputLabel(input), recordedCell(x), recordedCell(y)})
		}
	}
	return rows
}

func recordedCell(text string) string {
	if text == inputNotRecorded {
		return text
	}
	return markdown.Cell(text, markdown.NameWidth)
}
