package flow

import (
	"fmt"
	"testing"
	"testing/fstest"
	"time"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestDifferent: a new metrics file that nothing was seen to write tells of a drift,
// whatever a challenge would say, and of a reproduction by no way.
func TestDifferent(t *testing.T) {
	t.Parallel()
	doubtful := []string{"/home/ada/d.npz"}
	for name, tt := range map[string]struct {
		text      func(number int) string
		doubtful  []string
		flags     map[string]string
		verdict   repro.Verdict
		reason    repro.Reason
		trainings int
	}{
		"equal, and no param moves it": {text: constant(`{"accuracy": 0.9777777777777777}`), verdict: repro.Unverified, reason: repro.NotProven, trainings: 4},
		"another number":               {text: constant(`{"accuracy": 0.5}`), verdict: repro.Drifted, reason: repro.MetricsOutsideTolerance, trainings: 1},
		"a metric is missing":          {text: constant(`{"acc": 0.9777777777777777}`), verdict: repro.Unverified, reason: repro.MetricsMissing, trainings: 1},
		"another number, and trainings that differ by themselves": {text: func(number int) string {
			return fmt.Sprintf(`{"accuracy": %v}`, []float64{0.97, 0.9777777777777777, 0.98, 0.975, 0.979}[(number-1)%5])
		}, flags: map[string]string{"repeats": "5"}, verdict: repro.Unverified, reason: repro.NotProven, trainings: 3},
		"another number, with a young file of elsewhere": {text: constant(`{"accuracy": 0.5}`), doubtful: doubtful, verdict: repro.Drifted, reason: repro.MetricsOutsideTolerance, trainings: 1},
		"another number, with a young file, each time": {text: func(number int) string {
			return fmt.Sprintf(`{"accuracy": %v}`, []float64{0.5, 0.51, 0.49, 0.505, 0.495}[(number-1)%5])
		}, doubtful: doubtful, flags: map[string]string{"repeats": "5"}, verdict: repro.Drifted, reason: repro.MetricsOutsideTolerance, trainings: 3},
		"another number, with a young file, and trainings that differ by themselves": {text: func(number int) string {
			return fmt.Sprintf(`{"accuracy": %v}`, []float64{0.97, 0.9777777777777777, 0.98, 0.975, 0.979}[(number-1)%5])
		}, doubtful: doubtful, flags: map[string]string{"repeats": "5"}, verdict: repro.Unverified, reason: repro.NotProven, trainings: 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, _ := newBench()
			d.train = func(number int, _ repro.Plan) train.Training {
				training := flowtest.Succeeded()
				training.Files = fstest.MapFS{"metrics/metrics.json": {Data: []byte(tt.text(number))}}
				training.Wrote = func(string) bool { return true }
				if training.Doubtful = tt.doubtful; tt.doubtful != nil { // and was quicker than the original
					training.Execution.Ended = training.Execution.Started.Add(time.Second)
				}
				return training
			}
			flags := map[string]string{"metrics": "accuracy"}
			for name, value := range tt.flags {
				flags[name] = value
			}
			result, err := f.Reproduce(t.Context(), benchSettings(t, flags))
			if err != nil || result.Verdict != tt.verdict || result.Reason != tt.reason || len(d.trainings) != tt.trainings {
				t.Errorf("%s, %s after %d trainings: %s %v", result.Verdict, result.Reason, len(d.trainings), result.Detail, err)
			}
			if _, failed := repro.FirstFailed(result.Evidence); failed != (tt.reason == repro.NotProven) {
				t.Errorf("%+v", result.Evidence)
			}
			if verdict, _, _ := judge.Judge(nil, result.Comparison); verdict == repro.Reproduced {
				t.Errorf("the comparison says so behind the verdict: %+v", result.Comparison)
			}
		})
	}
}

func constant(text string) func(int) string { return func(int) string { return text } }
