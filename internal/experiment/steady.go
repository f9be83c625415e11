package experiment

import (
	"slices"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// steadyOften is how often each state has to be seen at the end of a training before a set that
// came back is called isolated: a training that varies by itself comes back with anything.
const steadyOften = 4

// unsteady are the states that have not been seen often enough for a set to be isolated: today's
// state lost and the set back, and the set broken back where that is why it is not established.
// A state that came out otherwise speaks against it for good.
func unsteady(n int, f Finding, trials []Trial) (lacking []Set) {
	want := map[Set]repro.TrialOutcome{0: repro.TrialLost, f.Cause: repro.TrialBack}
	if f.Why == repro.WhyNotLost {
		want[All(n)&^f.Cause] = repro.TrialBack
	}
	for restored, outcome := range want {
		seen := 0
		for _, trial := range trials {
			if trial.Restored == restored && !trial.Begun && trial.Outcome == outcome {
				seen++
			}
		}
		for ; seen < steadyOften; seen++ {
			lacking = append(lacking, restored)
		}
	}
	slices.Sort(lacking)
	return lacking
}

// steadied repeats what a finding that is not proven rests on, until noise is no explanation of
// it. Where the budget does not last for that, nothing is isolated. ended is what ended the search.
func (s *search) steadied(f Finding, ended error) (Finding, error) {
	if f.Conclusion != repro.CauseIsolated || f.Why == repro.WhyGrouped {
		return f, ended
	}
	for {
		lacking := unsteady(s.n, f, s.trials)
		switch {
		case Wavering(s.trials):
			return Finding{Conclusion: repro.CauseUnknown, Why: repro.WhyVaries}, ended
		case len(lacking) == 0:
			return f, ended
		case ended != nil:
			return Finding{Conclusion: repro.CauseUnknown, Why: repro.WhySpent}, ended
		}
		var outcome repro.TrialOutcome
		outcome, ended = s.again(drawn(lacking, len(s.trials)), true)
		if ended == nil && outcome == repro.TrialUnresolved {
			return Finding{Conclusion: repro.CauseUnknown, Why: repro.WhyRepeatFailed}, nil
		}
	}
}
