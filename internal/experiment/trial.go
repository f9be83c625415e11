package experiment

import (
	"errors"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// A Seen is what was seen of one trial.
type Seen struct {
	Outcome repro.TrialOutcome
	Print   string // digest of the numbers; "" where equal numbers may be chance
	Begun   bool   // the training was ended when its curve had told enough: it says where to look, and proves nothing
}

// A Trial is one that was made.
type Trial struct {
	Restored Set
	Seen
}

// ErrSpent is what a trial ends with for which nothing is left of the budget.
var ErrSpent = errors.New("the budget is spent")

// ErrMisled is what a search ends with where the beginnings of trainings do not tell how they
// end, or vary. Its trials that were seen whole hold; the others tell nothing.
var ErrMisled = errors.New("how a training begins does not tell how it ends")

// A Try trains once with the factors of a set restored and all others as they are today.
// Where whole is asked for, the training is seen to its end.
type Try func(restored Set, whole bool) (Seen, error)

// Misled says whether a state's trainings that were ended early disagree among themselves, or
// with those that came to their end, or whether those vary: then no beginning tells.
func Misled(trials []Trial) bool {
	begun := false
	for _, trial := range trials {
		begun = begun || trial.Begun
	}
	if !begun {
		return false
	}
	type numbers struct{ begun, whole map[string]bool }
	prints := map[Set]numbers{}
	for _, trial := range trials {
		if trial.Outcome != repro.TrialBack && trial.Outcome != repro.TrialLost {
			continue
		}
		n, known := prints[trial.Restored]
		if !known {
			n = numbers{map[string]bool{}, map[string]bool{}}
			prints[trial.Restored] = n
		}
		if trial.Begun {
			n.begun[trial.Print] = true
		} else {
			n.whole[trial.Print] = true
		}
		if len(n.begun) > 1 || len(n.whole) > 1 || n.begun[""] {
			return true
		}
	}
	return Wavering(trials)
}

// Completed are the trials whose trainings came to their end.
func Completed(trials []Trial) (whole []Trial) {
	for _, trial := range trials {
		if !trial.Begun {
			whole = append(whole, trial)
		}
	}
	return whole
}
