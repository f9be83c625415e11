package flow

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// witness is the evidence that the numbers are of a training that happened, on
// our commit, with our params. It comes before any comparison: a comparison
// behind a failed gate could only say "identical".
func witness(plan repro.Plan, change repro.Change, training Training, c collected) []repro.Gate {
	gates := []repro.Gate{ended(training.Execution)}
	if gates[0].State == repro.GateFailed {
		return gates
	}
	arrival := arrived(plan, change, training, c)
	gates = append(gates, executed(training, arrival), another(plan, c), fresh(plan, c))
	if gates[3].State == repro.GateFailed {
		return gates
	}
	return append(gates, finished(c), arrival)
}

// ended: the pipeline came to its end.
func ended(execution repro.Execution) repro.Gate {
	gate := repro.Gate{Name: "pipeline ended", State: repro.GateFailed}
	detail := execution.Detail
	if detail != "" {
		detail = ": " + detail
	}
	training := fmt.Sprintf("the training (%s)", execution.Name)
	switch execution.Status {
	case repro.ExecSucceeded:
		gate.State, gate.Text = repro.GatePassed, training+" ended well"
	case repro.ExecFailed:
		gate.Reason, gate.Text = repro.PipelineFailed, training+" failed before it was done"+detail
	case repro.ExecTimedOut:
		gate.Reason, gate.Text = repro.PipelineTimedOut, training+" was not done in time"+detail
	case repro.ExecCancelled:
		gate.Reason, gate.Text = repro.PipelineCancelled, training+" was cancelled"+detail
	default:
		gate.Reason, gate.Text = repro.PipelineNotStarted, training+" was not started"+detail
	}
	return gate
}

// executed: no stage that leads to the metrics was taken from a cache. A run
// that logged the original's params shows that the training script ran. Without
// one, a DVC pipeline has to say that its training stage did: with --quiet, or
// with its log gone, it may have put the old outputs back and said nothing.
func executed(training Training, arrival repro.Gate) repro.Gate {
	gate := repro.Gate{Name: "stages ran", State: repro.GateFailed, Reason: repro.NotExecuted}
	ran := training.Execution.Executed
	trained := slices.ContainsFunc(training.Stages, dvc.Log{Executed: ran}.Ran)
	switch {
	case len(training.Execution.Skipped) > 0:
		gate.Text = fmt.Sprintf("the pipeline did not run %s: these would be the original's own numbers; make the command train anew, with DVC: dvc repro --force", listed(training.Execution.Skipped))
		return gate
	case len(training.Stages) > 0 && !trained && arrival.State != repro.GatePassed:
		gate.Text = fmt.Sprintf("nothing shows that %s ran: the pipeline's output does not say so, and no tracking run logged the original's params; let dvc repro --force print what it does", listed(training.Stages))
		return gate
	}
	gate.State, gate.Reason = repro.GatePassed, ""
	gate.Text = "the pipeline ran " + listed(ran)
	if len(ran) == 0 {
		gate.State, gate.Text = repro.GateUnknown, "the pipeline's output does not say which stages ran"
	}
	return gate
}

// decisive are the skipped stages that make a training no training. Excepted
// is a stage that takes no params, is no training, and either was frozen by the
// project itself (data fetched once) or leads to no metrics (a report).
func decisive(pipeline *dvc.Project, log dvc.Log) []string {
	if log.UpToDate && len(log.Executed) == 0 {
		return []string{"any stage"}
	}
	leading := map[string]bool{}
	for _, file := range pipeline.MetricFiles() {
		for _, stage := range pipeline.Upstream(file.Path) {
			leading[stage] = true
		}
	}
	var skipped []string
	for _, name := range log.Skipped {
		stage, known := stageOf(pipeline, name)
		harmless := known && len(stage.Params) == 0 && !slices.Contains(pipeline.Training(), stage.Name)
		aside := stage.Frozen || len(leading) > 0 && !leading[stage.Name]
		if !harmless || !aside {
			skipped = append(skipped, name)
		}
	}
	return skipped
}

// stageOf finds the stage that a line of a log names: relative to where DVC was
// called.
func stageOf(pipeline *dvc.Project, name string) (dvc.Stage, bool) {
	said := dvc.Log{Skipped: []string{name}}
	for _, stage := range pipeline.Stages {
		if said.Skips(stage.Name) {
			return stage, true
		}
	}
	return dvc.Stage{}, false
}

