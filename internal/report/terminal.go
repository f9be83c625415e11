package report

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/judge"
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
	s.registry(r)
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
	for _, line := range wrapAfter(columns(title(r)), clip(label(r), nameWidth)+": "+outcome(r), s.style.Width-2) {
		s.line("  %s", line)
	}
	if text := judge.UnknownSpread(r.Comparison); text != "" && r.Verdict == repro.Drifted {
		s.paragraph("", "", text)
	}
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
	add("training", trainingLine(r))
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
	s.paragraph("", "", Sentence(r))
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
			s.line("  | %s", clip(line, s.logWidth()))
		}
	}
	s.gap()
}

// logWidth is how much of a log's line is shown.
func (s *screen) logWidth() int {
	if s.style.Width < 20 {
		return valueWidth * 2
	}
	return min(s.style.Width-len("  | "), valueWidth*2)
}

const terminalLog = 8
