package experiment

import (
	"slices"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file has what a search sees to the end of a training.

// toTheEnd is the outcome of a state's first trial whose training came to its end.
func (s *search) toTheEnd(restored Set) (repro.TrialOutcome, error) {
	for _, trial := range s.trials {
		if trial.Restored == restored && !trial.Begun {
			return trial.Outcome, nil
		}
	}
	return s.again(restored, true)
}

// end is the outcome at an end of the search. A beginning alone is enough where it is as
// expected: else the search ends with it.
func (s *search) end(restored Set, expected repro.TrialOutcome) (repro.TrialOutcome, error) {
	outcome, err := s.outcome(restored)
	if err != nil || outcome == expected {
		return outcome, err
	}
	return s.toTheEnd(restored)
}

// seenBack says whether a state came back at the end of a training.
func (s *search) seenBack(restored Set) bool {
	return slices.ContainsFunc(s.trials, func(trial Trial) bool {
		return trial.Restored == restored && !trial.Begun && trial.Outcome == repro.TrialBack
	})
}
