package witness

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// executed: no stage that leads to the metrics was taken from a cache or took
// what stood there before, and what ran was the commit's code. In a pipeline
// there has to be a sign that its training ran: DVC says so, or the run that
// logged the original's params was made by a program of that stage, or such a program
// was seen to make the numbers. With --quiet, or with its log gone, DVC may have put
// the old outputs back and said nothing.
func executed(training train.Training, arrival repro.Gate, seen []repro.Gate, c collect.Collected) repro.Gate {
	gate := repro.Gate{Name: evidence.StagesRan, State: repro.GateFailed, Reason: repro.NotExecuted}
	ran, saw := training.Execution.Executed, sawTraining(training, seen, c)
	switch {
	case len(training.Failed) > 0:
		gate.Reason = repro.PipelineFailed
		gate.Text = fmt.Sprintf("DVC reports that %s failed, though the training counted as successful; let the command fail when a stage fails", wording.List(training.Failed))
		return gate
	case len(training.Execution.Skipped) > 0:
		gate.Text = fmt.Sprintf("the pipeline did not run %s, so the metrics may be the original's own; make the command train again, with DVC: dvc repro --force", wording.List(training.Execution.Skipped))
		return gate
	case len(training.UpToDate) > 0:
		gate.Text = fmt.Sprintf("make considered %s up to date, so nothing shows that a model was trained; run make -B, or remove the model from git", wording.List(training.UpToDate))
		return gate
	case len(training.Modified) > 0:
		gate.Reason = repro.OtherCode
		gate.Text = fmt.Sprintf("the training may not have run the commit's code: it left %s changed. Choose the commit with --code-ref, and keep files that the training writes out of git, or declare them as stage outputs", wording.List(training.Modified))
		return gate
	case len(c.Lock.Code) > 0:
		gate.Reason = repro.OtherCode
		gate.Text = fmt.Sprintf("DVC's lock, as the training left it, is not of the commit's code and data: it has another content for %s. Train what the branch holds, and leave the dvc.lock of that training", wording.ListUpTo(c.Lock.Code, 3))
		return gate
	case len(training.OtherData) > 0:
		gate.Reason = repro.OtherCode
		gate.Text = fmt.Sprintf("the training had other data than the commit's: %s is not what its .dvc file says. Let the command get it with dvc checkout, or add it with dvc add and commit its .dvc file", wording.List(training.OtherData))
		return gate
	case len(training.Stages) > 0 && saw == "" && !trained(training, arrival, c):
		gate.Text = fmt.Sprintf("nothing shows that %s ran: the pipeline's output does not say so, and %s; let dvc repro --force print what it does", wording.List(training.Stages), noProgram(arrival, c.Tracked))
		return gate
	}
	gate.State, gate.Reason = repro.GatePassed, ""
	gate.Text = "the pipeline ran " + wording.List(ran)
	switch {
	case len(ran) == 0 && saw != "":
		gate.Text = "the pipeline's output does not say which stages ran; " + saw + " of " + wording.List(training.Callers(saw)) + " was seen to run"
	case len(ran) == 0:
		gate.State, gate.Text = repro.GateUnknown, "the pipeline's output does not say which stages ran"
	}
	return gate
}

// trained says whether there is a sign that a training stage of the pipeline ran.
func trained(training train.Training, arrival repro.Gate, c collect.Collected) bool {
	return training.Ran() ||
		arrival.State == repro.GatePassed && byTraining(training, c.Tracked)
}

// sawTraining is the program of a training stage that was seen to make the numbers of
// its params; "" where none was.
func sawTraining(training train.Training, seen []repro.Gate, c collect.Collected) string {
	if !proves(seen) || training.Callers == nil {
		return ""
	}
	for _, program := range training.Observed(c.Files, c.Run.ID).Programs {
		program = strings.TrimPrefix(program, "python -m ")
		if callers := training.Callers(program); onlyTraining(training, callers) {
			return program
		}
	}
	return ""
}

// noProgram says why the run is no such sign.
func noProgram(arrival repro.Gate, run repro.Run) string {
	program := run.Tags[lineage.MlflowSource]
	if path.IsAbs(program) {
		program = path.Base(program) // it lies in the place of this training
	}
	switch {
	case arrival.State == repro.GatePassed && program != "":
		return fmt.Sprintf("%s logged the new run, but it may be the program of another stage, or of none", program)
	case arrival.State == repro.GatePassed:
		return "the new run does not say which program logged it"
	}
	return "no tracking run that it made logged the original's params"
}

// byTraining says whether a run was made by the training itself: by a program
// that stages run which train, and no other. An evaluation that logs all params
// on a run of its own says nothing about where its model came from, and neither
// does a program that no stage names.
func byTraining(training train.Training, run repro.Run) bool {
	program := run.Tags[lineage.MlflowSource]
	if program == "" || training.Callers == nil {
		return false
	}
	return onlyTraining(training, training.Callers(program))
}

// onlyTraining says whether stages are there, and all of them train.
func onlyTraining(training train.Training, stages []string) bool {
	return len(stages) > 0 && !slices.ContainsFunc(stages, func(stage string) bool { return !slices.Contains(training.Stages, stage) })
}
