package witness

import (
	"slices"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Settleable are the objections that a challenge answers: all of them doubt that
// the numbers were computed, and nothing more. Whether a model was made is not
// among them: an old one that is scored anew gives other numbers too. That a kept one was
// trained further, and that a file which was read was no fit, is shown by an input that
// only fitting uses.
var Settleable = []string{evidence.NumbersComputed, evidence.NumbersMoved, evidence.NumbersCopied, evidence.RunMet, evidence.InputsOlder, evidence.KeptTrained}

// Open says whether evidence fails for want of proof alone.
func Open(gates []repro.Gate) bool {
	lacking := false
	for _, gate := range gates {
		if gate.State != repro.GateFailed {
			continue
		}
		if !slices.Contains(Settleable, gate.Name) {
			return false
		}
		lacking = true
	}
	return lacking
}
