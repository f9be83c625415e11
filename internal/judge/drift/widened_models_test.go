package drift

import (
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestSeries_models has the largest difference of two models' predictions, oldest check
// first, and what was allowed; "?" where a check did not keep it. The last reproduces.
func TestSeries_models(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ checks, want string }{
		{"!5/1 abs;5/10 abs", "Still outside of what was allowed then: the model's predictions (1 abs, now 10 abs)."},
		{"!5/1 abs;5/10 abs;5/10 abs", "(1 abs, now 10 abs)."}, // and remains so
		{"!5/exact;5/10%", "Still outside of what was allowed then: the model's predictions (exact, now 10%)."},
		{"!5/1 abs;0.5/10 abs", ""},
		{"!5/1 abs;0/10 abs", ""},
		{"!5/1 abs;0.5/1 abs;5/10 abs", ""}, // the drift had ended before
		{"!5/1%;5/1%", ""},
		{"!5/1%;5/10%", "A wider tolerance may have ended the drift of 1 Nov 2026: the model's predictions (1%, now 10%)."},
		{"!5/?;5/10 abs", "The model's predictions were outside on 1 Nov 2026; what was allowed then was not kept."},
		{"!5/?;0/10 abs", ""},
		{"!5/?;!5/1 abs;5/10 abs", "Still outside of what was allowed then: the model's predictions (1 abs, now 10 abs)."},
		{"!5/1 abs;-", ""}, // the models are compared no more: the drift goes on
		{"5/10 abs;5/10 abs", ""},
	} {
		var past []repro.Record
		for day, text := range strings.Split(test.checks, ";") {
			r := repro.Record{Past: repro.Past{At: time.Date(2026, 11, 1+day, 2, 0, 0, 0, time.UTC), Verdict: repro.Reproduced}}
			text, drifts := strings.CutPrefix(text, "!")
			off, allowed, compared := strings.Cut(text, "/")
			r.Models = repro.CheckedModels{State: repro.StateWithin, Tolerance: allowed, Difference: off}
			switch {
			case !compared:
				r.Models = repro.CheckedModels{}
			case drifts:
				r.Verdict, r.Models.State = repro.Drifted, repro.StateOutside
			case off == "0":
				r.Models.State, r.Models.Difference = repro.StateIdentical, ""
			}
			if allowed == "?" {
				r.Models.Tolerance, r.Models.Difference = "", ""
			}
			past = append(past, r)
		}
		got := standing(past...).Words()
		if test.want == "" && got != "" || !strings.HasSuffix(got, test.want) {
			t.Errorf("%s: %q, want %q", test.checks, got, test.want)
		}
	}
}

// TestSeries_goesOn: a drift of two metrics, of which one alone is judged then, is not
// over, whatever is allowed of that one.
func TestSeries_goesOn(t *testing.T) {
	t.Parallel()
	metric := func(name, tolerance string, state repro.State) repro.CheckedMetric {
		m := repro.CheckedMetric{Name: name, Original: 100, Reproduced: 105, Tolerance: tolerance, State: state}
		m.Low, m.High = judge.Band(tolerance, 100)
		return m
	}
	drift := repro.Record{Past: repro.Past{At: night(1), Verdict: repro.Drifted}, Metrics: []repro.CheckedMetric{metric("a", "1 abs", repro.StateOutside), metric("b", "1 abs", repro.StateOutside)}}
	now := repro.Record{Past: repro.Past{At: night(3), Verdict: repro.Reproduced}, Metrics: []repro.CheckedMetric{metric("a", "10 abs", repro.StateWithin)}}
	if got := standing(drift, now); got.Words() != "" || len(got.Left) != 1 {
		t.Errorf("%+v, and b goes on", got)
	}
	unverified := repro.Record{Past: repro.Past{At: night(2), Verdict: repro.Unverified}, Metrics: []repro.CheckedMetric{metric("b", "10 abs", repro.StateWithin)}}
	if got := standing(drift, unverified, now); got.Words() != "" || len(got.Left) != 1 {
		t.Errorf("%+v: what could not tell ends nothing", got)
	}
}
