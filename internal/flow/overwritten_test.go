package flow

import (
	"strings"
	"testing"

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
	}{
		"nothing":        {func(*repro.Run) {}, ""},
		"a tag":          {func(r *repro.Run) { r.Tags = map[string]string{"seen": "1"} }, ""},
		"another metric": {func(r *repro.Run) { r.Metrics = repro.NewMetrics(map[string]float64{"accuracy": 0.5, "loss": 0.125}) }, "metric accuracy is 0.5 and was 0.97"},
		"a metric more": {func(r *repro.Run) {
			r.Metrics = append(r.Metrics[:len(r.Metrics):len(r.Metrics)], repro.Metric{Name: "z", Value: 1})
		}, "metric z is new"},
		"a metric less": {func(r *repro.Run) { r.Metrics = r.Metrics[:1] }, "is gone"},
		"a param less":  {func(r *repro.Run) { r.Params = r.Params[1:] }, "is another"},
		"a param more": {func(r *repro.Run) {
			r.Params = append(r.Params[:len(r.Params):len(r.Params)], repro.Param{Name: "zz", Value: "1"})
		}, "param zz is new"},
		"it runs again":       {func(r *repro.Run) { r.Status = repro.RunRunning }, "its status is RUNNING and was FINISHED"},
		"it was deleted":      {func(r *repro.Run) { r.Deleted = true }, "it was deleted"},
		"it is there no more": {func(r *repro.Run) { r.ID = strings.Repeat("9", 32) }, "the run is gone"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			d.train = func(number int, plan repro.Plan) train.Training {
				s.Logged = append(s.Logged, rerunOf(plan, number, map[string]float64{"accuracy": 0.9777777777777777, "loss": 0.125}))
				tt.leave(&s.Logged[0])
				return flowtest.Succeeded()
			}
			result, err := f.Reproduce(t.Context(), benchSettings(t, nil))
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
