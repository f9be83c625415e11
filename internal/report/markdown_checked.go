package report

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/markdown"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

const done = "done"

// steps says how far an unverified check came.
func (d *draft) steps() {
	r := d.r
	if compareOnly(r) {
		return
	}
	const unreached = "not reached"
	read := "**not done**"
	if r.Original.ID != "" || r.Plan.Original.ID != "" || r.Original.From != "" {
		read = done
	}
	if read != done && r.Execution.Status == "" {
		d.gates(repro.GateFailed) // the sentence above has said it all
		return
	}
	write, training, compare := unreached, unreached, unreached
	if r.Change.Commit != "" || r.Execution.Status != "" {
		write = done + withText(", commit ", d.commit(r.Change.Commit, r.Change.URL))
	} else if read == done && len(r.Plan.Params) > 0 {
		write = "**not done**"
	}
	name := "Train"
	if r.Execution.Status != "" {
		if r.Execution.Name != "" {
			name += ": " + markdown.Link(markdown.ProseCell(printable.Middle(r.Execution.Name, markdown.NameWidth)), d.page.inRepository(r.Execution.URL))
		}
		training = d.trained()
	}
	if len(r.Comparison.Deltas) > 0 {
		compare = done
	}
	logged := 0
	for _, edit := range r.Plan.Params {
		if edit.Status != repro.ParamNotRecorded {
			logged++
		}
	}
	params := "the params" // as far as is known
	if logged > 0 {
		params = wording.Count(logged, "param", "params")
	}
	d.add(markdown.Table("ll", []string{"Step", "Result"}, [][]string{
		{"Read the model version" + withText(" and its run ", d.run(original(r))), read},
		{"Write " + params, write},
		{name, training},
		{"Compare metrics", compare},
	}))
	d.gates(repro.GateFailed)
}

// original is the run the registry points at, as far as it was read.
func original(r repro.Result) repro.Run {
	if r.Original.ID != "" || r.Original.From != "" {
		return r.Original
	}
	return r.Plan.Original
}

func (d *draft) trained() string {
	e := d.r.Execution
	if further := furtherTrainings(d.r); further != "" && e.Status == repro.ExecSucceeded {
		return done + ", and " + further
	}
	if e.Status == repro.ExecSucceeded {
		return done + withText(" in ", duration(e))
	}
	return markdown.Bold(markdown.ProseCell(string(e.Status))) + withText(": ", markdown.ProseCell(e.Detail)) + withText(", after ", duration(e))
}

func duration(e repro.Execution) string {
	if d := e.Duration(); d > 0 {
		return span(d)
	}
	return ""
}

// gates lists the evidence in one of the states, but for what the sentence at
// the top says already. A state that nobody knows counts as failed, as it does
// for the verdict.
func (d *draft) gates(states ...repro.GateState) {
	lines := []string{}
	for _, gate := range d.r.Evidence {
		state := gate.State
		if state != repro.GatePassed && state != repro.GateUnknown {
			state = repro.GateFailed
		}
		if slices.Contains(states, state) && len(lines) < 20 && !(state == repro.GateFailed && gate.Text == d.r.Detail) {
			lines = append(lines, "- "+proseItem(wording.Capital(gate.Name))+": **"+string(state)+"**"+withText(". ", markdown.Prose(shortDigests(wording.Capital(gate.Text), runLength))))
		}
	}
	d.add(strings.Join(lines, "\n"))
}

func proseItem(text string) string {
	if text == "" {
		return "(unnamed)"
	}
	return markdown.Prose(printable.Middle(text, markdown.NameWidth))
}

// run is a tracking run as a link, with its day.
func (d *draft) run(run repro.Run) string {
	switch {
	case run.ID != "":
		return markdown.Link(markdown.Cell(shortRun(run.ID), markdown.NameWidth), on(d.page.Tracking, run.URL)) + withText(", ", day(run.Started))
	case run.From != "":
		return markdown.Cell(run.From, markdown.NameWidth)
	default:
		return ""
	}
}

// commit is a commit as a link to address, or to the repository's page of it.
func (d *draft) commit(commit, address string) string {
	if commit == "" {
		return ""
	}
	if address == "" && d.page.Repository != "" && len(commit) >= 40 && gitformat.IsHex(commit) {
		address = strings.TrimSuffix(d.page.Repository, "/") + "/commit/" + commit
	}
	return markdown.Link(markdown.Cell(shortCommit(commit), markdown.NameWidth), d.page.inRepository(address))
}

// log folds away the end of the training's log.
func (d *draft) log() {
	if !d.unjudged() || d.r.Execution.Status == repro.ExecSucceeded {
		return
	}
	if lines := tail(d.r.Execution.Log, d.cut.log); len(lines) > 0 {
		// Of a training that failed, its last words are what a reader needs.
		d.fold(d.open || d.r.Reason == repro.PipelineFailed, "Last "+wording.Count(len(lines), "line", "lines")+" of the training", markdown.Fenced(lines))
	}
}

// checked folds away how the check was done.
func (d *draft) checked() {
	if !d.cut.evidence {
		return
	}
	inner := &draft{r: d.r, page: d.page, open: d.open, cut: d.cut}
	if !d.unjudged() {
		inner.sideBySide()
	}
	if d.unjudged() {
		inner.gates(repro.GatePassed, repro.GateUnknown)
	} else {
		inner.gates(repro.GatePassed, repro.GateUnknown, repro.GateFailed)
	}
	inner.spread()
	inner.curves()
	inner.chart()
	inner.add(inner.aside())
	inner.add(markdown.Prose(caveat(d.r)))
	inner.add(inner.history())
	d.details("How this was checked", strings.Join(inner.parts, "\n\n"))
}

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

// spread says what repeats measured.
func (d *draft) spread() {
	lines := []string{}
	for _, delta := range d.r.Comparison.Judged() {
		if text := spreadOf(delta); text != "" && len(lines) < d.cut.rows {
			lines = append(lines, "- "+markdown.Code(delta.Name, markdown.NameWidth)+": "+markdown.Prose(text)+".")
		}
	}
	d.add(strings.Join(lines, "\n"))
}

// aside names the metrics that no table shows.
func (d *draft) aside() string {
	sentences := []string{}
	for _, group := range []struct {
		state repro.State
		words string
	}{{repro.StateIgnored, "Excluded"}, {repro.StateExtra, "Only in " + newer(d.r)}} {
		names := []string{}
		for _, delta := range d.r.Comparison.In(group.state) {
			names = append(names, markdown.Code(delta.Name, markdown.NameWidth))
		}
		if len(names) > 0 {
			sentences = append(sentences, group.words+": "+strings.Join(few(names, 20), ", ")+".")
		}
	}
	return strings.Join(sentences, " ")
}

// history is the earlier checks in words, and as symbols, oldest first.
func (d *draft) history() string {
	const most = 30
	past := d.r.Earlier
	if len(past) == 0 {
		return ""
	}
	symbols := []string{}
	for _, check := range past[max(0, len(past)-most):] {
		symbols = append(symbols, check.Verdict.Symbol())
	}
	return markdown.Prose(wording.Capital(earlier(d.r))) + " Oldest first: " + strings.Join(symbols, " ")
}
