package judge

import (
	"math"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

func predicts(part string, values ...any) repro.PredictedPart {
	p := repro.PredictedPart{Name: part, Shape: "x"}
	for _, value := range values {
		switch v := value.(type) {
		case nil:
			p.Values = append(p.Values, repro.PredictedValue{Text: "None", Nothing: true})
		case string:
			p.Values = append(p.Values, repro.PredictedValue{Text: v})
		case float64:
			p.Values = append(p.Values, repro.PredictedValue{Number: v, Numeric: true})
		}
	}
	return p
}

// TestComparePredictions: what two models predict for one input, and what follows.
func TestComparePredictions(t *testing.T) {
	t.Parallel()
	of := func(parts ...repro.PredictedPart) repro.Predictions { return repro.Predictions{Parts: parts} }
	nan := math.NaN()
	reshaped := predicts("predict", 1.0, 2.0)
	reshaped.Shape = "y"
	varies := of(predicts("predict", 1.0))
	varies.Varies = true
	for name, tt := range map[string]struct {
		spec      string
		a, b      repro.Predictions
		state     repro.State
		different int
		by        string
		verdict   repro.Verdict // of metrics that came back identical
	}{
		"the same":                   {"exact", of(predicts("predict", 1.0, "red", nan)), of(predicts("predict", 1.0, "red", nan)), repro.StateIdentical, 0, "", repro.Reproduced},
		"the same, only reported":    {"report", of(predicts("predict", 1.0)), of(predicts("predict", 1.0)), repro.StateReported, 0, "", repro.Reproduced},
		"others, only reported":      {"report", of(predicts("predict", 1.0, 2.0)), of(predicts("predict", 1.5, 2.25)), repro.StateReported, 2, "0.5", repro.Reproduced},
		"others, exact":              {"exact", of(predicts("predict", 1.0)), of(predicts("predict", 1.0000000001)), repro.StateOutside, 1, "1e-10", repro.Drifted},
		"others, within":             {"0.5 abs", of(predicts("predict", 1.0, 3.0)), of(predicts("predict", 1.25, 3.0)), repro.StateWithin, 1, "0.25", repro.Reproduced},
		"one of them outside":        {"0.5 abs", of(predicts("predict", 1.0, 3.0)), of(predicts("predict", 1.25, 4.0)), repro.StateOutside, 2, "1", repro.Drifted},
		"another label":              {"50%", of(predicts("predict", "red")), of(predicts("predict", "blue")), repro.StateOutside, 1, "", repro.Drifted},
		"a label for a number":       {"50%", of(predicts("predict", 1.0)), of(predicts("predict", "1.0")), repro.StateOutside, 1, "", repro.Drifted},
		"NaN for a number":           {"50%", of(predicts("predict", 1.0)), of(predicts("predict", nan)), repro.StateOutside, 1, "", repro.Drifted},
		"labels alike, not how sure": {"0.01 abs", of(predicts("predict", "red"), predicts("predict_proba", 0.9)), of(predicts("predict", "red"), predicts("predict_proba", 0.6)), repro.StateOutside, 1, "0.3", repro.Drifted},
		"fewer values":               {"exact", of(predicts("predict", 1.0, 2.0)), of(predicts("predict", 1.0)), repro.StateUndecided, 0, "", repro.Unverified},
		"another shape":              {"exact", of(predicts("predict", 1.0, 2.0)), of(reshaped), repro.StateUndecided, 0, "", repro.Unverified},
		"fewer methods":              {"exact", of(predicts("predict", 1.0), predicts("predict_proba", 1.0)), of(predicts("predict", 1.0)), repro.StateUndecided, 0, "", repro.Unverified},
		"another method":             {"exact", of(predicts("predict", 1.0)), of(predicts("transform", 1.0)), repro.StateUndecided, 0, "", repro.Unverified},
		"nothing":                    {"exact", of(predicts("predict")), of(predicts("predict")), repro.StateUndecided, 0, "", repro.Unverified},
		"large integers":             {"exact", of(predicts("predict", "9007199254740992")), of(predicts("predict", "9007199254740993")), repro.StateOutside, 1, "", repro.Drifted},
		"only None":                  {"exact", of(predicts("predict", nil, nil)), of(predicts("predict", nil, nil)), repro.StateUndecided, 0, "", repro.Unverified},
		"only NaN and None":          {"exact", of(predicts("predict", nan, nil)), of(predicts("predict", nan, nil)), repro.StateUndecided, 0, "", repro.Unverified},
		"None beside a value":        {"exact", of(predicts("predict", nil, 1.0)), of(predicts("predict", nil, 1.0)), repro.StateIdentical, 0, "", repro.Reproduced},
		"None now":                   {"exact", of(predicts("predict", 1.0)), of(predicts("predict", nil)), repro.StateOutside, 1, "", repro.Drifted},
		"None, and the label None":   {"exact", of(predicts("predict", nil, 1.0)), of(predicts("predict", "None", 1.0)), repro.StateOutside, 1, "", repro.Drifted},
		"nothing at all":             {"exact", of(), of(), repro.StateUndecided, 0, "", repro.Unverified},
		"nothing, only reported":     {"report", of(), of(), repro.StateUndecided, 0, "", repro.Reproduced},
		"it varies by itself":        {"50%", varies, of(predicts("predict", 1.0)), repro.StateUndecided, 0, "", repro.Unverified},
	} {
		delta := ComparePredictions(tt.spec, tt.a, tt.b)
		if delta.State != tt.state || delta.Different != tt.different || delta.Difference != tt.by {
			t.Errorf("%s: %+v; want %s, %d different, by %q", name, delta, tt.state, tt.different, tt.by)
		}
		if !ModelBearsOut(delta) || ModelWords(delta) == "" {
			t.Errorf("%s: %+v does not go together", name, delta)
		}
		metrics := repro.Comparison{Deltas: []repro.Delta{{Name: "auc", Original: 0.9, Reproduced: 0.9, State: repro.StateIdentical}}, Model: &delta}
		verdict, reason, detail := Judge(nil, metrics)
		if verdict != tt.verdict || verdict == repro.Unverified && (reason != repro.ModelNotCompared || detail == "") || verdict == repro.Drifted && reason != repro.ModelOutsideTolerance {
			t.Errorf("%s: %s (%s) %q, want %s", name, verdict, reason, detail, tt.verdict)
		}
		metrics.Deltas[0].State = repro.StateOutside
		if verdict, reason, _ := Judge(nil, metrics); verdict != repro.Drifted || reason != repro.MetricsOutsideTolerance {
			t.Errorf("%s, and a metric outside: %s (%s)", name, verdict, reason)
		}
		summary := Summary(repro.Result{Verdict: verdict, Reason: reason, Detail: detail, Comparison: metrics})
		if verdict == repro.Drifted && !strings.Contains(summary, "differ") {
			t.Errorf("%s: %q", name, summary)
		}
	}
}

// TestModelBearsOut: a saved row that takes what differs for the same is refused, and so is
// a state that no row has; with a tolerance that makes nothing reproduced.
func TestModelBearsOut(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]repro.ModelDelta{
		"identical, and one differs": {State: repro.StateIdentical, Values: 3, Different: 1, Tolerance: "exact"},
		"identical, of nothing":      {State: repro.StateIdentical, Tolerance: "exact"},
		"within an exact tolerance":  {State: repro.StateWithin, Values: 3, Different: 1, Tolerance: "exact"},
		"more than all differ":       {State: repro.StateReported, Values: 3, Different: 4},
		"reported with a tolerance":  {State: repro.StateReported, Values: 3, Tolerance: "exact"},
		"no state":                   {State: "splendid", Values: 3, Tolerance: "exact"},
	} {
		if ModelBearsOut(m) {
			t.Errorf("%s: %+v is taken", name, m)
		}
	}
	metrics := repro.Comparison{Deltas: []repro.Delta{{Name: "auc", State: repro.StateIdentical}}, Model: &repro.ModelDelta{State: "splendid", Tolerance: "exact"}}
	if verdict, _, _ := Judge(nil, metrics); verdict != repro.Unverified {
		t.Errorf("a state that nobody knows is %s", verdict)
	}
}

// TestCheckCompareModel: off, report and tolerances; no ignore, and no number alone.
func TestCheckCompareModel(t *testing.T) {
	t.Parallel()
	for spec, ok := range map[string]bool{"": true, "off": true, "report": true, "exact": true, "1e-6 abs": true, "0.5%": true, "ignore": false, "0.1": false, "yes": false} {
		if err := CheckCompareModel(spec); (err == nil) != ok || err != nil && !strings.HasPrefix(err.Error(), "compare-model:1") {
			t.Errorf("%q: %v", spec, err)
		}
	}
}
