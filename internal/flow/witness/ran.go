package witness

import (
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// CodeRan says whether the commit's code is known to have had a part in the numbers: the
// run recorded the commit, and its program lies where the commit is checked out; the
// workflow that was dispatched ran to its end there; or it was seen here.
func CodeRan(training train.Training, commit repro.Gate, c collect.Collected) bool {
	switch {
	case dispatchedTo(training) && training.Lost == "":
		return true
	case commit.State == repro.GatePassed && (training.Holds == nil || training.Holds(c.Tracked)):
		return true
	}
	return training.CodeRan != nil && training.CodeRan(c.Files, c.Run.ID)
}

// dispatchedTo says whether the jobs and steps of a dispatched run are known to have succeeded.
func dispatchedTo(training train.Training) bool {
	e := training.Execution
	return e.ID != "" && e.Status == repro.ExecSucceeded && e.Detail == ""
}

// RanInPart says whether a dispatched run is not known to have run all of its jobs and steps: the
// numbers that it left may be those of another job than the one that trains.
func RanInPart(training train.Training) bool {
	return training.Execution.ID != "" && !dispatchedTo(training)
}

// elsewhere words what ran, or was named, of code that is not the commit's.
func elsewhere(training train.Training, c collect.Collected) string {
	if training.OutsideCode == nil {
		return ""
	}
	if found := training.OutsideCode(c.Files, c.Run.ID); len(found) > 0 {
		return wording.ListUpTo(found, 3)
	}
	return ""
}

// OfElsewhere is that in brackets.
func OfElsewhere(training train.Training, c collect.Collected) string {
	if others := elsewhere(training, c); others != "" {
		return " (code of elsewhere: " + others + ")"
	}
	return ""
}
