package witness

import (
	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// metAgain is the evidence against a training that looked up a run with its own
// numbers: it may have logged them again. One that was seen to read its params and its
// data, and made a model, may look up what it is to be compared with. Where it was seen
// to read that run before it had numbers of its own, no challenge answers: it may look
// for a run with its params, and train where there is none. The same goes for a child of the
// original whose numbers it has without having made one.
func metAgain(training train.Training, seen []repro.Gate, c collect.Collected) []repro.Gate {
	if c.Met == "" && c.TakenFrom == "" && c.Child == "" || proves(seen) && ModelMade(training, c) {
		return nil
	}
	switch {
	case c.TakenFrom != "":
		return []repro.Gate{{Name: evidence.NothingCarried, State: repro.GateFailed, Reason: repro.NotProven, Text: "the training read run " + c.TakenFrom +
			", which has the same numbers, before its own were logged, so it may have logged them again. Let the command train whatever runs there are, and log its model, or read other runs after its own metrics are logged"}}
	case c.Child != "":
		return []repro.Gate{{Name: evidence.NothingCarried, State: repro.GateFailed, Reason: repro.NotProven, Text: "run " + c.Child +
			", a child of the original, has the same numbers. This training made no such child, so it may have logged those again. Let the command train whatever runs there are, and log its model"}}
	case c.Challenged != "":
		return nil
	}
	return []repro.Gate{{Name: evidence.RunMet, State: repro.GateFailed, Reason: repro.NotProven, Text: "the training looked up run " + c.Met +
		", which has the same numbers, so it may have logged them again. Let the command train whatever runs there are, and log the model that it makes"}}
}
