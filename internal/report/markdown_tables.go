package report

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/report/markdown"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// foldFrom is how many metrics that came back a table shows before it folds
// the rest of them away.
const foldFrom = 10

// metrics puts the table: what failed always in sight.
func (d *draft) metrics() {
	rows := d.rows
	shown, folded := rows, []row(nil)
	fails := 0
	for fails < len(rows) && rows[fails].failed() {
		fails++
	}
	if d.cut.onlyFails {
		rows = rows[:fails]
		shown = rows
	}
	if keep := fails + foldFrom; len(rows) > keep+2 {
		shown, folded = rows[:keep], rows[keep:]
	}
	d.add(d.metricTable(shown))
	if len(folded) > 0 {
		d.details(wording.Count(len(folded), "more metric", "more metrics")+", none of them failed", d.metricTable(folded))
	}
}

func (d *draft) metricTable(rows []row) string {
	if len(rows) == 0 {
		return ""
	}
	after := ""
	if len(rows) > d.cut.rows {
		after = "\n\n_" + wording.Count(len(rows)-d.cut.rows, "more row", "more rows") + " left out._" + d.whereAll()
		rows = rows[:d.cut.rows]
	}
	header := []string{"Metric", "Original", other(d.r), "Difference", "Tolerance", ""}
	sides := "lrrrrl"
	times, remarks := false, false
	for _, r := range rows {
		times = times || r.times != ""
		remarks = remarks || r.word != "" || len(r.notes) > 0
	}
	if times {
		header[5], sides = "Times tolerance", "lrrrrr"
		if remarks {
			header, sides = append(header, ""), sides+"l"
		}
	} else if !remarks {
		sides = "lrrrr"
	}
	lines := make([][]string, len(rows))
	for i, r := range rows {
		lines[i] = d.metricRow(r, times, remarks)
	}
	return markdown.Table(sides, header, lines) + after
}

func (d *draft) metricRow(r row, times, remarks bool) []string {
	difference := markdown.Minus(r.difference)
	if r.failed() && difference != "" {
		difference = markdown.Bold(difference)
	}
	if r.lacking {
		difference, r.reproduced = "missing", ""
		if r.failed() {
			difference = markdown.Bold(difference)
		}
	}
	if difference == "" {
		difference = "–"
	}
	tolerance := r.tolerance
	if !strings.HasPrefix(tolerance, "±") && tolerance != "exact" && tolerance != "" {
		tolerance = markdown.Cell(tolerance, markdown.NameWidth)
	}
	cells := []string{markdown.Cell(r.name, markdown.NameWidth), markdown.Minus(r.original), markdown.Minus(r.reproduced), difference, tolerance}
	if times {
		text := r.times
		if text == "" && (r.state == repro.StateWithin || r.state == repro.StateIdentical || r.state == repro.StateRounded) {
			text = "within"
		}
		cells = append(cells, text)
	}
	if remarks {
		words := r.notes
		if r.word != "" {
			words = append([]string{r.word}, words...)
		}
		cells = append(cells, markdown.ProseCell(strings.Join(words, ", ")))
	}
	return cells
}

// causes says what differs between the two trainings and how good the evidence
// is that it matters.
func (d *draft) causes() {
	in := sortInputs(d.r.Inputs)
	conclusion := causeSentence(d.r, in)
	if conclusion != "" {
		d.add(markdown.Bold(markdown.Prose(conclusion)))
	}
	in.differs = foldLent(foldUnread(in.differs, d.r.Causes), d.r.Causes, conclusion)
	rest := loose(d.r.Inputs, d.r.Causes)
	if d.r.Verdict == repro.Reproduced {
		rest = nil
	}
	if len(in.differs) == 0 && len(rest) == 0 {
		d.add(d.inputSentence(in))
		return
	}
	if d.r.Verdict == repro.Reproduced && len(in.differs) <= 3 {
		d.add(d.inputSentence(in))
		return
	}
	lines, said := [][]string{}, []string{}
	say := func(label, remark string) {
		if remark != "" {
			said = append(said, "- "+strings.ReplaceAll(label, `\|`, "|")+": "+markdown.Prose(remark)) // no table: no pipe to escape
		}
	}
	for _, input := range in.differs {
		before, after := bothValues(input)
		lines = append(lines, []string{d.inputLabel(input), markdown.Cell(before, markdown.NameWidth), markdown.Cell(after, markdown.NameWidth)})
		say(d.inputLabel(input), strings.Join(remarks(input, d.r.Causes, conclusion), "; "))
	}
	for _, cause := range rest {
		label := markdown.ProseCell(wording.Capital(causeName(cause)))
		lines = append(lines, []string{label, cellOrDash(cause.Original), cellOrDash(cause.Now)})
		say(label, weighed(cause, ": "))
	}
	said = said[:min(len(said), d.cut.rows)]
	if len(lines) > d.cut.rows {
		lines = append(lines[:d.cut.rows], []string{wording.Count(len(lines)-d.cut.rows, "more", "more")})
	}
	heading := "Differs"
	if len(rest) > 0 {
		heading = "Input"
	}
	d.add(markdown.Table("lll", []string{heading, "Original", "This run"}, lines))
	if len(said) > 0 { // in a column of its own a phone would show its height, and none of its words
		d.add(strings.Join(said, "\n"))
	}
	in.differs = nil // the table has them
	d.add(d.inputSentence(in))
}

func (d *draft) inputLabel(input repro.Input) string {
	if groupOf(input) == "python" {
		return "Python"
	}
	kind := wording.Capital(singular(input.Kind))
	if input.Kind == repro.KindData {
		kind = "Data"
	}
	if name := inputName(input); name == input.Kind || input.Kind == repro.KindCommand && input.Name == "command" || input.Kind == repro.KindDerived && name == "commit" || input.Kind == repro.KindParams && name == input.Name || countsFiles(input) {
		return markdown.ProseCell(wording.Capital(name))
	}
	return markdown.ProseCell(kind) + " " + markdown.Cell(input.Name, markdown.NameWidth)
}

func cellOrDash(text string) string {
	if text == "" {
		return "–"
	}
	return markdown.Cell(text, markdown.NameWidth)
}

// inputSentence says in one paragraph what a table would be too much for.
func (d *draft) inputSentence(in inputs) string {
	sentences := []string{}
	if len(in.same) > 0 {
		verb := " are the same."
		if len(in.same) == 1 {
			verb = " is the same."
		}
		sentences = append(sentences, wording.Capital(list(few(brief(in.same), 8)))+verb)
	}
	for _, input := range in.differs {
		before, after := bothValues(input)
		sentences = append(sentences, wording.Capital(inputName(input))+" differs ("+before+" -> "+after+").")
	}
	sentences = append(append(sentences, in.aside(d.r, 5)...), in.unknown(d.r, 8, list)...)
	return markdown.Prose(strings.Join(sentences, " "))
}
