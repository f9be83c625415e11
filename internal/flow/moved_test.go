package flow

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestMoved: an original whose metrics are others than an earlier check read is reproduced by
// nothing that would not have reproduced it then.
func TestMoved(t *testing.T) {
	t.Parallel()
	const has = 0.9777777777777777
	for name, tt := range map[string]struct {
		then   map[string]float64 // what earlier checks, oldest first, had of accuracy and others
		later  map[string]float64
		makes  float64 // the accuracy of the training
		flags  map[string]string
		reason repro.Reason
		said   string // in the detail, or among the warnings
	}{
		"nothing moved":                                        {then: map[string]float64{"accuracy": has, "loss": 0.125}, makes: has, reason: repro.Identical},
		"another value was logged":                             {then: map[string]float64{"accuracy": 0.99}, makes: has, reason: repro.OriginalChanged, said: "accuracy is 0.9777777777777777, and was 0.99 on 3 Nov 2026"},
		"and was known so meanwhile":                           {then: map[string]float64{"accuracy": 0.99}, later: map[string]float64{"accuracy": has}, makes: has, reason: repro.OriginalChanged, said: "was 0.99"},
		"it was another meanwhile":                             {then: map[string]float64{"accuracy": has}, later: map[string]float64{"accuracy": 0.99}, makes: has, reason: repro.OriginalChanged, said: "was 0.99"},
		"fewer digits":                                         {then: map[string]float64{"accuracy": 0.9778}, makes: has, flags: map[string]string{"tolerances": "accuracy: 0.001 abs"}, reason: repro.Identical},
		"a metric was added":                                   {then: map[string]float64{"loss": 0.125}, makes: has, reason: repro.Identical},
		"it drifts from both":                                  {then: map[string]float64{"accuracy": 0.99}, makes: 0.5, reason: repro.MetricsOutsideTolerance, said: "the original has other metrics than when it was checked before: accuracy is"},
		"a metric is there no more":                            {then: map[string]float64{"accuracy": has, "auc": 0.5}, makes: has, reason: repro.OriginalChanged, said: "auc is gone, and was 0.5 on 3 Nov 2026"},
		"one that does not count":                              {then: map[string]float64{"accuracy": has, "auc": 0.5}, makes: has, flags: map[string]string{"metrics": "accuracy\nloss"}, reason: repro.Identical},
		"the one that moved is ignored":                        {then: map[string]float64{"accuracy": 0.99}, makes: has, flags: map[string]string{"tolerances": "accuracy: ignore"}, reason: repro.Identical},
		"both are allowed by a wider tolerance, after a drift": {then: map[string]float64{"accuracy": 0.99}, later: map[string]float64{"accuracy": -0.99}, makes: has, flags: map[string]string{"tolerances": "accuracy: 0.1 abs"}, reason: repro.OriginalChanged, said: "was 0.99"},
		"both are allowed":                                     {then: map[string]float64{"accuracy": 0.99}, makes: has, flags: map[string]string{"tolerances": "accuracy: 0.1 abs"}, reason: repro.Identical},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			for day, metrics := range []map[string]float64{tt.then, tt.later} {
				r := repro.Record{Original: flowtest.OriginalID, ID: name + string(rune('a'+day)), Past: repro.Past{At: flowtest.Today.AddDate(0, 0, day-20), Verdict: repro.Reproduced}}
				for name, value := range metrics {
					m := repro.CheckedMetric{Name: name, Original: math.Abs(value), Reproduced: value, Tolerance: repro.DefaultTolerance, State: repro.StateIdentical}
					if value < 0 {
						m.State = repro.StateOutside
					}
					m.Low, m.High = judge.Band(m.Tolerance, value)
					r.Metrics = append(r.Metrics, m)
				}
				f.Past = append(f.Past, r)
			}
			d.train = func(number int, plan repro.Plan) train.Training {
				s.Logged = append(s.Logged, rerunOf(plan, number, map[string]float64{"accuracy": tt.makes, "loss": 0.125}))
				return flowtest.Succeeded()
			}
			result, err := f.Reproduce(t.Context(), withoutChallenge(t, tt.flags))
			if err != nil || result.Reason != tt.reason {
				t.Fatalf("%s, %s: %s %v, want %s", result.Verdict, result.Reason, result.Detail, err, tt.reason)
			}
			if said := result.Detail + strings.Join(result.Warnings, "\n"); !strings.Contains(said, tt.said) || tt.said == "" && strings.Contains(said, "earlier checks") {
				t.Errorf("said %q, want %q", said, tt.said)
			}
			if verdict, _, _ := judge.Judge(nil, result.Comparison); verdict == repro.Reproduced && result.Verdict != verdict && !strings.Contains(name, "no more") {
				t.Errorf("the comparison says so behind the verdict: %+v", result.Comparison)
			}
		})
	}
}

// TestMovedSinceItsEnd: without a history too nothing is reproduced that was logged to the
// original after its end, in the place of another value. A training that does the same now is
// left in peace, and so is a metric that was first logged then.
func TestMovedSinceItsEnd(t *testing.T) {
	t.Parallel()
	const has = 0.9777777777777777
	for name, tt := range map[string]struct {
		curve      []float64 // of the original, until it ended
		late, also time.Duration
		makes      float64
		reason     repro.Reason
	}{
		"nothing was logged since":        {[]float64{0.5, 0.99}, 0, 0, has, repro.Identical},
		"a day after":                     {[]float64{0.5, 0.99}, 24 * time.Hour, 0, has, repro.OriginalChanged},
		"the same value":                  {[]float64{0.5, has}, 24 * time.Hour, 0, has, repro.Identical},
		"minutes after, by another clock": {[]float64{0.5, 0.99}, 5 * time.Minute, 0, has, repro.Identical},
		"for the first time":              {nil, 24 * time.Hour, 0, has, repro.Identical},
		"so does this training":           {[]float64{0.5, 0.99}, 24 * time.Hour, 3 * time.Hour, has, repro.Identical},
		"and it drifts":                   {[]float64{0.5, 0.99}, 24 * time.Hour, 0, 0.5, repro.MetricsOutsideTolerance},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			at := func(run *repro.Run, after time.Duration) {
				if run.Metrics = slices.Clone(run.Metrics); after != 0 {
					run.Metrics[0].At = run.Ended.Add(after)
				}
			}
			at(&s.Logged[0], tt.late)
			s.Curves = map[string][]float64{flowtest.OriginalID: tt.curve}
			d.train = func(number int, plan repro.Plan) train.Training {
				run := rerunOf(plan, number, map[string]float64{"accuracy": tt.makes, "loss": 0.125})
				at(&run, tt.also)
				s.Logged = append(s.Logged, run)
				return flowtest.Succeeded()
			}
			result, err := f.Reproduce(t.Context(), benchSettings(t, map[string]string{"challenge": "off"}))
			if err != nil || result.Reason != tt.reason {
				t.Fatalf("%s, %s: %s %v, want %s", result.Verdict, result.Reason, result.Detail, err, tt.reason)
			}
			if tt.reason == repro.OriginalChanged && !strings.Contains(result.Detail, "accuracy is 0.9777777777777777, and was 0.99 on 23 Oct 2026") {
				t.Error(result.Detail)
			}
		})
	}
}
