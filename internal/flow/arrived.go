package flow

import (
	"fmt"
	"os"
	"path"
	"slices"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/planning"
	"github.com/reproduce-action/reproduce/internal/remedy"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// arrived: the training used the params that were written.
func arrived(plan repro.Plan, change repro.Change, training train.Training, c collected) repro.Gate {
	gate := repro.Gate{Name: evidence.ParamsArrived, State: repro.GatePassed}
	if len(training.Rewrote) > 0 {
		gate.State, gate.Reason = repro.GateFailed, repro.ParamsNotApplied
		gate.Text = fmt.Sprintf("the pipeline wrote %s itself, so the params on %s were not what it trained with", wording.List(training.Rewrote), change.Branch)
		return gate
	}
	// Where the file is to be read, what a run did not log is no contradiction.
	logs := func(name string) bool { _, logged := c.tracked.Params.Get(name); return logged }
	all := planning.ComparedParams(plan)
	original := all
	if plan.Metrics.Source == "file" {
		original = slices.DeleteFunc(slices.Clone(original), func(p repro.Param) bool { return !logs(p.Name) })
	}
	before := c.knownOriginal(plan.Original)
	before.Run.Params = original
	if c.tracked.ID == "" || len(original) < len(all) {
		lost := slices.DeleteFunc(repro.ParamsWith(plan.Params, repro.ParamAmbiguous, repro.ParamRefused), logs)
		if len(lost) > 0 {
			gate.State, gate.Reason = repro.GateFailed, repro.ParamsNotWritable
			gate.Text = fmt.Sprintf("%s could not be written, and no tracking run says with which values it trained; map them with --params-map", wording.List(lost))
			return gate
		}
	}
	held := repro.ParamsWith(plan.Params, repro.ParamUnchanged, repro.ParamWritten, repro.ParamAssumed, repro.ParamPassed, repro.ParamAmbiguous, repro.ParamRefused)
	differing := params.Arrived(before, c.knownReproduction(plan.Original, change), plan.Params)
	switch {
	case c.tracked.ID == "":
		gate.State, gate.Text = repro.GateUnknown, "without a tracking run, which params the training used is not known"
	case len(differing) > 0:
		gate.State, gate.Reason = repro.GateFailed, repro.ParamsNotApplied
		gate.Text = "the new run did not train with the original's params: " + wording.List(texts(differing)) + remedy.NotWritten(plan.Params, differing) + remedy.Of(plan, training, c.tracked, differing)
	case len(held) == 0 && !slices.ContainsFunc(original, func(p repro.Param) bool { return logs(p.Name) }):
		gate.State, gate.Text = repro.GateUnknown, "the new run logged none of the original's params, and none has a place in the project's params files"
	case len(held) == 0:
		gate.State, gate.Text = repro.GateUnknown, "none of the original's params has a place in the project's params files; those that both runs logged are equal"
	case !slices.ContainsFunc(held, logs):
		gate.State, gate.Text = repro.GateUnknown, "the new run logged none of the params that the files hold or the run command passes"
	default:
		gate.Text = "the new run logged the original's params" + onlyOne(all, c.tracked.Params)
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

// knownOriginal is what the original's params may name as its own.
func (c collected) knownOriginal(run repro.Run) params.Known {
	return params.Known{Run: run, Commits: []string{lineage.RecordedCommit(run).Value}, Roots: append(c.clones, root(run, c.tracked)...)}
}

// knownReproduction is what the new run's params may name as its own.
func (c collected) knownReproduction(original repro.Run, change repro.Change) params.Known {
	run := c.tracked
	return params.Known{
		Run: run, Branch: change.Branch, Host: c.host, Roots: append(c.places, root(run, original)...),
		Commits: []string{change.Commit, change.Head, change.Base, lineage.RecordedCommit(run).Value},
	}
}

// places are directories on this machine: in which the original may have been
// trained, and in which this training runs.
func (f *Flow) places() (clones, places []string) {
	if local, ok := f.Project.(train.Here); ok {
		return local.Origin(), local.Place()
	}
	return nil, nil
}

// host is the name of this machine, where a training runs on it.
func (f *Flow) host() string {
	if _, local := f.Project.(train.Here); !local {
		return ""
	}
	name, err := os.Hostname()
	if err != nil {
		return ""
	}
	return name
}

// root is the directory of a run's checkout: its program's full path without
// what it has in common with the other's. None where that is not recorded.
func root(run, other repro.Run) []string {
	a, b := path.Clean(run.Tags[lineage.MlflowSource]), path.Clean(other.Tags[lineage.MlflowSource])
	if !path.IsAbs(a) || path.Base(a) != path.Base(b) {
		return nil
	}
	for path.Base(a) == path.Base(b) && a != "/" && b != "/" {
		a, b = path.Dir(a), path.Dir(b)
	}
	if a == "/" {
		return nil
	}
	return []string{a}
}
