package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// metrics prints the table. A star marks what failed.
func (s *screen) metrics(r repro.Result) {
	rows := tableRows(r.Comparison)
	if len(rows) == 0 {
		return
	}
	left := 0
	if len(rows) > tableLimit {
		left, rows = len(rows)-tableLimit, rows[:tableLimit]
	}
	width := s.Names(4 + valuesWidth(rows))
	table := [][]string{{"  METRIC", "ORIGINAL", strings.ToUpper(other(r)), "DIFFERENCE", "TOLERANCE"}}
	for _, r := range rows {
		mark := "  "
		if r.failed() {
			mark = "* "
		}
		table = append(table, []string{mark + printable.Middle(r.name, width), r.original, r.reproduced, dash(r.difference), dash(printable.Middle(r.tolerance, terminal.NameWidth))})
	}
	below := s.remarked(rows, terminal.Align(table, "lrrrr"))
	if left > 0 {
		s.Line("  and %s; the report file has all", wording.Count(left, "more metric", "more metrics"))
	}
	for _, line := range below {
		s.Paragraph("  ", "    ", line)
	}
	s.aside(r)
}

// remarked prints the table's lines with what is to be said of each row behind
// it. What would not fit there is handed back, rows of which the same is to be
// said together.
func (s *screen) remarked(rows []row, lines []string) []string {
	var texts []string
	names := map[string][]string{}
	s.Line("%s", lines[0])
	for i, r := range rows {
		line, notes := lines[i+1], printable.Text(strings.Join(remarkNotes(r), ", ")) // measured as it prints
		if brief := remark(r); brief != "" {
			line += "  " + brief
		}
		switch behind := "  "; {
		case notes == "":
		case s.Style.Width > 0 && utf8.RuneCountInString(line+behind+notes) > s.Style.Width, utf8.RuneCountInString(notes) > valueWidth:
			if names[notes] == nil {
				texts = append(texts, notes)
			}
			names[notes] = append(names[notes], printable.Middle(r.name, terminal.NameWidth))
		default:
			if remark(r) != "" {
				behind = ", "
			}
			line += behind + notes
		}
		s.Line("%s", line)
	}
	for i, notes := range texts {
		texts[i] = strings.Join(few(names[notes], 8), ", ") + ": " + notes
	}
	return texts
}

// aside names the metrics that the table leaves out.
func (s *screen) aside(r repro.Result) {
	c := r.Comparison
	for _, group := range []struct {
		state repro.State
		words string
	}{{repro.StateIgnored, "Excluded"}, {repro.StateExtra, "Only in " + newer(r)}} {
		if names := deltaNames(c.In(group.state)); len(names) > 0 {
			s.Paragraph("  ", "    ", group.words+": "+strings.Join(few(names, 8), ", "))
		}
	}
}

// remark is the last, unnamed column: how far outside, or what else became of it.
func remark(r row) string {
	words := []string{}
	if r.times != "" {
		words = append(words, r.times+"x")
	}
	if r.word != "" {
		words = append(words, r.word)
	}
	return strings.Join(words, ", ")
}

// remarkNotes is why. What noise made of a metric is not among it: the
// run-to-run spread stands below the table.
func remarkNotes(r row) []string {
	notes := []string{}
	for _, note := range r.notes {
		brief, _, _ := strings.Cut(note, "; noise alone") // how likely that is, the other reports say
		if !r.noise || !strings.Contains(brief, " range ") {
			notes = append(notes, brief)
		}
	}
	return notes
}

func valuesWidth(rows []row) int {
	widest := 0
	for _, r := range rows {
		widest = max(widest, utf8.RuneCountInString(r.original)+utf8.RuneCountInString(r.reproduced)+utf8.RuneCountInString(r.difference)+utf8.RuneCountInString(printable.Middle(r.tolerance, terminal.NameWidth))+8)
	}
	return widest
}

func deltaNames(deltas []repro.Delta) []string {
	names := make([]string, len(deltas))
	for i, d := range deltas {
		names[i] = printable.Middle(d.Name, terminal.NameWidth)
	}
	return names
}

func dash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

// noise says what was measured where repeats were made.
func (s *screen) noise(c repro.Comparison) {
	rows := [][]string{}
	for _, d := range c.Judged() {
		if text := spreadOf(d); text != "" && len(rows) < tableLimit {
			rows = append(rows, []string{"  " + printable.Middle(d.Name, s.Names(40)), text})
		}
	}
	if len(rows) == 0 {
		return
	}
	s.Gap()
	s.Line("Run-to-run spread:")
	s.Wrapped(rows)
}

// allEqual says whether neither side varies. The two need not be equal.
func allEqual(n repro.Noise) bool {
	return n.Diverged == 0 && n.Deviation == 0 && n.Low == n.High
}

// spreadOf is a metric's measured band in words, without a p-value; "" where none
// was measured. A bound that would do, of a metric that is undecided for another
// reason, is left out: it speaks of all originals, and not of the registered run.
func spreadOf(d repro.Delta) string {
	if d.Noise == nil || !d.Noise.Ranged() && !allEqual(*d.Noise) {
		return ""
	}
	n := *d.Noise
	low, high := judge.Range(n)
	text := fmt.Sprintf("%s to %s is the %s range of %s and %s", low, high, judge.Percent(n.Level),
		wording.Count(n.Originals, "original", "originals"), wording.Count(n.Repeats, "re-run", "re-runs"))
	if allEqual(n) {
		between := " and "
		if n.Centre != n.Mean {
			between = ", " + alone(n.Low) + " in "
		}
		text = fmt.Sprintf("%s in %s%s%s", alone(n.Centre), wording.Count(n.Originals, "original", "originals"), between, wording.Count(n.Repeats, "re-run", "re-runs"))
	}
	if n.ShiftBound > 0 && decimal.Finite(n.ShiftBound) && (d.State != repro.StateUndecided || n.ShiftBound > n.Material) {
		bound, material := judge.Shifts(n)
		text += fmt.Sprintf("; with %s confidence the true shift is below %s, up to %s does not matter", judge.WholePercent(n.Power), alone(bound), alone(material))
	}
	if n.InDoubt {
		text += "; near the edge of it, so more runs may tell"
	}
	if n.Selection > 1 {
		text += fmt.Sprintf("; the original is the best of %d, which by itself explains %s on average", n.Selection, alone(roundTo(n.Inflation, 2)))
	}
	if n.Seeds != "" {
		text += " (" + printable.Middle(n.Seeds, terminal.NameWidth) + ")"
	}
	return text
}
