package report

import (
	"math"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestNoiseText: what was measured on which runs, of either side, and what it bounds.
func TestNoiseText(t *testing.T) {
	t.Parallel()
	still := repro.Noise{Originals: 3, Repeats: 1, Mean: 0.9333333333333333, Centre: 0.9333333333333333, Low: 0.9333333333333333, High: 0.9333333333333333, Freedom: 2}
	apart := still
	apart.Centre = 0.9
	many := still
	many.Originals, many.Repeats = 1, 5
	bound := repro.Noise{Originals: 1, Repeats: 5, Mean: 0.86, Centre: 0.86, Deviation: 0.004, Freedom: 4, HalfWidth: 0.01, Low: 0.85, High: 0.87, Level: 0.985, Power: 0.796, ShiftBound: 0.015, Material: 0.044}
	free := bound
	free.ShiftBound = math.Inf(1)
	if got := spreadOf(repro.Delta{}); got != "" {
		t.Errorf("one run each: %s", got)
	}
	for name, n := range map[string]repro.Noise{
		"two originals and one re-run":     {Originals: 2, Repeats: 1, Mean: 0.91, Centre: 0.9, Low: 0.91, High: 0.91, Deviation: 0.004, Freedom: 1},
		"a re-run that is not finite":      {Originals: 1, Repeats: 3, Diverged: 1},
		"values that are too large to add": {Originals: 3, Repeats: 1, Freedom: 2, Deviation: math.Inf(1), HalfWidth: math.Inf(1), Low: math.Inf(-1), High: math.Inf(1)},
	} {
		if got := spreadOf(repro.Delta{Noise: &n}); got != "" {
			t.Errorf("%s have no spread, and it says %s", name, got)
		}
	}
	if got := spreadOf(repro.Delta{State: repro.StateUndecided, Noise: &bound}); got != "0.8500 to 0.8700 is the 98.5 % range of 1 original and 5 re-runs" {
		t.Errorf("undecided though the bound would do: %s", got)
	}
	for want, n := range map[string]repro.Noise{
		"0.933333 in 3 originals and 1 re-run":     still,
		"0.9 in 3 originals, 0.933333 in 1 re-run": apart,
		"0.933333 in 1 original and 5 re-runs":     many,
		"0.8500 to 0.8700 is the 98.5 % range of 1 original and 5 re-runs; with 79 % confidence the true shift is below 0.015, up to 0.044 does not matter": bound,
		"0.8500 to 0.8700 is the 98.5 % range of 1 original and 5 re-runs":                                                                                  free,
	} {
		if got := spreadOf(repro.Delta{Noise: &n}); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
