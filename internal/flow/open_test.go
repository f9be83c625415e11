package flow

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestHoldOpen: a check that leaves out what drifted does not reproduce the version, whatever it
// is asked to judge and whatever its clock says.
func TestHoldOpen(t *testing.T) {
	t.Parallel()
	const has = 0.9777777777777777
	for name, tt := range map[string]struct {
		day    int    // of the drift, before today
		model  string // whose name the drift was found by
		flags  map[string]string
		reason repro.Reason
		said   string
	}{
		"all is judged":            {day: 3, reason: repro.Identical},
		"what drifted is left out": {day: 3, flags: map[string]string{"metrics": "accuracy"}, reason: repro.DriftNotEnded, said: "not judged now, and judged then: loss."},
		"it is ignored":            {day: 3, flags: map[string]string{"tolerances": "loss: ignore"}, reason: repro.DriftNotEnded, said: "loss"},
		"it is reported":           {day: 3, flags: map[string]string{"tolerances": "loss: report"}, reason: repro.DriftNotEnded, said: "loss"},
		"the clock is behind":      {day: -3, reason: repro.DriftNotEnded, said: "no earlier than this check"},
		"of another name":          {day: 3, model: "other", flags: map[string]string{"metrics": "accuracy"}, reason: repro.Identical},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			drift := repro.Record{Original: flowtest.OriginalID, ID: "before", Model: tt.model, Past: repro.Past{At: flowtest.Today.AddDate(0, 0, -tt.day), Verdict: repro.Drifted, Reason: repro.MetricsOutsideTolerance}}
			for metric, state := range map[string]repro.State{"accuracy": repro.StateIdentical, "loss": repro.StateOutside} {
				m := repro.CheckedMetric{Name: metric, Original: map[string]float64{"accuracy": has, "loss": 0.125}[metric], Tolerance: repro.DefaultTolerance, State: state}
				if m.Reproduced = m.Original; state == repro.StateOutside {
					m.Reproduced++
				}
				m.Low, m.High = judge.Band(m.Tolerance, m.Original)
				drift.Metrics = append(drift.Metrics, m)
			}
			f.Past = []repro.Record{drift}
			d.train = func(number int, plan repro.Plan) train.Training {
				s.Logged = append(s.Logged, rerunOf(plan, number, map[string]float64{"accuracy": has, "loss": 0.125}))
				return flowtest.Succeeded()
			}
			result, err := f.Reproduce(t.Context(), withoutChallenge(t, tt.flags))
			if err != nil || result.Reason != tt.reason || !strings.Contains(result.Detail, tt.said) {
				t.Fatalf("%s, %s: %s %v, want %s", result.Verdict, result.Reason, result.Detail, err, tt.reason)
			}
		})
	}
}
