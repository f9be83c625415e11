package witness

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/planning"
	"github.com/reproduce-action/reproduce/internal/remedy"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// apart is the evidence against numbers that are perhaps another model's.
func apart(c collect.Collected) []repro.Gate {
	if c.Ambiguous == "" {
		return nil
	}
	return []repro.Gate{{Name: evidence.MetricsApart, State: repro.GateFailed, Reason: repro.AmbiguousMetrics, Text: c.Ambiguous}}
}

// passOn is the way to the id for programs that run in an environment of their own.
func passOn(c collect.Collected) string {
	const way = "Pass the variable MLFLOW_RUN_CONTEXT on to the program: env -i, sudo, tox and containers leave it out"
	if c.Unmarked == "" {
		return way
	}
	return "Run " + c.Unmarked + " was begun meanwhile, without the id: --metrics-source " + repro.SourceUntagged + " takes it. MlflowClient().create_run and REST give a run no id but by its tags. " + way
}

// Of is the evidence that the numbers are of a training that happened, on
// our commit, with our params. It comes before any comparison: a comparison
// behind a failed gate could only say "identical".
func Of(plan repro.Plan, change repro.Change, training train.Training, c collect.Collected) []repro.Gate {
	end := ended(training.Execution)
	gates := []repro.Gate{end}
	if end.State == repro.GateFailed {
		return gates
	}
	if c.Rivals != "" {
		return append(gates, repro.Gate{Name: evidence.OneRun, State: repro.GateFailed, Reason: c.RivalsFor, Text: c.Rivals})
	}
	arrival, made, seen := arrived(plan, change, training, c), newMetrics(plan, training, c), observed(training, c)
	gates = append(gates, executed(training, arrival, seen, c), another(plan, c), made)
	gates = append(gates, apart(c)...)
	if made.State == repro.GateFailed {
		return gates
	}
	commit := code(change, training, c)
	original := plan.Original
	original.Params = planning.ComparedParams(plan)
	models, doubts := slices.Concat(oldModels(training, seen, c), carried(training)), slices.Concat(younger(training, c), unmoved(plan, training, c), metAgain(training, seen, c), copied(training, c, plan.Original.From))
	computed := doubted(Proof(original, training, arrival, commit, seen, c), slices.Concat(seen, models, doubts))
	return slices.Concat(gates, []repro.Gate{commit, finished(c), arrival}, seen, told(training, arrival, seen, c), models, disagreeing(plan, c), doubts, []repro.Gate{computed})
}

