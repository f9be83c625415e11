package report

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// tableLimit is how many metrics the terminal shows; the report file has all.
const tableLimit = 100

// Terminal gives a result as lines of text: what was done, the verdict, the
// metrics, what is the same and what differs, and one next step. It ends with
// a line end.
func Terminal(r repro.Result, style terminal.Style) string {
	s := newScreen(style)
	s.steps(r)
	s.Gap()
	s.headline(r)
	s.Gap()
	s.registry(r)
	if r.Verdict != repro.Reproduced && r.Verdict != repro.Drifted {
		s.doubt(r)
	}
	s.metrics(r)
	if text := modelRow(r); text != "" {
		s.Paragraph("  ", "    ", text)
	}
	s.noise(r.Comparison)
	if text := judge.UnknownSpread(r); text != "" && r.Verdict == repro.Drifted {
		s.Gap()
		s.Paragraph("", "", text)
	}
	s.curves(r.Comparison)
	s.Gap()
	s.inputs(r)
	s.Gap()
	s.experiment(r)
	s.notes(r)
	s.Gap()
	s.next(r)
	return s.String()
}

// headline has the one coloured word.
func (s *screen) headline(r repro.Result) {
	before, after := "", ""
	if s.Style.Color {
		color := map[repro.Verdict]string{repro.Reproduced: "32", repro.Drifted: "33"}[r.Verdict]
		if color == "" {
			color = "35"
		}
		before, after = "\x1b[1;"+color+"m", "\x1b[0m"
	}
	s.Raw(before + strings.ToUpper(title(r)) + after)
	for _, line := range terminal.WrapAfter(terminal.Width(title(r)), printable.Middle(label(r), terminal.NameWidth)+": "+outcome(r), s.Style.Width-2) {
		s.Line("  %s", line)
	}
	if text := judge.LeftWords(r.Comparison); text != "" && r.Verdict == repro.Drifted {
		s.Paragraph("", "", printable.Text(text))
	}
}

// steps says what was done, from the model to the metrics.
func (s *screen) steps(r repro.Result) {
	if compareOnly(r) {
		s.Line("%s", printable.Middle(label(r), 2*terminal.NameWidth))
		s.Table([][]string{{"  original", printable.Text(recorded(r.Original))}, {"  now", printable.Text(recorded(r.Reproduction))}}, "")
		return
	}
	s.Line("%s", printable.Text(modelLine(r.Plan)))
	rows := [][]string{}
	add := func(name, text string) {
		if text != "" {
			rows = append(rows, []string{"  " + name, printable.Text(text)})
		}
	}
	add("params", paramsLine(r.Plan.Params, false))
	add("code", codeLine(r.Plan.Code))
	add("branch", branchLine(r.Change))
	add("environment", environmentLine(r.Plan.Environment))
	add("training", trainingLine(r))
	if r.Execution.Status != repro.ExecSucceeded {
		if url, ok := printable.URL(r.Execution.URL); ok {
			add("", url)
		}
	}
	add("software", printable.Middle(r.Execution.Software, 2*terminal.NameWidth))
	add("metrics", metricsLine(r.Comparison))
	s.Wrapped(rows)
}

// doubt says why nothing could be judged, and what was seen.
func (s *screen) doubt(r repro.Result) {
	s.Paragraph("", "", Sentence(r))
	rows := [][]string{}
	for _, gate := range r.Evidence {
		if gate.State != repro.GateFailed && (r.Reason == repro.NoiseTooLarge || r.Reason == repro.Unstable) {
			continue // the training is not in doubt, its numbers are
		}
		if gate.Text == r.Detail {
			continue // said in the sentence above
		}
		rows = append(rows, []string{"  " + printable.Middle(string(gate.State), 20), printable.Middle(gate.Name, terminal.NameWidth), printable.Middle(gate.Text, terminal.TextWidth)})
	}
	if len(rows) > 0 {
		s.Gap()
		s.Wrapped(rows)
	}
	if lines := tail(r.Execution.Log, terminalLog); len(lines) > 0 && r.Execution.Status != repro.ExecSucceeded {
		s.Gap()
		s.Line("Last %s of the training:", wording.Count(len(lines), "line", "lines"))
		for _, line := range lines {
			s.Line("  | %s", printable.Middle(line, s.logWidth()))
		}
	}
	s.Gap()
}

// logWidth is how much of a log's line is shown.
func (s *screen) logWidth() int {
	if s.Style.Width < 20 {
		return valueWidth * 2
	}
	return min(s.Style.Width-len("  | "), valueWidth*2)
}

const terminalLog = 8