// another: the run is not the original met again.
func another(plan repro.Plan, c collected) repro.Gate {
	gate := repro.Gate{Name: "another run", State: repro.GatePassed}
	original := plan.Original.ID
	switch {
	case original != "" && (c.run.ID == original || c.old):
		gate.State, gate.Reason = repro.GateFailed, repro.SameRun
		gate.Text = fmt.Sprintf("after the training the model still is that of run %s, the original: nothing was trained; make the command train anew", original)
	case c.run.ID != "":
		gate.Text = fmt.Sprintf("the metrics are those of run %s, which carries this reproduction's id", c.run.ID)
	default:
		gate.State, gate.Text = repro.GateUnknown, "no tracking run carries this reproduction's id"
	}
	return gate
}

// fresh: the numbers were made by this training.
func fresh(plan repro.Plan, c collected) repro.Gate {
	gate := repro.Gate{Name: "metrics are new", State: repro.GateFailed}
	switch {
	case c.run.ID != "":
		gate.State = repro.GatePassed
		gate.Text = fmt.Sprintf("run %s was started by this training", c.run.ID)
	case c.run.From != "" && c.wrote:
		gate.State = repro.GatePassed
		gate.Text = c.run.From + " was written by this training"
	case c.run.From != "":
		gate.Reason = repro.StaleMetrics
		gate.Text = fmt.Sprintf("the pipeline did not write %s: what stands in it was there before", c.run.From)
	case plan.Metrics.Source == "mlflow":
		gate.Reason = repro.MetricsMissing
		gate.Text = "no tracking run carries this reproduction's id: the training logged to another server, or does not log with mlflow.start_run"
	case c.file == "":
		gate.Reason = repro.MetricsMissing
		gate.Text = "no tracking run carries this reproduction's id and the project names no metrics file; give --metrics-file"
	default:
		gate.Reason = repro.MetricsMissing
		gate.Text = fmt.Sprintf("no tracking run carries this reproduction's id and there is no %s; give --metrics-file", c.file)
	}
	return gate
}

// finished: the tracking run itself came to its end.
func finished(c collected) repro.Gate {
	gate := repro.Gate{Name: "run finished", State: repro.GatePassed, Text: "the new run is finished"}
	switch {
	case c.run.ID == "":
		gate.State, gate.Text = repro.GateUnknown, "the metrics file does not say whether the run finished"
	case c.run.Status != repro.RunFinished:
		gate.State, gate.Reason = repro.GateFailed, repro.PipelineFailed
		gate.Text = fmt.Sprintf("the command ended well, but its run %s is %s", c.run.ID, c.run.Status)
	}
	return gate
}

// arrived: the training used the params that were written.
func arrived(plan repro.Plan, change repro.Change, training Training, c collected) repro.Gate {
	gate := repro.Gate{Name: "params arrived", State: repro.GatePassed}
	if len(training.Rewrote) > 0 {
		gate.State, gate.Reason = repro.GateFailed, repro.ParamsNotApplied
		gate.Text = fmt.Sprintf("the pipeline wrote %s itself, so the params on %s were not what it trained with", listed(training.Rewrote), change.Branch)
		return gate
	}
	if c.tracked.ID == "" {
		gate.State, gate.Text = repro.GateUnknown, "without a tracking run nobody can say which params the training used"
		if lost := namesOf(plan.Params, repro.ParamAmbiguous, repro.ParamRefused); len(lost) > 0 {
			gate.State, gate.Reason = repro.GateFailed, repro.ParamsNotWritable
			gate.Text = fmt.Sprintf("%s could not be written, and without a tracking run nobody can say with which values it trained; map them with --params-map", listed(lost))
		}
		return gate
	}
	held := namesOf(plan.Params, repro.ParamUnchanged, repro.ParamWritten, repro.ParamAssumed, repro.ParamAmbiguous, repro.ParamRefused)
	if len(held) == 0 {
		gate.State, gate.Text = repro.GateUnknown, "none of the original's params has a place in the project's params files"
		return gate
	}
	if ok, differing := params.Arrived(plan.Original.Params, c.tracked.Params, plan.Params); !ok {
		gate.State, gate.Reason = repro.GateFailed, repro.ParamsNotApplied
		gate.Text = "the new run did not train with the original's params: " + listed(differing)
		return gate
	}
	gate.Text = "the new run logged the original's params"
	return gate
}

// namesOf names the logged params with one of the statuses.
func namesOf(edits []repro.ParamEdit, statuses ...repro.ParamStatus) []string {
	var names []string
	for _, edit := range edits {
		if edit.Name != "" && slices.Contains(statuses, edit.Status) && !slices.Contains(names, edit.Name) {
			names = append(names, edit.Name)
		}
	}
	return names
}

// listed joins names for a sentence, at most five of them.
func listed(names []string) string {
	const most = 5
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}
