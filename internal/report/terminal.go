package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// tableLimit is how many metrics the terminal shows; the report file has all.
const tableLimit = 100

// Terminal gives a result as lines of text: what was done, the verdict, the
// metrics, what is the same and what differs, and one next step. It ends with
// a line end.
func Terminal(r repro.Result, style Style) string {
	s := &screen{style: style}
	s.steps(r)
	s.gap()
	s.headline(r)
	s.gap()
	if r.Verdict != repro.Reproduced && r.Verdict != repro.Drifted {
		s.doubt(r)
	}
	s.metrics(r)
	s.noise(r.Comparison)
	s.curves(r.Comparison)
	s.gap()
	s.inputs(r)
	s.gap()
	s.notes(r)
	s.gap()
	s.next(r)
	return s.String()
}

// headline has the one coloured word.
func (s *screen) headline(r repro.Result) {
	before, after := "", ""
	if s.style.Color {
		color := map[repro.Verdict]string{repro.Reproduced: "32", repro.Drifted: "33"}[r.Verdict]
		if color == "" {
			color = "35"
		}
		before, after = "\x1b[1;"+color+"m", "\x1b[0m"
	}
	s.out.WriteString(before + strings.ToUpper(title(r)) + after)
	s.line("  %s: %s", clip(label(r), nameWidth), outcome(r))
}

// steps says what was done, from the model to the metrics.
func (s *screen) steps(r repro.Result) {
	if compareOnly(r) {
		s.line("%s", clip(label(r), 2*nameWidth))
		s.table([][]string{{"  original", term(recorded(r.Original))}, {"  now", term(recorded(r.Reproduction))}}, "")
		return
	}
	s.line("%s", term(modelLine(r.Plan)))
	rows := [][]string{}
	add := func(name, text string) {
		if text != "" {
			rows = append(rows, []string{"  " + name, term(text)})
		}
	}
	add("params", paramsLine(r.Plan.Params, false))
	add("code", codeLine(r.Plan.Code))
	add("branch", branchLine(r.Change))
	add("training", trainingLine(r.Execution))
	if r.Execution.Status != repro.ExecSucceeded {
		if url, ok := safeURL(r.Execution.URL); ok {
			add("", url)
		}
	}
	add("metrics", metricsLine(r.Comparison))
	s.wrapped(rows)
}

// doubt says why nothing could be judged, and what was seen.
func (s *screen) doubt(r repro.Result) {
	s.paragraph("", "", sentence(r))
	rows := [][]string{}
	for _, gate := range r.Evidence {
		if gate.State != repro.GateFailed && (r.Reason == repro.NoiseTooLarge || r.Reason == repro.Unstable) {
			continue // the training is not in doubt, its numbers are
		}
		if gate.Text == r.Detail {
			continue // said in the sentence above
		}
		rows = append(rows, []string{"  " + clip(string(gate.State), 20), clip(gate.Name, nameWidth), clip(gate.Text, textWidth)})
	}
	if len(rows) > 0 {
		s.gap()
		s.wrapped(rows)
	}
	if lines := tail(r.Execution.Log, terminalLog); len(lines) > 0 && r.Execution.Status != repro.ExecSucceeded {
		s.gap()
		s.line("Last %s of the training:", count(len(lines), "line", "lines"))
		for _, line := range lines {
			s.line("  | %s", clip(line, valueWidth*2))
		}
	}
	s.gap()
}

const terminalLog = 8

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
	width := s.names(4 + valuesWidth(rows))
	table := [][]string{{"  METRIC", "ORIGINAL", strings.ToUpper(other(r)), "DIFFERENCE", "TOLERANCE"}}
	for _, r := range rows {
		mark := "  "
		if r.failed() {
			mark = "* "
		}
		table = append(table, []string{mark + clip(r.name, width), r.original, r.reproduced, dash(r.difference), dash(clip(r.tolerance, nameWidth))})
	}
	below := s.remarked(rows, align(table, "lrrrr"))
	if left > 0 {
		s.line("  and %s; the report file has all", count(left, "more metric", "more metrics"))
	}
	for _, line := range below {
		s.paragraph("  ", "    ", line)
	}
	s.aside(r.Comparison)
}

// remarked prints the table's lines with what is to be said of each row behind
// it. What would not fit there is handed back, rows of which the same is to be
// said together.
func (s *screen) remarked(rows []row, lines []string) []string {
	var texts []string
	names := map[string][]string{}
	s.line("%s", lines[0])
	for i, r := range rows {
		line, notes := lines[i+1], strings.Join(remarkNotes(r), ", ")
		if brief := remark(r); brief != "" {
			line += "  " + brief
		}
		switch behind := "  "; {
		case notes == "":
		case s.style.Width > 0 && utf8.RuneCountInString(line+behind+notes) > s.style.Width, utf8.RuneCountInString(notes) > valueWidth:
			if names[notes] == nil {
				texts = append(texts, notes)
			}
			names[notes] = append(names[notes], clip(r.name, nameWidth))
		default:
			if remark(r) != "" {
				behind = ", "
			}
			line += behind + notes
		}
		s.line("%s", line)
	}
	for i, notes := range texts {
		texts[i] = strings.Join(few(names[notes], 8), ", ") + ": " + notes
	}
	return texts
}

// aside names the metrics that the table leaves out.
func (s *screen) aside(c repro.Comparison) {
	for _, group := range []struct {
		state repro.State
		words string
	}{{repro.StateIgnored, "Excluded"}, {repro.StateExtra, "Only in the reproduction"}} {
		if names := deltaNames(c.In(group.state)); len(names) > 0 {
			s.paragraph("  ", "    ", group.words+": "+strings.Join(few(names, 8), ", "))
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
		widest = max(widest, utf8.RuneCountInString(r.original)+utf8.RuneCountInString(r.reproduced)+utf8.RuneCountInString(r.difference)+utf8.RuneCountInString(clip(r.tolerance, nameWidth))+8)
	}
	return widest
}

func deltaNames(deltas []repro.Delta) []string {
	names := make([]string, len(deltas))
	for i, d := range deltas {
		names[i] = clip(d.Name, nameWidth)
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
		if d.Noise != nil && len(rows) < tableLimit {
			rows = append(rows, []string{"  " + clip(d.Name, s.names(40)), noiseText(*d.Noise)})
		}
	}
	if len(rows) == 0 {
		return
	}
	s.gap()
	s.line("Run-to-run spread:")
	s.wrapped(rows)
}

// noiseText is a measured band in words, without a p-value.
func noiseText(n repro.Noise) string {
	band := newPair(n.Low, n.High, 0, 0)
	text := fmt.Sprintf("%s to %s expected from %s", band.original, band.reproduced, count(n.Repeats, "re-run", "re-runs"))
	if n.Deviation == 0 && n.Low == n.High {
		text = fmt.Sprintf("%s in all of %s", alone(n.Low), count(n.Repeats, "re-run", "re-runs"))
	}
	if n.Detectable > 0 && finite(n.Detectable) {
		text += fmt.Sprintf("; a true shift of %s would be missed one time in five", alone(roundTo(n.Detectable, 2)))
	}
	if n.InDoubt {
		text += "; near the edge of it, so more runs may tell"
	}
	if n.Selection > 1 {
		text += fmt.Sprintf("; the original is the best of %d, which by itself explains %s on average", n.Selection, alone(roundTo(n.Inflation, 2)))
	}
	if n.Seeds != "" {
		text += " (" + clip(n.Seeds, nameWidth) + ")"
	}
	return text
}
