package flow

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestChallenge_capped: half of the rounds that leaves a loss as it was speaks against a
// training, unless one round moves it. One round that cannot be made, or after which the loss is
// not there, takes nothing back.
func TestChallenge_capped(t *testing.T) {
	t.Parallel()
	const judged = 0.4142135623730951
	for name, tt := range map[string]struct {
		loss   float64 // with one round
		fails  bool
		gone   bool // no loss is logged with one round
		reason repro.Reason
		said   string
	}{
		"it moves":          {loss: 0.5772156649015329, reason: repro.Identical},
		"it moves a little": {loss: judged + 1e-9, reason: repro.Identical},
		"it stays":          {loss: judged, reason: repro.NotProven, said: "epochs = 1 in place of 30 left every number as it was"},
		"it is not there":   {gone: true, reason: repro.NotProven, said: "epochs = 15 in place of 30 left every number as it was"},
		"it cannot be made": {fails: true, reason: repro.NotProven, said: "epochs = 15 in place of 30 left every number as it was"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			d.files = fstest.MapFS{"params.yaml": {Data: []byte("epochs: 30\n")}}
			s.Logged = []repro.Run{flowtest.Original}
			s.Logged[0].Params = repro.NewParams(map[string]string{"epochs": "30"})
			s.Logged[0].Metrics = repro.NewMetrics(map[string]float64{"loss": judged})
			d.train = func(number int, plan repro.Plan) train.Training {
				loss, name, training := judged, "loss", flowtest.Succeeded()
				if epochs, _ := plan.Original.Params.Get("epochs"); epochs == "1" {
					if loss = tt.loss; tt.fails {
						training.Execution.Status = repro.ExecFailed
						return training
					}
					if tt.gone {
						name = "first_rows"
					}
				}
				run := rerunOf(plan, number, map[string]float64{name: loss})
				run.Params = plan.Original.Params
				s.Logged = append(s.Logged, run)
				return training
			}
			result, err := f.Reproduce(t.Context(), benchSettings(t, map[string]string{"rtol": "1e-6"}))
			if err != nil {
				t.Fatal(err)
			}
			if result.Reason != tt.reason || len(d.trainings) != 3 || !strings.Contains(result.Detail, tt.said) {
				t.Errorf("%s, %s after %d trainings: %s %s", result.Verdict, result.Reason, len(d.trainings), result.Detail, result.Warnings)
			}
		})
	}
}