// ended: the pipeline came to its end.
func ended(execution repro.Execution) repro.Gate {
	gate := repro.Gate{Name: evidence.PipelineEnded, State: repro.GateFailed}
	detail := execution.Detail
	if detail != "" {
		detail = ": " + detail
	}
	training := fmt.Sprintf("the training (%s)", execution.Name)
	switch execution.Status {
	case repro.ExecSucceeded:
		gate.State, gate.Text = repro.GatePassed, training+" succeeded"+detail
	case repro.ExecEndedEarly:
		return endedGate(training)
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

// another: the run is not the original met again.
func another(plan repro.Plan, c collect.Collected) repro.Gate {
	gate := repro.Gate{Name: evidence.AnotherRun, State: repro.GatePassed}
	original := plan.Original.ID
	switch {
	case original != "" && (c.Run.ID == original || c.Tracked.ID == original || c.ClaimsOriginal):
		gate.State, gate.Reason = repro.GateFailed, repro.SameRun
		gate.Text = fmt.Sprintf("after the training the model still is that of run %s, the original: nothing was trained; make the command train again", original)
	case c.Run.ID != "":
		gate.Text = fmt.Sprintf("the metrics are those of run %s, which carries this reproduction's id", c.Run.ID)
		if slices.Contains(c.Project, c.Run.ID) {
			gate.Text = fmt.Sprintf("the metrics are those of run %s, which mlflow run made of the branch's commit while the training ran", c.Run.ID)
		}
		if c.Untagged {
			gate.Text = fmt.Sprintf("the metrics are those of run %s, of the runs that %s", c.Run.ID, c.Known())
		}
	default:
		gate.State, gate.Text = repro.GateUnknown, "no tracking run carries this reproduction's id"
	}
	return gate
}

// clockSkew is how far the clock that a run was started by may be behind ours.
const clockSkew = 5 * time.Minute

// beforeTraining says whether a run was there before its training was. Who re-runs a
// workflow's failed jobs keeps the run of the first attempt, and the training's
// time is that of the last.
func beforeTraining(training train.Training, run repro.Run) bool {
	began := training.Execution.Started
	return !began.IsZero() && training.Execution.Attempt <= 1 && run.Started.Before(began.Add(-clockSkew))
}

// newMetrics: the numbers were made by this training.
func newMetrics(plan repro.Plan, training train.Training, c collect.Collected) repro.Gate {
	gate := repro.Gate{Name: evidence.MetricsNew, State: repro.GateFailed}
	switch {
	case c.Tracked.ID != "" && beforeTraining(training, c.Tracked):
		gate.Reason = repro.StaleMetrics
		gate.Text = fmt.Sprintf("run %s carries this reproduction's id and was started %s before the training: the command went on with an old run, or its clock is wrong", c.Tracked.ID, training.Execution.Started.Sub(c.Tracked.Started).Round(time.Minute))
	case c.Run.ID != "":
		gate.State = repro.GatePassed
		gate.Text = fmt.Sprintf("run %s was started by this training", c.Run.ID)
		if c.Untagged {
			gate.Text = fmt.Sprintf("run %s was started while this training ran", c.Run.ID)
		}
	case c.Run.From != "" && len(c.Restored) > 0:
		gate.Reason = repro.StaleMetrics
		gate.Text = fmt.Sprintf("DVC skipped the stage that makes %s, and took it from its cache; make the command dvc repro --force", wording.List(c.Restored))
	case c.Run.From != "" && c.Wrote && len(c.Stood) > 0:
		gate.State = repro.GateUnknown
		gate.Text = fmt.Sprintf("the metrics equal those in the file before the training (%s): this training computed them again, or something put the file back", wording.List(c.Stood))
	case c.Run.From != "" && c.Wrote:
		gate.State = repro.GatePassed
		gate.Text = c.Run.From + " was written by this training"
		if strings.Contains(c.Run.From, ", ") {
			gate.Text = c.Run.From + " were written by this training"
		}
		if slices.Contains(training.Execution.Absent, c.Run.From) {
			gate.Text += ", and was taken away before it"
		}
	case c.Run.From != "":
		gate.Reason = repro.StaleMetrics
		gate.Text = fmt.Sprintf("nothing shows that the pipeline wrote %s: its content was there before the training; log with mlflow.start_run to show it", cmp.Or(wording.List(c.Stale), c.Run.From))
	case taken(training, plan.Metrics.Files) && c.Unread == "" && plan.Metrics.Source != "mlflow":
		gate.Reason = repro.StaleMetrics
		gate.Text = fmt.Sprintf("the training did not write %s: the committed file was taken away before the training; let the training write it, or log with mlflow.start_run", c.File)
	case plan.Metrics.Source == "mlflow":
		gate.Reason = repro.MetricsMissing
		gate.Text = "no tracking run carries this reproduction's id: the training logged to another server, does not log with mlflow.start_run, or lost the id"
	case c.Unmarked != "" && c.Unread == "":
		gate.Reason = repro.MetricsMissing
		gate.Text = "no tracking run carries this reproduction's id, and there is no metrics file"
	case c.File == "":
		gate.Reason = repro.MetricsMissing
		gate.Text = "no tracking run carries this reproduction's id and the project names no metrics file; " + remedy.NameMetricsFile(training, plan.Original.Metrics)
	case c.Unread != "":
		gate.Reason = repro.MetricsMissing
		gate.Text = "no tracking run carries this reproduction's id, and the metrics files could not be read: " + c.Unread
	case c.File == planning.UsualMetrics: // nobody need have named it
		gate.Reason = repro.MetricsMissing
		gate.Text = "no tracking run carries this reproduction's id, and no metrics file was found; " + remedy.NameMetricsFile(training, plan.Original.Metrics)
	default:
		gate.Reason = repro.MetricsMissing
		gate.Text = fmt.Sprintf("no tracking run carries this reproduction's id and there is no %s; %s", c.File, remedy.NameMetricsFile(training, plan.Original.Metrics))
	}
	if c.Unmarked != "" && gate.Reason != "" || gate.Reason == repro.MetricsMissing && plan.Metrics.Source == "mlflow" {
		gate.Text += ". " + passOn(c)
	}
	if gate.Reason == repro.MetricsMissing && collect.RunsProject(plan.Command) {
		gate.Text += ". mlflow run gives its runs no such id, and it printed none of this directory's project: make it mlflow run . {mlproject}, or the entry point's own command"
	}
	return gate
}

// taken says whether one of the files was taken away before the training.
func taken(training train.Training, files []string) bool {
	return slices.ContainsFunc(files, func(file string) bool {
		return slices.ContainsFunc(training.Execution.Absent, func(away string) bool { return away == file || strings.HasPrefix(away, file+"/") })
	})
}

// finished: the tracking run itself came to its end.
func finished(c collect.Collected) repro.Gate {
	gate := repro.Gate{Name: evidence.RunFinished, State: repro.GatePassed, Text: "the new run is finished"}
	switch {
	case c.Tracked.ID == "":
		gate.State, gate.Text = repro.GateUnknown, "the metrics file does not say whether the run finished"
	case c.Tracked.Status != repro.RunFinished:
		gate.State, gate.Reason = repro.GateFailed, repro.PipelineFailed
		gate.Text = fmt.Sprintf("the training succeeded, but its run %s is %s", c.Tracked.ID, c.Tracked.Status)
	}
	return gate
}
