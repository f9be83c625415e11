package page

import (
	"math"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestRates: the band of a metric that is a rate by its name and its values ends at 0 and 1;
// any other shows all that is allowed, which its words always say.
func TestRates(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name             string
		original, latest float64
		high, low        string
	}{
		{"accuracy", 0.5, 0.5, "1", "0"},
		{"val_accuracy", 0.5, 0.5, "1", "0"},
		{"eval/F1-macro", 0.5, 0.5, "1", "0"},
		{"roc_auc", 0.5, math.NaN(), "1", "0"},
		{"accuracy", 50, 50, "100", "-25"}, // in percent
		{"accuracy", 0.5, 1.2, "1.25", "-0.25"},
		{"log_loss", 0.5, 0.5, "1.25", "-0.25"},
		{"inaccuracy", 0.5, 0.5, "1.25", "-0.25"},
	} {
		c := told(1, "a 1 R")
		m := repro.CheckedMetric{Name: test.name, Original: test.original, Reproduced: test.latest, Low: test.original - 0.75, High: test.original + 0.75, Tolerance: "0.75 abs", State: repro.StateWithin}
		if test.original > 1 {
			m.Low, m.High = -25, 100
		}
		c.Metrics = []repro.CheckedMetric{m}
		if charts := chartsOf([]repro.Check{c}); charts[0].High.Text != test.high || charts[0].Low.Text != test.low || charts[0].Tolerance != "0.75 abs" {
			t.Errorf("%s of %g: from %q to %q, want %q to %q", test.name, test.original, charts[0].Low.Text, charts[0].High.Text, test.low, test.high)
		}
	}
}
