package issue

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// off is a check of metrics that are all as far from the original, and of what is allowed.
func off(night int, version string, metrics int, distance, allowed float64) repro.Result {
	r := result(night, "R version="+version)
	r.Comparison.Deltas = nil
	for i := range metrics {
		d := repro.Delta{Name: fmt.Sprintf("m%02d", i), Original: 100, Reproduced: 100 + distance, Tolerance: fmt.Sprint(allowed, " abs"), State: repro.StateWithin}
		if distance > allowed {
			d.State, r.Verdict = repro.StateOutside, repro.Drifted
		}
		r.Comparison.Deltas = append(r.Comparison.Deltas, d)
	}
	return r
}

// TestWidened: a wider tolerance alone closes no issue, and that is said.
func TestWidened(t *testing.T) {
	t.Parallel()
	const said = "A wider tolerance ended the drift of 2 Nov 2026. Still outside of what was allowed then: m00 (1 abs, now 10 abs). This issue stays open: close it where that is meant."
	for name, test := range map[string]struct {
		checks []repro.Result
		want   string
	}{
		"wider":                     {[]repro.Result{off(2, "7", 1, 5, 1), off(3, "7", 1, 5, 10)}, said},
		"wider, after no answer":    {[]repro.Result{off(2, "7", 1, 5, 1), result(3, "U"), off(4, "7", 1, 5, 10)}, said},
		"wider twice":               {[]repro.Result{off(1, "7", 1, 5, 1), off(2, "7", 1, 5, 4), off(3, "7", 1, 3, 10)}, said},
		"back":                      {[]repro.Result{off(2, "7", 1, 5, 1), off(3, "7", 1, 0.5, 10)}, ""},
		"back, and drifted by less": {[]repro.Result{off(1, "7", 1, 5, 1), off(2, "7", 1, 0.5, 1), off(3, "7", 1, 5, 4), off(4, "7", 1, 2, 4)}, ""},
	} {
		var now *Issue
		got := ""
		for _, r := range test.checks {
			action, note, told := DecideAll(now, []repro.Result{r})
			if action != Leave {
				text, err := json.Marshal(note) // it is all that the next night has
				if err != nil || json.Unmarshal(text, &note) != nil {
					t.Fatal(err)
				}
				now = &Issue{Open: action != Close, Note: note}
			}
			if got = ""; len(told) > 0 {
				got = told[len(told)-1].Beside
			}
		}
		if now.Open != (test.want != "") || got != test.want {
			t.Errorf("%s: %q, open %v; want %q", name, got, now.Open, test.want)
		}
	}
}

// predicts is a check whose model's predictions are so far off, and what is allowed of them.
func predicts(night int, distance, allowed string, state repro.State) repro.Result {
	r := off(night, "7", 1, 0, 1)
	if r.Verdict = repro.Reproduced; state == repro.StateOutside {
		r.Verdict = repro.Drifted
	}
	r.Comparison.Model = &repro.ModelDelta{State: state, Tolerance: allowed, Difference: distance}
	return r
}

// TestWidenedPredictions: nor does a wider tolerance of the predictions.
func TestWidenedPredictions(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		now  repro.Result
		want string
	}{
		"wider":   {predicts(3, "5", "10 abs", repro.StateWithin), "Still outside of what was allowed then: the model's predictions (1 abs, now 10 abs)."},
		"perhaps": {predicts(3, "5", "10%", repro.StateWithin), "the model's predictions (1 abs, now 10%)."},
		"back":    {predicts(3, "0.5", "10 abs", repro.StateWithin), ""},
		"equal":   {predicts(3, "", "10 abs", repro.StateIdentical), ""},
	} {
		_, note, _ := DecideAll(nil, []repro.Result{predicts(2, "5", "1 abs", repro.StateOutside)})
		action, _, told := DecideAll(&Issue{Open: true, Note: note}, []repro.Result{test.now})
		if (action == Close) != (test.want == "") || !strings.Contains(told[0].Beside, test.want) || test.want == "" && told[0].Beside != "" {
			t.Errorf("%s: %s, %q, want %q", name, action, told[0].Beside, test.want)
		}
	}
}

// TestMoved: no issue is closed by a check whose original is another than it was at the drift.
func TestMoved(t *testing.T) {
	t.Parallel()
	at := func(r repro.Result, original, reproduced float64) repro.Result {
		r.Original.ID = "run"
		r.Comparison.Deltas[0].Original, r.Comparison.Deltas[0].Reproduced = original, reproduced
		return r
	}
	_, note, _ := DecideAll(nil, []repro.Result{at(off(2, "7", 1, 5, 1), 100, 105)})
	now := &Issue{Open: true, Note: note}
	for _, step := range []struct {
		r      repro.Result
		action Action
		want   string
	}{
		{at(off(3, "7", 1, 0, 1), 105, 105), Comment, "This does not end the drift, for the original is another: m00 is 105, and was 100 on 2 Nov 2026."},
		{at(off(4, "7", 1, 0, 1), 105, 105), Update, ""},
		{at(off(5, "7", 1, 0, 1), 100, 100), Close, ""},
	} {
		step.r.Verdict = repro.Reproduced
		action, note, told := DecideAll(now, []repro.Result{step.r})
		said := ""
		if len(told) > 0 {
			said = told[0].Beside
		}
		if action != step.action || said != step.want {
			t.Errorf("%s, %q; want %s, %q", action, said, step.action, step.want)
		}
		now = &Issue{Open: action != Close, Note: note}
	}
}

// TestLimitsAreFew: an issue's line is short, whatever drifts, and keeps what it can.
func TestLimitsAreFew(t *testing.T) {
	t.Parallel()
	var now *Issue
	for version := range 30 {
		_, note, _ := DecideAll(now, []repro.Result{off(1+version, fmt.Sprint(version), 40, 5, 1)})
		now = &Issue{Open: true, Note: note}
		text, err := json.Marshal(note)
		if err != nil || len(text) > 8<<10 {
			t.Fatalf("%d versions: %d bytes, %v", version+1, len(text), err)
		}
	}
	_, _, told := DecideAll(now, []repro.Result{off(31, "29", 40, 5, 10)})
	if !strings.Contains(told[0].Beside, "m00 (1 abs, now 10 abs)") {
		t.Errorf("the latest says %q", told[0].Beside)
	}
	if low, _ := judge.Band("1 abs", 100); low != 99 {
		t.Errorf("the tolerance is read as one that allows %g", low)
	}
}
