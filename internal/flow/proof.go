package flow

import (
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Which witnesses speak for a training, and what package evidence makes of them.

// proof says by which row of the table the numbers were computed, or that none
// proves it.
func proof(original repro.Run, training train.Training, arrival, commit repro.Gate, seen []repro.Gate, c collected) repro.Gate {
	spoke := spoke(original, training, arrival, commit, seen, c)
	row := evidence.Weigh(spoke)
	names := make([]string, len(spoke))
	for i, witness := range spoke {
		names[i] = string(witness)
	}
	if row.Proven {
		why := row.Why
		if c.challenged != "" {
			why += ": " + c.challenged
		}
		return repro.Gate{Name: evidence.NumbersComputed, State: repro.GatePassed, Text: row.Sentence(why, names)}
	}
	text := "nothing shows that this training computed the metrics: " + row.Why
	if !slices.Contains(spoke, evidence.Code) {
		text += ofElsewhere(training, c)
	}
	if c.untagged && !c.tied {
		text += ", and run " + c.run.ID + " may be another program's: it recorded no commit, and the training did not print its id"
	}
	if len(c.stood) > 0 {
		text += " (" + wording.List(c.stood) + ")"
	}
	if arrival.State != repro.GateFailed && otherProgram(original, c.tracked) {
		text += "; " + programOf(c.tracked) + " logged the run, and " + programOf(original) + " the original, as an evaluation of an old model would"
	}
	gate := repro.Gate{Name: evidence.NumbersComputed, State: repro.GateFailed, Reason: repro.NotProven, Text: text + "; " + row.Settle}
	if c.different && c.run.From != "" && len(c.stood) == 0 {
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
func spoke(original repro.Run, training train.Training, arrival, commit repro.Gate, seen []repro.Gate, c collected) []evidence.Witness {
	file := c.run.From != "" && c.wrote
	// mlflow run logs the params that it passes by itself, whatever the program does with them.
	own := !slices.Contains(c.project, c.tracked.ID)
	said := map[evidence.Witness]bool{
		evidence.Run:      c.run.ID != "" && (!c.untagged || c.tied || c.challenged != ""),
		evidence.Params:   own && loggedParams(original, arrival, c.tracked) && !otherProgram(original, c.tracked),
		evidence.Commit:   commit.State == repro.GatePassed,
		evidence.Code:     proves(seen) || codeRan(training, commit, c),
		evidence.Program:  own && sameProgram(original, c.tracked),
		evidence.Stage:    training.Ran(),
		evidence.Lock:     file && c.vouched && len(c.told) > 0 && len(training.Stages) > 0,
		evidence.Steps:    dispatchedTo(training),
		evidence.Model:    modelMade(training, c),
		evidence.NewFile:  file && len(c.stood) == 0,
		evidence.SameFile: file && len(c.stood) > 0,
		evidence.Unaided:  file && training.Unaided != nil && training.Unaided(c.told),

		evidence.Writer:     file && writer(training, c),
		evidence.Observed:   proves(seen),
		evidence.Challenged: c.challenged != "",
	}
	var found []evidence.Witness
	for _, kind := range evidence.Witnesses {
		if said[kind.Witness] {
			found = append(found, kind.Witness)
		}
	}
	return found
}

// modelMade says whether a training logged a model, or left a model file of its own.
func modelMade(training train.Training, c collected) bool {
	return len(flavours(c.tracked)) > 0 || len(training.ModelsMade) > 0
}

// writer says whether the commit's code was seen to write the metrics files.
func writer(training train.Training, c collected) bool {
	return training.Observed != nil && len(c.files) > 0 && training.Observed(c.files, c.run.ID).WroteAll
}

// loggedParams says whether a run logged the original's params: where no file
// holds them, each of them.
func loggedParams(original repro.Run, arrival repro.Gate, run repro.Run) bool {
	unlogged := func(param repro.Param) bool { _, logged := run.Params.Get(param.Name); return !logged }
	return arrival.State == repro.GatePassed ||
		arrival.State == repro.GateUnknown && len(original.Params) > 0 && !slices.ContainsFunc(original.Params, unlogged)
}

// programOf is the name of the program that logged a run; "" where none is known
// by a name of its own.
func programOf(run repro.Run) string {
	name := path.Base(filepath.ToSlash(run.Tags[lineage.MlflowSource]))
	if name == "." || name == "/" || strings.HasPrefix(name, "-") || strings.HasSuffix(name, "kernel_launcher.py") {
		return ""
	}
	return name
}

func sameProgram(original, run repro.Run) bool {
	return run.ID != "" && programOf(run) != "" && programOf(run) == programOf(original)
}

// otherProgram says whether two scripts logged the original and the new run, in
// whatever language. What is no script may be a notebook that was made one, or a launcher.
func otherProgram(original, run repro.Run) bool {
	was, is := programOf(original), programOf(run)
	return script(was) && script(is) && was != is
}

// notebooks are the endings of what a script may have been made from.
var notebooks = []string{".ipynb", ".rmd", ".qmd", ".jmd", ".mlx"}

func script(program string) bool {
	return path.Ext(program) != "" && lineage.IsProgram(program) && !slices.Contains(notebooks, strings.ToLower(path.Ext(program)))
}
