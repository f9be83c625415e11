package witness

import (
	"slices"
	"strconv"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Which witnesses speak for a training, and what package evidence makes of them.

// Proof says by which row of the table the numbers were computed, or that none
// proves it.
func Proof(original repro.Run, training train.Training, arrival, commit repro.Gate, seen []repro.Gate, c collect.Collected) repro.Gate {
	spoke := spoke(original, training, arrival, commit, seen, c)
	row := evidence.Weigh(spoke)
	names := make([]string, len(spoke))
	for i, witness := range spoke {
		names[i] = string(witness)
	}
	if row.Proven {
		why := row.Why
		if c.Challenged != "" {
			why += ": " + c.Challenged
		}
		return repro.Gate{Name: evidence.NumbersComputed, State: repro.GatePassed, Text: row.Sentence(why, names)}
	}
	text := "nothing shows that this training computed the metrics: " + row.Why
	if !slices.Contains(spoke, evidence.Code) {
		text += OfElsewhere(training, c)
	}
	if c.Untagged && !c.Tied {
		text += ", and run " + c.Run.ID + " may be another program's: it recorded no commit, and "
		if c.Printed {
			text += "the training may have looked up the id that it printed"
		} else {
			text += "the training did not print its id"
		}
	}
	if len(c.Stood) > 0 {
		text += " (" + wording.List(c.Stood) + ")"
	}
	if training.Execution.Detail != "" {
		text += " (" + training.Execution.Detail + ")"
	}
	if arrival.State != repro.GateFailed && lineage.OtherProgram(original, c.Tracked) {
		text += "; " + lineage.ProgramOf(c.Tracked) + " logged the run, and " + lineage.ProgramOf(original) + " the original, as an evaluation of an old model would"
	}
	settle := row.WayOut
	if training.Execution.ID != "" && !slices.Contains(spoke, evidence.Code) {
		settle = "let each job of the workflow run and succeed, on its own branch, or log the run with mlflow.start_run"
	}
	gate := repro.Gate{Name: evidence.NumbersComputed, State: repro.GateFailed, Reason: repro.NotProven, Text: text + "; " + settle}
	if c.Different && (c.Run.From != "" || c.Printed) && len(c.Stood) == 0 {
		gate.State, gate.Reason = repro.GateUnknown, ""
	}
	return gate
}

// doubted takes a proof back where an objection says that the numbers are not this
// training's: the two must not stand side by side.
func doubted(gate repro.Gate, objections []repro.Gate) repro.Gate {
	if objection, failed := repro.FirstFailed(objections); failed && gate.State == repro.GatePassed {
		gate.State, gate.Text = repro.GateUnknown, "other witnesses prove nothing while the objection of "+strconv.Quote(objection.Name)+" stands"
	}
	return gate
}

// spoke lists the witnesses of a training, in the table's order.
func spoke(original repro.Run, training train.Training, arrival, commit repro.Gate, seen []repro.Gate, c collect.Collected) []evidence.Witness {
	file := c.Run.From != "" && c.Wrote
	// mlflow run logs the params that it passes by itself, whatever the program does with them.
	own := !slices.Contains(c.Project, c.Tracked.ID)
	said := map[evidence.Witness]bool{
		evidence.Run:      c.Run.ID != "" && (!c.Untagged || c.Tied || c.Challenged != ""),
		evidence.Params:   own && loggedParams(original, arrival, c.Tracked) && !lineage.OtherProgram(original, c.Tracked),
		evidence.Commit:   commit.State == repro.GatePassed,
		evidence.Code:     proves(seen) || CodeRan(training, commit, c),
		evidence.Program:  own && lineage.SameProgram(original, c.Tracked),
		evidence.Stage:    training.Ran(),
		evidence.Lock:     file && c.Vouched && len(c.Told) > 0 && len(training.Stages) > 0,
		evidence.Steps:    dispatchedTo(training),
		evidence.Model:    ModelMade(training, c),
		evidence.NewFile:  file && len(c.Stood) == 0,
		evidence.SameFile: file && len(c.Stood) > 0,
		evidence.Unaided:  file && training.Unaided != nil && training.Unaided(c.Told),

		evidence.Writer:     file && writer(training, c),
		evidence.Observed:   proves(seen),
		evidence.Challenged: c.Challenged != "",
	}
	var found []evidence.Witness
	for _, kind := range evidence.Witnesses {
		if said[kind.Witness] {
			found = append(found, kind.Witness)
		}
	}
	return found
}

// ModelMade says whether a training logged a model, or left a model file of its own.
func ModelMade(training train.Training, c collect.Collected) bool {
	return len(lineage.Flavours(c.Tracked)) > 0 || len(training.ModelsMade) > 0
}

// writer says whether the commit's code was seen to write the metrics files.
func writer(training train.Training, c collect.Collected) bool {
	return training.Observed != nil && len(c.Files) > 0 && training.Observed(c.Files, c.Run.ID).WroteAll
}

// loggedParams says whether a run logged the original's params: where no file
// holds them, each of them.
func loggedParams(original repro.Run, arrival repro.Gate, run repro.Run) bool {
	unlogged := func(param repro.Param) bool { _, logged := run.Params.Get(param.Name); return !logged }
	return arrival.State == repro.GatePassed ||
		arrival.State == repro.GateUnknown && len(original.Params) > 0 && !slices.ContainsFunc(original.Params, unlogged)
}
