package judge

import (
	"math"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestFiguresAreRoundedOutward: a printed bound never claims more than the one
// that was computed, and both stay on their sides.
func TestFiguresAreRoundedOutward(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ bound, material, wantBound, wantMaterial float64 }{
		{0.03512, 0.045000000000000005, 0.036, 0.045},
		{0.0312, 0.0388, 0.032, 0.038},
		{0.03712, 0.03746, 0.0372, 0.0374}, // 0.038 and 0.037 would tell the opposite
		{0.03746, 0.03712, 0.0375, 0.0372},
		{0.09951, 0.5, 0.1, 0.5},
		{0.2, 0.09951, 0.2, 0.1},
		{1, 2, 1, 2},
		{math.Inf(1), 0.01, math.Inf(1), 0.01},
		{1.7e308, 1.797e308, 1.7e308, 1.797e308},
	} {
		if bound, material := Shifts(repro.Noise{ShiftBound: tt.bound, Material: tt.material}); bound != tt.wantBound || material != tt.wantMaterial {
			t.Errorf("%v of %v: %v of %v; want %v of %v", tt.bound, tt.material, bound, material, tt.wantBound, tt.wantMaterial)
		}
	}
	for _, tt := range []struct {
		low, high, centre float64
		want              string
	}{
		{0.84301, 0.88459, 0.86, "0.8430 to 0.8846"},
		{0.84309, 0.88451, 0.86, "0.8430 to 0.8846"},
		{0.84309, 0.88451, 0.88458, "0.84309 to 0.88451"}, // which lies outside
		{-0.88451, -0.84309, -0.86, "-0.8846 to -0.8430"},
		{0.5, 0.75, 0.6, "0.500 to 0.750"},
		{1.05e-300, 1.25e-300, 1.1e-300, "1.05e-300 to 1.25e-300"},
	} {
		low, high := Range(repro.Noise{Low: tt.low, High: tt.high, Centre: tt.centre, HalfWidth: (tt.high - tt.low) / 2})
		if got := low + " to " + high; got != tt.want {
			t.Errorf("%v to %v around %v: %s, want %s", tt.low, tt.high, tt.centre, got, tt.want)
		}
	}
	for share, want := range map[float64]string{0.796: "79 %", 0.8: "80 %", 0.9556: "95 %", 0.29: "29 %"} {
		if got := WholePercent(share); got != want {
			t.Errorf("%v: %s, want %s", share, got, want)
		}
	}
	if got := Percent(0.9556) + atMost(0.0491) + atMost(0.125) + atMost(1e-7); got != "95.5 %0.0500.1250.001" {
		t.Error(got)
	}
}
