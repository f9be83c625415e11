package flow

import (
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestCopied: numbers that stand in a file which the training left alone are no
// proof of a training, whoever logged them.
func TestCopied(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		values []float64
		holds  []float64 // what metrics.json holds
		stages []string  // that DVC ran
		want   bool
	}{
		"a script that logs the committed metrics": {[]float64{0.9333333, 30}, []float64{0.9333333, 30}, nil, true},
		"the run has more than the file":           {[]float64{0.9333333, 0.20817}, []float64{0.9333333}, nil, false},
		"a number that anything may hold":          {[]float64{0.9}, []float64{3, 0.9}, nil, false},
		"a stage that DVC ran":                     {[]float64{0.9333333}, []float64{0.9333333}, []string{"train"}, false},
	} {
		var c collected
		c.run.ID = "1"
		for i, v := range tt.values {
			c.run.Metrics = append(c.run.Metrics, repro.Metric{Name: string(rune('a' + i)), Value: v})
		}
		training := train.Training{Stages: tt.stages, Execution: repro.Execution{Executed: tt.stages}}
		training.UntouchedNumbers = func(values []float64) []string {
			if slices.ContainsFunc(values, func(v float64) bool { return !slices.Contains(tt.holds, v) }) {
				return nil
			}
			return []string{"metrics.json"}
		}
		gates := copied(training, c)
		if (len(gates) > 0) != tt.want || tt.want && (gates[0].Reason != repro.NotProven || !strings.Contains(gates[0].Text, "metrics.json")) {
			t.Errorf("%s: gates %+v, want one that names metrics.json: %v", name, gates, tt.want)
		}
	}
}
