package judge

import (
	"slices"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// MarkAmbiguous is a delta whose latest values AmbiguousLatest found to be no
// drift: undecided, since which of the values was meant nobody can tell.
func MarkAmbiguous(d repro.Delta) repro.Delta {
	d.State, d.Noise = repro.StateUndecided, nil
	d.Notes = append(slices.Clone(d.Notes), "both runs logged the same values at the last step, in another order or at other times; which one MLflow calls the latest is ambiguous, so log one value a step")
	return d
}
