package report

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// The lines here say one step each, in words of ours around names as they
// came: whoever prints them escapes them whole.

// modelLine is "churn-classifier v7 (production), run 3f9c2d1a of 2 Mar 2026".
func modelLine(plan repro.Plan) string {
	text := cmp.Or(plan.Model.Label(), printable.Middle(plan.Original.From, terminal.NameWidth), "no registered model")
	if labels := versionLabels(plan.Model); len(labels) > 0 {
		text += " (" + strings.Join(labels, ", ") + ")"
	}
	run := plan.Original
	if run.ID == "" {
		run.ID = plan.Model.RunID
	}
	if name := runName(run); name != "" {
		text += ", " + name
		if when := day(run.Started); when != "" {
			text += " of " + when
		}
	}
	return printable.Middle(text, terminal.TextWidth)
}

// versionLabels gives stage and aliases as they can be typed after --version.
func versionLabels(v repro.ModelVersion) []string {
	var labels []string
	if v.Stage != "" && v.Stage != "None" {
		labels = append(labels, printable.Middle(v.Stage, terminal.NameWidth))
	}
	for _, alias := range few(v.Aliases, 5) {
		labels = append(labels, "@"+printable.Middle(alias, terminal.NameWidth))
	}
	return labels
}

// recorded is a run with its date and whence it was read.
func recorded(run repro.Run) string {
	parts := []string{}
	if run.ID != "" {
		parts = append(parts, "run "+run.ID)
	}
	if run.From != "" {
		parts = append(parts, printable.Middle(run.From, terminal.NameWidth))
	}
	if run.Status != "" && run.Status != repro.RunFinished {
		parts = append(parts, string(run.Status))
	}
	if when := day(run.Started); when != "" {
		parts = append(parts, when)
	}
	parts = append(parts, wording.Count(len(run.Metrics), "metric", "metrics"))
	return strings.Join(parts, ", ")
}

// paramStatuses in the order in which a reader wants them.
var paramStatuses = []struct {
	status repro.ParamStatus
	words  string
}{
	{repro.ParamWritten, "written"},
	{repro.ParamAssumed, "written with an assumed type"},
	{repro.ParamUnchanged, "unchanged"},
	{repro.ParamPassed, "passed by the run command"},
	{repro.ParamLoggedOnly, "logged only"},
	{repro.ParamAmbiguous, "ambiguous"},
	{repro.ParamRefused, "refused"},
	{repro.ParamIgnored, "not compared, as asked"},
}

// paramsLine counts the params by what became of them, or in a plan will, and
// names the files.
func paramsLine(edits []repro.ParamEdit, planned bool) string {
	logged, counts, files := 0, map[repro.ParamStatus]int{}, []string{}
	for _, edit := range edits {
		if edit.Status == repro.ParamNotRecorded {
			continue // a key of the file, not a param of the run
		}
		logged++
		counts[edit.Status]++
		if edit.File != "" && !contains(files, edit.File) {
			files = append(files, edit.File)
		}
	}
	if logged == 0 {
		return ""
	}
	parts := []string{}
	for _, known := range paramStatuses {
		if n := counts[known.status]; n > 0 {
			words := known.words
			if planned {
				words = strings.Replace(words, "written", "to write", 1)
			}
			parts = append(parts, strconv.Itoa(n)+" "+words)
		}
	}
	text := strings.Join(parts, ", ")
	if len(files) > 0 {
		text += " (" + strings.Join(few(files, 3), ", ") + ")"
	}
	if len(parts) > 1 {
		text = strconv.Itoa(logged) + " logged: " + text
	}
	return text
}

func codeLine(code repro.CodeRef) string {
	if code.Commit == "" {
		return ""
	}
	return shortCommit(code.Commit) + withText(", ", code.From)
}

func branchLine(change repro.Change) string {
	if change.Branch == "" {
		return ""
	}
	text := printable.Middle(change.Branch, terminal.NameWidth*2) + " at "
	if change.Head != "" && change.Head != change.Commit {
		return text + shortCommit(change.Head) + ", beside the trained commit " + shortCommit(change.Commit)
	}
	return text + cmp.Or(shortCommit(change.Commit), "an unknown commit")
}

// environmentLine is "original (uv.lock at a1b2c3d: 45 packages, Python 3.11.7, from the
// cache)"; "" where nothing is rebuilt.
func environmentLine(e repro.Environment) string {
	if e.Asked == "" {
		return ""
	}
	return printable.Middle(e.Asked+" ("+e.What+")", 4*terminal.NameWidth)
}

// trainingLine is "train.yml run 412 done in 12m03s", and of several trainings
// "train.yml run 412 and 4 further trainings, 1h00m in all".
func trainingLine(r repro.Result) string {
	e := r.Execution
	if e.Status == "" {
		return ""
	}
	text := printable.Middle(e.Name, terminal.NameWidth)
	if text == "" {
		text = "training"
	}
	if e.Attempt > 1 {
		text += " (attempt " + strconv.Itoa(e.Attempt) + ")"
	}
	d := e.Duration()
	if further := furtherTrainings(r); further != "" {
		return text + " and " + further
	}
	if e.Status == repro.ExecSucceeded {
		if d > 0 {
			return text + " done in " + span(d)
		}
		return text + " done"
	}
	text += " " + string(e.Status)
	if d > 0 {
		text += " after " + strings.Replace(span(d), "under", "less than", 1)
	}
	// What to do about it is in the sentence below the verdict.
	if what, _, _ := strings.Cut(e.Detail, "; "); what != "" {
		text += ": " + printable.Middle(what, terminal.TextWidth)
	}
	return text
}

// furtherTrainings counts the trainings of a check beside the first, and says how
// long all took; "" where there was one.
func furtherTrainings(r repro.Result) string {
	if r.Further.Made == 0 {
		return ""
	}
	text := wording.Count(r.Further.Made, "further training", "further trainings")
	if slices.Contains(evidence.ReadProof(r.Evidence).Witnesses, string(evidence.Challenged)) {
		if text += ", a challenge among them"; r.Further.Made == 1 {
			text = "a challenge"
		}
	}
	if took := r.Execution.Duration() + r.Further.Took; took > 0 {
		text += ", " + span(took) + " in all"
	}
	return text
}

func metricsLine(c repro.Comparison) string {
	if len(c.Deltas) == 0 {
		return ""
	}
	text := strconv.Itoa(len(c.Judged())) + " compared"
	if n := len(c.In(repro.StateIgnored)); n > 0 {
		text += ", " + strconv.Itoa(n) + " excluded"
	}
	if n := len(c.In(repro.StateReported)); n > 0 {
		text += ", " + strconv.Itoa(n) + " shown only"
	}
	return text
}

// tail gives the last n lines that hold something.
func tail(lines []string, n int) []string {
	var kept []string
	for i := len(lines) - 1; i >= 0 && len(kept) < n; i-- {
		if strings.TrimSpace(lines[i]) != "" {
			kept = append([]string{lines[i]}, kept...)
		}
	}
	return kept
}

func countText(n int) string { return strconv.Itoa(n) }

// roundTo rounds to that many significant digits.
func roundTo(value float64, digits int) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(value, 'g', digits, 64), 64)
	if err != nil || math.IsInf(rounded, 0) {
		return value
	}
	return rounded
}
