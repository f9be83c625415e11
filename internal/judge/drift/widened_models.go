package drift

import (
	"math"
	"math/big"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file says where the drift of a model's predictions ended by a wider tolerance. A check
// keeps the largest difference alone, so a relative tolerance of then cannot be asked again.

// Predictions is how those of the models are called among metrics.
const Predictions = "the model's predictions"

// modelsBeyond says whether predictions that are within their tolerance would not be within
// an earlier one, and whether that is sure.
func modelsBeyond(then, now repro.CheckedModels) (beyond, sure bool) {
	if now.State != repro.StateWithin || then.Tolerance == now.Tolerance && then.Tolerance != "" {
		return false, true
	}
	least, most, ok := judge.PredictionsAllow(then.Tolerance)
	difference, known := new(big.Rat).SetString(now.Difference)
	if !ok || !known {
		return true, false
	}
	apart, _ := difference.Float64()
	apart = math.Abs(apart)
	return apart > least, apart > least && least == most
}
