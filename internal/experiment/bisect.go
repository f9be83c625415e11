package experiment

import (
	"errors"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// A Between is what a bisect found: the metrics come back at Back and are lost at Lost, and
// nothing between the two could be told. They are neighbours where it is one step.
type Between struct {
	Back, Lost int
	Varies     bool // one step came out both ways
	Spent      bool // the budget ended first
}

// Bisect looks among the steps 0 to last, of which the first is known to come back and the
// last to be lost, for the one by which the metrics are lost, as git bisect does. Each step
// that is tried has to come out the same way so many times. One that does not run is left
// out, and its neighbours are tried.
//
// Trials are the logarithm of last to base 2, rounded up, times each, where all run.
func Bisect(last, each int, try func(step int) (repro.TrialOutcome, error)) (Between, error) {
	b := Between{Back: 0, Lost: last}
	failed := map[int]bool{}
	for {
		step := nearest(b, failed)
		if step < 0 {
			return b, nil
		}
		outcome, err := sure(step, each, try)
		switch {
		case errors.Is(err, ErrSpent):
			b.Spent = true
			return b, nil
		case errors.Is(err, errVaries):
			b.Varies = true
			return b, nil
		case err != nil:
			return b, err
		case outcome == repro.TrialBack:
			b.Back = step
		case outcome == repro.TrialLost:
			b.Lost = step
		default:
			failed[step] = true
		}
	}
}

var errVaries = errors.New("one step came out both ways")

// sure is the outcome of a step that comes out the same way each time.
func sure(step, each int, try func(int) (repro.TrialOutcome, error)) (repro.TrialOutcome, error) {
	var first repro.TrialOutcome
	for i := range max(each, 1) {
		outcome, err := try(step)
		switch {
		case err != nil:
			return "", err
		case outcome != repro.TrialBack && outcome != repro.TrialLost:
			return repro.TrialUnresolved, nil
		case i > 0 && outcome != first:
			return "", errVaries
		}
		first = outcome
	}
	return first, nil
}

// nearest is the untried step that is nearest to the middle; -1 where there is none.
func nearest(b Between, failed map[int]bool) int {
	middle := (b.Back + b.Lost) / 2
	for away := 0; middle-away > b.Back || middle+away < b.Lost; away++ {
		for _, step := range []int{middle - away, middle + away} {
			if step > b.Back && step < b.Lost && !failed[step] {
				return step
			}
		}
	}
	return -1
}

// Noisy says whether trials of one state gave different numbers, or numbers that are too
// coarse to tell, and how often each step of a bisect has to be seen then.
func Noisy(trials []Trial) (noisy bool, each int) {
	type state struct {
		restored Set
		begun    bool
	}
	prints := map[state]string{}
	for _, trial := range trials {
		if trial.Outcome != repro.TrialBack && trial.Outcome != repro.TrialLost {
			continue
		}
		of := state{trial.Restored, trial.Begun}
		if before, known := prints[of]; trial.Print == "" || known && before != trial.Print {
			return true, noisyEach
		}
		prints[of] = trial.Print
	}
	return false, 1
}
