package flow

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestOverwritten: whatever a training does to the original's run ends the check
// without a comparison, and the text names it.
func TestOverwritten(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		leave func(*repro.Run)
		want  string // "" is reproduced
		alone bool   // it has no run of its own
	}{
		"its metrics, and no run of its own": {want: "metric accuracy is 0.5 and was 0.97", alone: true,
			leave: func(r *repro.Run) { r.Metrics = repro.NewMetrics(map[string]float64{"accuracy": 0.5, "loss": 0.125}) }},
		"the same metrics again, and no run of its own": {want: "logged again, with the same values: accuracy, loss", alone: true,
			leave: func(r *repro.Run) {
				r.Metrics = slices.Clone(r.Metrics)
				for i := range r.Metrics {
					r.Metrics[i].At = r.Metrics[i].At.Add(time.Hour)
				}
			}},
		"the same metrics again, beside its own": {
			leave: func(r *repro.Run) {
				r.Metrics = slices.Clone(r.Metrics)
				for i := range r.Metrics {
					r.Metrics[i].At = r.Metrics[i].At.Add(time.Hour)
				}
			}},
		"nothing":        {leave: func(*repro.Run) {}},
		"a tag":          {leave: func(r *repro.Run) { r.Tags = map[string]string{"seen": "1"} }, want: ""},
		"another metric": {leave: func(r *repro.Run) { r.Metrics = repro.NewMetrics(map[string]float64{"accuracy": 0.5, "loss": 0.125}) }, want: "metric accuracy is 0.5 and was 0.97"},
		"a metric more": {leave: func(r *repro.Run) {
			r.Metrics = append(r.Metrics[:len(r.Metrics):len(r.Metrics)], repro.Metric{Name: "z", Value: 1})
		}, want: "metric z is new"},
		"a metric less": {leave: func(r *repro.Run) { r.Metrics = r.Metrics[:1] }, want: "is gone"},
		"a param less":  {leave: func(r *repro.Run) { r.Params = r.Params[1:] }, want: "is another"},
		"a param more": {leave: func(r *repro.Run) {
			r.Params = append(r.Params[:len(r.Params):len(r.Params)], repro.Param{Name: "zz", Value: "1"})
		}, want: "param zz is new"},
		"it runs again":       {leave: func(r *repro.Run) { r.Status = repro.RunRunning }, want: "its status is RUNNING and was FINISHED"},
		"it was deleted":      {leave: func(r *repro.Run) { r.Deleted = true }, want: "it was deleted"},
		"it is there no more": {leave: func(r *repro.Run) { r.ID = strings.Repeat("9", 32) }, want: "the run is gone"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			d.train = func(number int, plan repro.Plan) train.Training {
				if !tt.alone {
					s.Logged = append(s.Logged, rerunOf(plan, number, map[string]float64{"accuracy": 0.9777777777777777, "loss": 0.125}))
				}
				tt.leave(&s.Logged[0])
				return flowtest.Succeeded()
			}
			result, err := f.Reproduce(t.Context(), benchSettings(t, map[string]string{"challenge": "off"}))
			if err != nil {
				t.Fatal(err)
			}
			if tt.want == "" {
				if result.Verdict != repro.Reproduced {
					t.Errorf("%s, %s: %s", result.Verdict, result.Reason, result.Detail)
				}
				return
			}
			if result.Verdict != repro.Unverified || result.Reason != repro.SameRun || !strings.Contains(result.Detail, tt.want) {
				t.Errorf("%s, %s: %s\nwant %s", result.Verdict, result.Reason, result.Detail, tt.want)
			}
		})
	}
}
