package drift

import (
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestSeries_widened has the checks of one metric, oldest first, each as its distance from the
// original and what was allowed. The last reproduces.
func TestSeries_widened(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ checks, want string }{
		{"5/1 5/10", "m (1 abs, now 10 abs)"},
		{"5/1 5/1 5/10", "m (1 abs, now 10 abs)"},
		{"5/1 5/10 5/10", "m (1 abs, now 10 abs)"}, // and remains so
		{"5/1 0.5/1", ""},
		{"5/1 0.5/10", ""},           // it came back, whatever is allowed now
		{"5/1 0.5/1 5/10", ""},       // the drift had ended before
		{"5/1 5/10 0.5/10 5/10", ""}, // and here
		{"5/1 5/3 4/10", "m (3 abs, now 10 abs)"},
		{"5/1 5/3 2/3", "m (1 abs, now 3 abs)"}, // the drift began with 1
		{"5/1 0.5/1 5/4 5/10", "m (4 abs, now 10 abs)"},
		{"0/1 5/10", ""}, // no drift
		{"5/1", ""},
		{"5/1 5/1", ""}, // drifts
	} {
		var past []repro.Record
		for day, text := range strings.Fields(test.checks) {
			off, allowed, _ := strings.Cut(text, "/")
			distance := map[string]float64{"0": 0, "0.5": 0.5, "2": 2, "4": 4, "5": 5}[off]
			m := repro.CheckedMetric{Name: "m", Original: 100, Reproduced: 100 + distance, Tolerance: allowed + " abs", State: repro.StateWithin}
			m.Low, m.High = judge.Band(m.Tolerance, 100)
			r := repro.Record{Past: repro.Past{At: time.Date(2026, 11, 1+day, 2, 0, 0, 0, time.UTC), Verdict: repro.Reproduced}}
			if m.Reproduced > m.High {
				m.State, r.Verdict = repro.StateOutside, repro.Drifted
			}
			r.Metrics = []repro.CheckedMetric{m}
			past = append(past, r)
		}
		got := standing(past...).Words()
		if test.want == "" && got != "" || !strings.HasSuffix(got, test.want+".") && test.want != "" {
			t.Errorf("%s: %q, want %q", test.checks, got, test.want)
		}
	}
}
