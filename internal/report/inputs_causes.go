package report

import (
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file says which cause speaks of which input, and what all of them allow to say.

// explained finds the cause that speaks of an input.
func explained(input repro.Input, causes []repro.Cause) (repro.Cause, bool) {
	for _, cause := range causes {
		if cause.Factor == input.Kind && (cause.Name == input.Name || cause.Name == "" || input.Name == "") {
			return cause, true
		}
	}
	return repro.Cause{}, false
}

// inFile says what trainings found of the file that a key is in; "" where they found nothing.
func inFile(input repro.Input, causes []repro.Cause) string {
	for _, cause := range causes {
		if cause.Strength.Tried() && cause.Factor == repro.KindFile && repro.IsKeyOf(cause.Name, input.Kind, input.Evidence) {
			return "in " + cause.Name + ", which is " + string(cause.Strength) + " by experiment"
		}
	}
	return ""
}

// loose gives the causes that speak of no input and are more than a sameness:
// non-determinism, evaluation, selection.
func loose(list []repro.Input, causes []repro.Cause) []repro.Cause {
	var rest []repro.Cause
	for _, cause := range causes {
		switch {
		case cause.Strength == repro.Same, cause.Strength == repro.NotRecorded && cause.Factor != repro.FactorChance:
			continue
		case cause.Strength.Tried():
			continue // the experiment tells of it
		}
		spoken := false
		for _, input := range list {
			if _, ok := explained(input, []repro.Cause{cause}); ok && input.State == inputDiffers {
				spoken = true
			}
		}
		if !spoken {
			rest = append(rest, cause)
		}
	}
	return rest
}

// weighed is a loose cause's evidence after its strength, where that says
// anything: what nobody recorded only could contribute, as the evidence says.
func weighed(cause repro.Cause, separator string) string {
	if cause.Strength == repro.NotRecorded && cause.Evidence != "" {
		return cause.Evidence
	}
	return string(cause.Strength) + withText(separator, cause.Evidence)
}

// tested says whether any cause was found by experiment.
func tested(causes []repro.Cause) bool {
	for _, cause := range causes {
		if cause.Strength == repro.Established || cause.Strength == repro.Isolated {
			return true
		}
	}
	return false
}

// causeSentence says what the inputs allow to say about a drift: the
// diagnosis where there is one, else how many differ, and never that one of
// them did it.
func causeSentence(r repro.Result, in inputs) string {
	if r.Diagnosis != "" {
		return r.Diagnosis
	}
	if r.Verdict != repro.Drifted || compareOnly(r) && len(r.Inputs) == 0 {
		return ""
	}
	switch n := len(in.differs); {
	case n == 0 && len(in.same) == 0:
		return "Nothing that went into the original run is known, so no input could be compared."
	case n == 0 && len(in.onlyOriginal)+len(in.onlyNow)+len(in.notRecorded) == 0:
		return "No recorded input differs from " + otherSide(r) + "."
	case n == 0:
		return "No recorded input differs from " + otherSide(r) + "; what was not recorded could not be compared."
	case n == 1:
		return "One input differs from " + otherSide(r) + ". It could explain the drift; this was not tested."
	default:
		return wording.Capital(number(n)) + " inputs differ from " + otherSide(r) + ". Any of them could explain the drift; they were not tested separately."
	}
}
