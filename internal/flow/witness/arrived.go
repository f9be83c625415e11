package witness

import (
	"fmt"
	"slices"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/planning"
	"github.com/reproduce-action/reproduce/internal/remedy"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// arrived: the training used the params that were written.
func arrived(plan repro.Plan, change repro.Change, training train.Training, c collect.Collected) repro.Gate {
	gate := repro.Gate{Name: evidence.ParamsArrived, State: repro.GatePassed}
	if len(training.Rewrote) > 0 {
		gate.State, gate.Reason = repro.GateFailed, repro.ParamsNotApplied
		gate.Text = fmt.Sprintf("the pipeline wrote %s itself, so the params on %s were not what it trained with", wording.List(training.Rewrote), change.Branch)
		return gate
	}
	if len(c.Lock.Params) > 0 {
		gate.State, gate.Reason = repro.GateFailed, repro.ParamsNotApplied
		gate.Text = fmt.Sprintf("by DVC's lock, as the training left it, it trained with other params: %s. Let the workflow train with the params files of its branch, and leave the dvc.lock of that training", wording.ListUpTo(c.Lock.Params, 3))
		return gate
	}
	// Where the file is to be read, what a run did not log is no contradiction.
	logs := func(name string) bool { _, logged := c.Tracked.Params.Get(name); return logged }
	all := planning.ComparedParams(plan)
	original := all
	if plan.Metrics.Source == "file" {
		original = slices.DeleteFunc(slices.Clone(original), func(p repro.Param) bool { return !logs(p.Name) })
	}
	before := c.KnownOriginal(plan.Original)
	before.Run.Params = original
	if c.Tracked.ID == "" || len(original) < len(all) {
		lost := slices.DeleteFunc(repro.ParamsWith(plan.Params, repro.ParamAmbiguous, repro.ParamRefused), logs)
		if len(lost) > 0 {
			gate.State, gate.Reason = repro.GateFailed, repro.ParamsNotWritable
			gate.Text = fmt.Sprintf("%s could not be written, and no tracking run says with which values it trained%s", wording.List(lost), remedy.Lost(plan.Params, lost))
			return gate
		}
	}
	held := repro.ParamsWith(plan.Params, repro.ParamUnchanged, repro.ParamWritten, repro.ParamAssumed, repro.ParamPassed, repro.ParamAmbiguous, repro.ParamRefused)
	differing := params.Arrived(before, c.KnownReproduction(plan.Original, change), plan.Params)
	switch {
	case c.Tracked.ID == "":
		gate.State, gate.Text = repro.GateUnknown, "without a tracking run, which params the training used is not known"
	case len(differing) > 0:
		gate.State, gate.Reason = repro.GateFailed, repro.ParamsNotApplied
		gate.Text = "the new run did not train with the original's params: " + wording.List(texts(differing)) + remedy.NotWritten(plan.Params, differing) + remedy.Of(plan, training, c.Tracked, differing)
	case len(held) == 0 && !slices.ContainsFunc(original, func(p repro.Param) bool { return logs(p.Name) }):
		gate.State, gate.Text = repro.GateUnknown, "the new run logged none of the original's params, and none has a place in the project's params files"
	case len(held) == 0:
		gate.State, gate.Text = repro.GateUnknown, "none of the original's params has a place in the project's params files; those that both runs logged are equal"
	case !slices.ContainsFunc(held, logs):
		gate.State, gate.Text = repro.GateUnknown, "the new run logged none of the params that the files hold or the run command passes"
	default:
		gate.Text = "the new run logged the original's params" + onlyOne(all, c.Tracked.Params)
		if lost := unplaced(original, plan.Params, logs); len(lost) > 0 {
			gate.State = repro.GateUnknown
			gate.Text += fmt.Sprintf("; nothing tells with which %s it trained: log it, or map it with --params-map", wording.List(lost))
		}
	}
	if gate.State == repro.GateUnknown && len(training.Rewritten) > 0 {
		gate.State, gate.Reason = repro.GateFailed, repro.ParamsNotApplied
		gate.Text = fmt.Sprintf("%s was written during the training and holds the same params again, so nothing shows with which params it trained; let the command leave it alone, or log the params with mlflow.log_params", wording.List(training.Rewritten))
	}
	return gate
}

// unplaced names the params of the original that the new run did not log and
// that no params file holds.
func unplaced(original repro.Params, edits []repro.ParamEdit, logs func(string) bool) []string {
	held := repro.ParamsWith(edits, repro.ParamUnchanged, repro.ParamWritten, repro.ParamAssumed)
	var names []string
	for _, param := range original {
		if !logs(param.Name) && !slices.Contains(held, param.Name) {
			names = append(names, param.Name)
		}
	}
	return names
}

// onlyOne names the params that one run logged and the other did not: no
// contradiction, and not known to be the same.
func onlyOne(original, reproduced repro.Params) string {
	lacking := func(in, from repro.Params) []string {
		var names []string
		for _, param := range in {
			if _, logged := from.Get(param.Name); !logged {
				names = append(names, param.Name)
			}
		}
		return names
	}
	text := ""
	if names := lacking(original, reproduced); len(names) > 0 {
		text += " but " + wording.List(names)
	}
	if names := lacking(reproduced, original); len(names) > 0 {
		text += "; only the new run logged " + wording.List(names)
	}
	return text
}

func texts(differing []params.Difference) []string {
	lines := make([]string, len(differing))
	for i, difference := range differing {
		lines[i] = difference.String()
	}
	return lines
}
