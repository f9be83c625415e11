package experiment

import (
	"errors"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// A Seen is what was seen of one trial.
type Seen struct {
	Outcome repro.TrialOutcome
	Print   string // digest of the numbers; "" where equal numbers may be chance
}

// A Trial is one that was made.
type Trial struct {
	Restored Set
	Seen
}

// ErrSpent is what a trial ends with for which nothing is left of the budget.
var ErrSpent = errors.New("the budget is spent")

// A Try trains once with the factors of a set restored and all others as they are today.
type Try func(Set) (Seen, error)
