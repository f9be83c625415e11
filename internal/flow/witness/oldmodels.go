package witness

import (
	"fmt"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// oldModels is the evidence against a training that had an old model at hand, and
// left no other, or that only evaluates: to score it again is not to train it. One that was
// kept is a doubt until a model is made of it, or a challenge of what a model is fitted with
// moves the numbers; one that something put back, until a model or a stage of the pipeline
// says that it was made again. No challenge answers that, nor that it only evaluates,
// whatever was kept as well: so they come first.
func oldModels(training train.Training, seen []repro.Gate, c collect.Collected) []repro.Gate {
	made := len(training.ModelsMade) > 0
	gate := evidence.ModelsNew
	var why string
	switch {
	case len(training.ModelsBack) > 0 && !made && !training.Ran():
		why = fmt.Sprintf("%s has the same content as before, and the command or a program names a tool that puts such files back; let the command fetch only data (dvc checkout data.dvc), not models", wording.List(training.ModelsBack))
	case training.Evaluated != "" && !training.Ran() && len(lineage.Flavours(c.Tracked)) == 0 && (!made || training.Fetches):
		why = fmt.Sprintf("%s evaluates, and no program was seen to train; let the run command train, and write its model or log it", wording.Quote(training.Evaluated))
	case len(training.Kept) > 0 && !made && len(lineage.Flavours(c.Tracked)) == 0 && !(c.KeptTrained && proves(seen)):
		gate = evidence.KeptTrained
		why = fmt.Sprintf("the training had %s, which keep asked for, and left no model of its own; let it write the model that it trains below its directory, log it, or let --challenge PARAM change what it trains with", wording.List(training.Kept))
	default:
		return nil
	}
	return []repro.Gate{{Name: gate, State: repro.GateFailed, Reason: repro.NotProven, Text: "nothing shows that a model was trained: " + why}}
}
