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

// A models is what checks, latest first, say of the latest drift of the predictions.
type models struct {
	outside []repro.Record
	over    bool // what comes before is another drift, or was before it
	after   []repro.CheckedModels
}

func (m *models) add(past repro.Record) {
	switch state := past.Models.State; {
	case m.over:
	case state == repro.StateOutside:
		m.outside = append(m.outside, past)
	case state != repro.StateIdentical && state != repro.StateWithin:
	case len(m.outside) == 0:
		m.after = append(m.after, past.Models)
	default:
		m.over = true
	}
}

// widened adds to w the tolerance that ended the drift of the predictions, if a wider one did
// or may have.
func (m *models) widened(now repro.CheckedModels, w *Widening) {
	for _, past := range m.outside {
		then := past.Models
		beyond, sure := modelsBeyond(then, now)
		for _, since := range m.after {
			still, certain := modelsBeyond(then, since)
			beyond, sure = beyond && still, sure && certain
		}
		if !beyond {
			continue
		}
		w.Drift = later(w.Drift, m.outside[0].At)
		widened := Widened{Predictions, then.Tolerance, now.Tolerance}
		if sure {
			w.Metrics, w.Perhaps = append(w.Metrics, widened), nil
			return
		}
		if w.Perhaps == nil {
			w.Perhaps = &widened
		}
	}
}

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
