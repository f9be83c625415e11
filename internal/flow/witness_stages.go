package flow

import (
	"fmt"
	"slices"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// executed: no stage that leads to the metrics was taken from a cache, and what
// ran was the commit's code. A run that logged the original's params shows that
// the training script ran. Without one, a DVC pipeline has to say that its
// training stage did: with --quiet, or with its log gone, it may have put the
// old outputs back and said nothing.
func executed(training Training, arrival repro.Gate, c collected) repro.Gate {
	gate := repro.Gate{Name: "stages ran", State: repro.GateFailed, Reason: repro.NotExecuted}
	ran := training.Execution.Executed
	trained := slices.ContainsFunc(training.Stages, dvc.Log{Executed: ran}.Ran)
	logged := arrival.State == repro.GatePassed && byTraining(training, c.tracked)
	switch {
	case len(training.Execution.Skipped) > 0:
		gate.Text = fmt.Sprintf("the pipeline did not run %s: these would be the original's own numbers; make the command train anew, with DVC: dvc repro --force", listed(training.Execution.Skipped))
		return gate
	case len(training.Failed) > 0 && arrival.State != repro.GatePassed:
		gate.Reason = repro.PipelineFailed
		gate.Text = fmt.Sprintf("the command ended well, and DVC says that %s failed; let the command end badly with it", listed(training.Failed))
		return gate
	case len(training.Elsewhere) > 0:
		gate.Text = fmt.Sprintf("what ran is not known to be the commit's code: the training left %s other than the commit has it; train the code that is meant with --code-ref", listed(training.Elsewhere))
		return gate
	case len(training.Stages) > 0 && !trained && !logged:
		gate.Text = fmt.Sprintf("nothing shows that %s ran: the pipeline's output does not say so, and no tracking run that it made logged the original's params; let dvc repro --force print what it does", listed(training.Stages))
		return gate
	}
	gate.State, gate.Reason = repro.GatePassed, ""
	gate.Text = "the pipeline ran " + listed(ran)
	if len(ran) == 0 {
		gate.State, gate.Text = repro.GateUnknown, "the pipeline's output does not say which stages ran"
	}
	return gate
}

// byTraining says whether a run can have been made by the training itself:
// MLflow records which program logged it, and an evaluation that logs all params
// on a run of its own says nothing about where its model came from. A program
// that no stage names alone is taken for the training where DVC was silent; where
// DVC spoke, it would have named the stage.
func byTraining(training Training, run repro.Run) bool {
	var callers []string
	if program := run.Tags["mlflow.source.name"]; program != "" && training.Callers != nil {
		callers = training.Callers(program)
	}
	trains := func(stage string) bool { return slices.Contains(training.Stages, stage) }
	switch {
	case len(callers) > 0 && !slices.ContainsFunc(callers, trains):
		return false
	case len(callers) > 0 && !slices.ContainsFunc(callers, func(stage string) bool { return !trains(stage) }):
		return true
	default:
		return len(training.Execution.Executed) == 0
	}
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
