package report

import (
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/markdown"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file says what the search for a cause by trainings found of each factor.

// findings are what can be said of a factor, in the order in which it is told.
var findings = []repro.FactorFinding{repro.FactorCause, repro.FactorIsolated, repro.FactorRuledOut, repro.FactorNoHelp, repro.FactorOpen}

const (
	mostFactors = 12 // of one finding
	// factorWidth is the longest name of a factor: it is a file or a key that somebody will look
	// for, in text that is wrapped, so that the middle of a long path is not left out.
	factorWidth = 200
)

// experimentLine says what an experiment cost.
func experimentLine(e repro.Experiment) string {
	text := "By experiment: " + wording.Count(e.Took.Made, "training", "trainings") + " in " + span(e.Took.Took)
	if early := endedEarly(e); early > 0 {
		text += fmt.Sprintf(", of which %d were ended early, as their curves told enough", early)
	}
	return text + "."
}

// endedEarly counts the trials that did not come to their end.
func endedEarly(e repro.Experiment) (early int) {
	count := func(trial repro.Trial) {
		if trial.Points > 0 {
			early++
		}
	}
	for _, trial := range e.Trials {
		count(trial)
	}
	if e.Bisect != nil {
		for _, trial := range e.Bisect.Trials {
			count(trial.Trial)
		}
		for _, trial := range e.Bisect.Whole {
			count(trial)
		}
	}
	return early
}

// factorRows are the factors by what was found of them: the finding, and the names.
func factorRows(e repro.Experiment) [][]string {
	var rows [][]string
	for _, finding := range findings {
		var names []string
		for _, factor := range e.Factors {
			if factor.Finding == finding {
				names = append(names, wording.OfKind(factor.Kind, printable.Middle(factor.Name, factorWidth)))
			}
		}
		if len(names) > 0 {
			rows = append(rows, []string{string(finding), wording.ListUpTo(names, mostFactors)})
		}
	}
	if b := e.Bisect; b != nil && len(b.Steps) > 0 {
		rows = append(rows, []string{"commits", fmt.Sprintf("%d of %d change it, %d trained", len(b.Steps), b.All, len(b.Trials))})
	}
	return rows
}

// experiment says on a terminal what was found, and how the cause is restored.
func (s *screen) experiment(r repro.Result) {
	if r.Experiment == nil {
		return
	}
	s.Line("%s", experimentLine(*r.Experiment))
	rows := factorRows(*r.Experiment)
	for i := range rows {
		rows[i][0], rows[i][1] = "  "+rows[i][0], printable.Text(rows[i][1])
	}
	s.Wrapped(rows)
	for _, text := range r.Experiment.Left {
		s.Paragraph("  ", "    ", "not restored: "+printable.Middle(text, terminal.TextWidth))
	}
	if len(r.Experiment.Recipe) > 0 {
		s.Line("To restore it:")
		for _, line := range r.Experiment.Recipe {
			s.Command("  ", line)
		}
	}
	s.Gap()
}

// experiment is the same as Markdown.
func (d *draft) experiment() {
	e := d.r.Experiment
	if e == nil {
		return
	}
	lines := []string{experimentLine(*e), ""}
	for _, row := range factorRows(*e) {
		lines = append(lines, "- "+wording.Capital(row[0])+": "+markdown.Prose(row[1]))
	}
	for i, text := range e.Left {
		if i < d.cut.notes {
			lines = append(lines, "- Not restored: "+markdown.Prose(text))
		}
	}
	d.add(strings.TrimRight(strings.Join(lines, "\n"), "\n"))
	if len(e.Recipe) > 0 {
		d.add("To restore it:\n\n" + markdown.Fenced(e.Recipe[:min(len(e.Recipe), d.cut.rows)]))
	}
}
