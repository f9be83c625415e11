package report

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Planned is what a reproduction would do.
type Planned struct {
	Plan  repro.Plan
	Price string // what repeats would cost; "" without any
	Next  string // the command that does it; "" where it is not known how to train

	Hosted bool // it is read where a workflow was started, and there is no command line
}

// Plan says what a reproduction would do, in the order in which it would do
// it, and that nothing of it was done.
func Plan(planned Planned, style terminal.Style) string {
	p, s := planned.Plan, newScreen(style)
	s.Line("%s", modelLine(p))
	s.Gap()
	s.Line("Planned, and not done:")
	rows := [][]string{}
	add := func(name, text string) {
		if text != "" {
			rows = append(rows, []string{"  " + name, printable.Middle(text, terminal.TextWidth)})
		}
	}
	add("code", codeLine(p.Code))
	add("folder", p.Directory)
	add("params", paramsLine(p.Params, true))
	if len(p.Files) == 0 {
		add("files", nothingToChange(p.Params))
	} else {
		add("files", wording.Count(len(p.Files), "file", "files")+": "+strings.Join(few(paths(p.Files), 5), ", "))
	}
	add("branch", p.Branch)
	if len(p.Absent) > 0 {
		add("left out", strings.Join(few(p.Absent, 5), ", ")+": the training makes them, and keep has it find one")
	}
	add("environment", environmentLine(p.Environment))
	switch {
	case p.Workflow != "":
		add("train", "dispatch the workflow "+p.Workflow+" on that branch, and wait for it")
	case p.Command != "":
		add("train", "run `"+p.Command+"` in a clone of that branch")
	default:
		add("train", "nothing yet: give --run-command or --workflow")
	}
	add("repeats", planned.Price)
	add("collect", collectLine(p.Metrics))
	add("compare", compareLine(p))
	s.Wrapped(rows)
	s.Gap()
	s.refused(p.Params)
	s.Gap()
	s.edits(p.Files, false)
	s.numbered(p.Warnings)
	s.Gap()
	switch {
	case planned.Hosted:
		s.Line("Next: the same without dry-run")
	case planned.Next == "" && p.Command != "":
		s.Line("Next: the same with a run command that works here")
	case planned.Next == "":
		s.Line("Next: the same command with --run-command or --workflow, and without --dry-run")
	default:
		s.Line("Next:")
		s.Command("  ", planned.Next)
	}
	return s.String()
}

// nothingToChange says why no file changes: only params that have a place there
// and hold their value already are no reason to look closer.
func nothingToChange(edits []repro.ParamEdit) string {
	var held, passed, placeless, lost int
	for _, edit := range edits {
		switch edit.Status {
		case repro.ParamUnchanged:
			held++
		case repro.ParamPassed:
			passed++
		case repro.ParamLoggedOnly:
			placeless++
		case repro.ParamAmbiguous, repro.ParamRefused:
			lost++
		}
	}
	switch {
	case lost > 0:
		return "none changes: " + wording.Count(lost, "param", "params") + " could not be put into one, see below"
	case held == 0 && passed > 0:
		return "none to change: the run command passes " + wording.Count(passed, "param", "params")
	case held == 0 && placeless > 0:
		return "none changes: no logged param has a key in them"
	case held == 0:
		return "none to change: the run logged no params"
	case placeless > 0:
		return "none to change: they hold the params that have a key there"
	default:
		return "none to change: they hold these params already"
	}
}

func paths(files []repro.FileEdit) []string {
	names := make([]string, len(files))
	for i, file := range files {
		names[i] = printable.Middle(file.Path, terminal.NameWidth)
	}
	return names
}

func collectLine(m repro.MetricPolicy) string {
	file := strings.Join(few(m.Files, 5), ", ")
	switch {
	case m.Source == "mlflow":
		return "metrics from the tracking run that carries this reproduction's id"
	case m.Source == repro.SourceUntagged:
		return "metrics from the tracking run that carries this reproduction's id, else from one that begins meanwhile without it"
	case m.Source == "file" && file != "":
		return "metrics from " + file
	case file != "":
		return "metrics from the tracking run that carries this reproduction's id, else from " + file + ", if the training writes it"
	default:
		return "metrics from the tracking run that carries this reproduction's id"
	}
}

func compareLine(p repro.Plan) string {
	metrics := wording.Count(len(p.Original.Metrics), "recorded metric", "recorded metrics")
	if len(p.Metrics.Select) > 0 {
		metrics += ", of them " + strings.Join(few(p.Metrics.Select, 5), ", ")
	}
	rules := strings.Split(strings.TrimSpace(p.Metrics.Tolerances.String()), "\n")
	if len(rules) == 1 && rules[0] == "" {
		return metrics + "; tolerance " + repro.DefaultTolerance
	}
	return metrics + "; tolerances " + strings.Join(few(rules, 5), "; ")
}

// refused lists the params that will not be written, and why: a plan is read
// for what goes wrong.
func (s *screen) refused(edits []repro.ParamEdit) {
	rows, keyless := [][]string{}, []string{}
	for _, edit := range edits {
		switch edit.Status {
		case repro.ParamLoggedOnly:
			if edit.Note == "" {
				keyless = append(keyless, assigned(edit))
				continue
			}
			fallthrough
		case repro.ParamAmbiguous, repro.ParamRefused, repro.ParamAssumed:
			if len(rows) < tableLimit {
				rows = append(rows, []string{"  " + printable.Middle(edit.Name, s.Names(50)), printable.Middle(edit.Logged, 30), printable.Middle(string(edit.Status)+withText(": ", edit.Note), terminal.TextWidth)})
			}
		}
	}
	if len(rows) > 0 {
		s.Line("Look at these params:")
		s.Table(rows, "")
	}
	if len(keyless) > 0 {
		s.keyless("", keyless)
		s.Line("--params-map LOGGED=KEY says where one of them belongs.")
	}
}

// keyless names params that no params file has a key for, as autologging
// leaves them by the dozen.
func (s *screen) keyless(indent string, params []string) {
	s.Paragraph(indent, indent+"  ", "Logged, and no key of a params file: "+strings.Join(few(params, 30), ", "))
}

func assigned(edit repro.ParamEdit) string {
	return printable.Middle(edit.Name, terminal.NameWidth) + "=" + printable.Middle(edit.Logged, 30)
}

// numbered prints notes.
func (s *screen) numbered(notes []string) {
	switch {
	case len(notes) == 1:
		s.Note("Note: ", notes[0])
		return
	case len(notes) > tableLimit:
		notes = append(notes[:tableLimit:tableLimit], wording.Count(len(notes)-tableLimit, "more note", "more notes")+"; the report file has all")
	}
	for i, text := range notes {
		s.Note("Note "+countText(i+1)+": ", text)
	}
}

// commands prints lines to paste, with what each of them does behind it.
func (s *screen) commands(title string, lines [][]string) {
	if len(lines) == 0 {
		return
	}
	s.Line("%s", title)
	rows := make([][]string, len(lines))
	for i, line := range lines {
		rows[i] = []string{"  " + printable.Middle(line[0], terminal.TextWidth), "# " + line[1]}
	}
	beside := terminal.Align(rows, "")
	wide := func(line string) bool { return s.Style.Width > 0 && utf8.RuneCountInString(line) > s.Style.Width }
	above := slices.ContainsFunc(beside, wide) // no command is broken for the sake of its explanation
	for i, row := range rows {
		if above {
			s.Line("  %s", row[1])
			s.Command("  ", strings.TrimPrefix(row[0], "  "))
			continue
		}
		s.Line("%s", beside[i])
	}
}
