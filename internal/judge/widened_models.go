package judge

import (
	"math"
	"math/big"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file says where the drift of a model's predictions ended by a wider tolerance. A check
// keeps the largest difference alone, so a relative tolerance of then cannot be asked again.

// CheckedModels gives what a check keeps of the models' predictions, where they count.
func CheckedModels(m *repro.ModelDelta) repro.CheckedModels {
	if m == nil || m.Tolerance == "" {
		return repro.CheckedModels{}
	}
	return repro.CheckedModels{State: m.State, Tolerance: m.Tolerance, Difference: m.Difference}
}

// Predictions is how those of the models are called among metrics.
const Predictions = "the model's predictions"

// modelsBeyond says whether predictions that are within their tolerance would not be within
// an earlier one, and whether that is sure.
func modelsBeyond(then, now repro.CheckedModels) (beyond, sure bool) {
	if now.State != repro.StateWithin || then.Tolerance == now.Tolerance && then.Tolerance != "" {
		return false, true
	}
	rule, err := modelRule(then.Tolerance)
	difference, known := new(big.Rat).SetString(now.Difference)
	if err != nil || !known {
		return true, false
	}
	apart, _ := difference.Float64()
	apart = math.Abs(apart)
	least, most := math.Inf(1), 0.0
	for _, original := range []float64{0, 1e9, -1e9} {
		for _, side := range []int{-1, 1} {
			allowed := 0.0
			if rule.action == actTerms {
				allowed = rule.allows(original, side)
			}
			least, most = min(least, allowed), max(most, allowed)
		}
	}
	return apart > least, apart > least && least == most
}
