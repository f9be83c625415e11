package drift

import (
	"math"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file says where a drift ended because a larger shift was said not to matter.

// noiseBeyond says whether a shift that counts as noise by what does not matter now may be
// larger than what did not matter at an earlier check.
func noiseBeyond(then, now repro.CheckedMetric) bool {
	if then.Material == "" || now.Material == "" || then.Material == now.Material && then.Tolerance == now.Tolerance {
		return false
	}
	did := math.Max(reaches(then.Material, now), reaches(then.Tolerance, now))
	does := math.Max(reaches(now.Material, now), reaches(now.Tolerance, now))
	return does > did && (now.Shift == 0 || now.Shift > did)
}

// reaches is how far an amount goes from a metric's original towards its reproduction; 0 for
// what is none.
func reaches(amount string, m repro.CheckedMetric) float64 {
	low, high := judge.Band(amount, m.Original)
	far := high - m.Original
	if m.Reproduced < m.Original {
		far = m.Original - low
	}
	if math.IsNaN(far) {
		return 0
	}
	return far
}

// widenedFrom names what was allowed of a metric then and is now.
func widenedFrom(then, now repro.CheckedMetric) Widened {
	if now.State == repro.StateNoise && reaches(then.Material, now) < reaches(now.Material, now) {
		return Widened{now.Name, "material " + then.Material, "material " + now.Material}
	}
	return Widened{now.Name, then.Tolerance, now.Tolerance}
}
