package judge

import (
	"math"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file says what a check keeps of what was compared: a later one is held against it.

// Checked gives what a check keeps of its metrics.
func Checked(deltas []repro.Delta) []repro.CheckedMetric {
	var metrics []repro.CheckedMetric
	for _, d := range deltas {
		if d.State == repro.StateIgnored {
			continue
		}
		m := repro.CheckedMetric{Name: d.Name, Original: d.Original, Reproduced: d.Reproduced, Tolerance: d.Tolerance, State: d.State}
		switch {
		case d.State == repro.StateExtra:
			m.Original = math.NaN()
		case d.Lacking():
			m.Reproduced = math.NaN()
		case d.State == repro.StateNoise && d.Noise != nil && decimal.Finite(d.Noise.ShiftBound):
			m.Shift = d.Noise.ShiftBound
		}
		m.Low, m.High = Band(d.Tolerance, m.Original)
		metrics = append(metrics, m)
	}
	return metrics
}

// CheckedOf is Checked for a whole result: of what is outside or within noise it has also how
// large a shift did not matter.
func CheckedOf(r repro.Result) []repro.CheckedMetric {
	metrics := Checked(r.Comparison.Deltas)
	rules, err := readPolicy(r.Plan.Metrics)
	if err != nil {
		return metrics // nothing was compared by these
	}
	for i, m := range metrics {
		if m.State != repro.StateOutside && m.State != repro.StateNoise {
			continue
		}
		if matters, err := rules.matters(m.Name); err == nil {
			metrics[i].Material = matters.spec
		}
	}
	return metrics
}

// CheckedModels gives what a check keeps of the models' predictions, where they count.
func CheckedModels(m *repro.ModelDelta) repro.CheckedModels {
	if m == nil || m.Tolerance == "" {
		return repro.CheckedModels{}
	}
	return repro.CheckedModels{State: m.State, Tolerance: m.Tolerance, Difference: m.Difference}
}
