package challenge

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestLossMoved: a loss that both logged and that is another, and no count, time or rate.
func TestLossMoved(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		before, after map[string]float64
		want          bool
	}{
		"another loss":      {map[string]float64{"accuracy": 0.8, "log_loss": 0.51}, map[string]float64{"accuracy": 0.8, "log_loss": 0.52}, true},
		"the same":          {map[string]float64{"log_loss": 0.51}, map[string]float64{"log_loss": 0.51}, false},
		"logged by one":     {map[string]float64{"log_loss": 0.51}, nil, false},
		"an accuracy":       {map[string]float64{"accuracy": 0.8}, map[string]float64{"accuracy": 0.9}, false},
		"a time":            {map[string]float64{"fit_seconds": 1.2}, map[string]float64{"fit_seconds": 1.3}, false},
		"a zero-one loss":   {map[string]float64{"zero_one_loss": 0.2}, map[string]float64{"zero_one_loss": 0.1}, false},
		"the learning rate": {map[string]float64{"lr": 0.2}, map[string]float64{"lr": 0.1}, false},
	} {
		if got := LossMoved(repro.NewMetrics(tt.before), repro.NewMetrics(tt.after)); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestLogsAll: each metric that came back, by the name that the training gives it.
func TestLogsAll(t *testing.T) {
	t.Parallel()
	compared := repro.Comparison{Deltas: []repro.Delta{{Name: "loss", State: repro.StateIdentical}, {Name: "gone", State: repro.StateMissing}, {Name: "acc", State: repro.StateWithin}}}
	policy := repro.MetricPolicy{Map: map[string]string{"acc": "accuracy"}}
	for logged, want := range map[string]bool{"accuracy": true, "acc": false} {
		if got := LogsAll(compared, repro.NewMetrics(map[string]float64{"loss": 1, logged: 2}), policy); got != want {
			t.Errorf("with %s: %v", logged, got)
		}
	}
}
