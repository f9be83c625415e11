package flow

import (
	"context"
	"slices"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// maxMet bounds the runs that are asked for.
const maxMet = 50

// metRun is the first of some runs of before that has the numbers of the training: the
// original, or an earlier repeat; "" for none.
func (f *Flow) metRun(ctx context.Context, plan repro.Plan, training train.Training, c collected, ids []string) string {
	asked := 0
	for _, id := range ids {
		if slices.Contains(c.ids, id) {
			continue
		}
		if id == plan.Original.ID {
			return id
		}
		if asked++; f.Registry == nil || asked > maxMet {
			continue
		}
		run, err := f.Registry.Run(ctx, id)
		if err == nil && run.Started.Before(training.Execution.Started) && len(c.run.Metrics) > 0 && agreed(plan, []repro.Run{c.run, run}) {
			return id
		}
	}
	return ""
}

// metAgain is the evidence against a training that looked up a run with its own
// numbers: it may have logged them again. One that was seen to read its params and its
// data, and made a model, may look up what it is to be compared with. Where it was seen
// to read that run before it had numbers of its own, no challenge answers: it may look
// for a run with its params, and train where there is none.
func metAgain(training train.Training, seen []repro.Gate, c collected) []repro.Gate {
	if c.met == "" && c.takenFrom == "" || proves(seen) && modelMade(training, c) {
		return nil
	}
	switch {
	case c.takenFrom != "":
		return []repro.Gate{{Name: evidence.NothingCarried, State: repro.GateFailed, Reason: repro.NotProven, Text: "the training read run " + c.takenFrom +
			", which has the same numbers, before its own were logged, so it may have logged them again. Let the command train whatever runs there are, and log its model, or read other runs after its own metrics are logged"}}
	case c.challenged != "":
		return nil
	}
	return []repro.Gate{{Name: evidence.RunMet, State: repro.GateFailed, Reason: repro.NotProven, Text: "the training looked up run " + c.met +
		", which has the same numbers, so it may have logged them again. Let the command train whatever runs there are, and log the model that it makes"}}
}
