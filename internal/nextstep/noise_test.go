package nextstep

import (
	"math"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestCommandLine_noise: where the metrics vary too much, neither the check nor a baseline sends
// to the other for ever: the line has the shift that the runs can tell, unless that is a large one.
func TestCommandLine_noise(t *testing.T) {
	t.Parallel()
	of := func(shifts ...float64) repro.Result {
		r := repro.Result{Verdict: repro.Unverified, Reason: repro.NoiseTooLarge}
		r.Plan.Command, r.Plan.Model = "make run", repro.ModelVersion{Name: "iris", Version: "7"}
		for i, shift := range shifts {
			r.Comparison.Deltas = append(r.Comparison.Deltas, repro.Delta{
				Name: string(rune('a' + i)), Original: -0.5, State: repro.StateUndecided, Noise: &repro.Noise{ShiftBound: shift, Material: 0.025},
			})
		}
		return r
	}
	for name, c := range map[string]struct {
		result repro.Result
		said   string
	}{
		"one metric":     {of(0.0301), " --material 'a: 7%'"},
		"two":            {of(0.05, 0.06), " --material 'a: 10%' --material 'b: 12%'"},
		"a large shift":  {of(0.05, 0.4), ""},
		"no bound":       {of(math.Inf(1)), ""},
		"nothing to say": {of(), ""},
	} {
		want := ""
		if c.said != "" {
			want = "reproduce run iris --version 7 --run-command 'make run'" + c.said
		}
		if got := CommandLine(c.result, nil, ""); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
		if got := AfterBaseline(c.result, nil); !strings.HasSuffix(got, "'make run'"+c.said) {
			t.Errorf("%s: after a baseline %q", name, got)
		}
	}
}
