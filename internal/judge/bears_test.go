package judge

import (
	"math"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

func TestBearsOut(t *testing.T) {
	t.Parallel()
	nan, inf := math.NaN(), math.Inf(1)
	for _, test := range []struct {
		state                repro.State
		tolerance            string
		original, reproduced float64
		want                 bool
	}{
		{repro.StateIdentical, "", 0.5, 0.5, true},
		{repro.StateIdentical, "", nan, nan, true},
		{repro.StateIdentical, "1%", 0.5, 0.501, false},
		{repro.StateWithin, "1%", 0.5, 0.505, true},
		{repro.StateWithin, "1%", 0.5, 0.505000000000001, false},
		{repro.StateWithin, "1%", 0.5, 0.7, false},
		{repro.StateWithin, "1%", 0.5, 0.3, false},
		{repro.StateWithin, "-5% or 0", 0.5, 0.7, false},
		{repro.StateWithin, "-5%", 0.5, 0.7, true}, // up is free
		{repro.StateWithin, "0.005 abs", 0.93, 0.935, true},
		{repro.StateWithin, "1 of 30", 0.9333333333333333, 0.9, true},
		{repro.StateWithin, "1 ulp", 0.3, 0.30000000000000004, true},
		{repro.StateWithin, "exact", 0.5, 0.7, false},
		{repro.StateWithin, "", 0.5, 0.7, false},
		{repro.StateWithin, "ignore", 0.5, 0.7, false},
		{repro.StateWithin, "anything goes", 0.5, 0.5001, false},
		{repro.StateWithin, "1%", 0.5, nan, false},
		{repro.StateWithin, "1%", inf, 0.5, false},
		{repro.StateRounded, "1e-9 rel", 0.9333, 0.93333333, true},
		{repro.StateRounded, "1e-9 rel", 0.9333, 0.94, false},
		{repro.StateNoise, "1%", 0.5, 0.7, true},
		{repro.StateOutside, "1%", 0.5, 0.5, false},
		{repro.StateOutside, "1%", nan, nan, false},
		{repro.StateOutside, "1%", 0.5, 0.7, true},
		{repro.StateOutside, "1%", 0.5, 0.505, false},
		{repro.StateOutside, "1%", 0.5, nan, true},
		{repro.StateOutside, "anything goes", 0.5, 0.5001, true},
		{repro.StateMissing, "1%", 0.5, nan, true},
	} {
		if got := BearsOut(test.state, test.tolerance, test.original, test.reproduced); got != test.want {
			t.Errorf("%v is %s of %v by %q: %v, want %v", test.reproduced, test.state, test.original, test.tolerance, got, test.want)
		}
	}
}
