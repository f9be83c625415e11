package workflow

import (
	"errors"
	"math"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestCheckOriginal: what the original had logged when its training was asked for has to be what
// it has; what it logged since then, and what this program's earlier commits do not tell, is no
// matter.
func TestCheckOriginal(t *testing.T) {
	t.Parallel()
	run := func(metrics map[string]float64) repro.Plan {
		plan := repro.Plan{Branch: "reproduce/iris/v1", ID: "one"}
		plan.Original.ID, plan.Original.Metrics = "abc", repro.NewMetrics(metrics)
		return plan
	}
	then := run(map[string]float64{"accuracy": 0.9, "loss": math.NaN(), "system/cpu": 1})
	for name, tt := range map[string]struct {
		message string
		now     repro.Plan
		refused bool
	}{
		"as it was":          {message(then), then, false},
		"one more":           {message(then), run(map[string]float64{"accuracy": 0.9, "loss": math.NaN(), "f1": 1}), false},
		"another value":      {message(then), run(map[string]float64{"accuracy": 0.91, "loss": math.NaN()}), true},
		"the values changed": {message(run(map[string]float64{"a": 1, "b": 2})), run(map[string]float64{"a": 2, "b": 1}), true},
		"one is gone":        {message(then), run(map[string]float64{"accuracy": 0.9}), true},
		"a commit without":   {"Reproduce iris\n\nReproduce-Id: one\n", then, false},
		"it had none":        {message(run(nil)), then, false},
	} {
		err := checkOriginal(tt.message, tt.now)
		doubt, is := errors.AsType[*repro.Doubt](err)
		if (err != nil) != tt.refused || err != nil && (!is || doubt.Reason != repro.OriginalChanged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
