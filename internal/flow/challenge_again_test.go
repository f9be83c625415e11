package flow

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestChallenge_again: that a kept model was trained further is shown once for all re-runs,
// but for one that was not seen to train.
func TestChallenge_again(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		unseen int // the re-run that was not seen; 0 for none
		reason repro.Reason
		said   string
	}{
		"each was seen":    {0, repro.Identical, "with lr = 0.25"},
		"one was not seen": {3, repro.NotProven, "base.pt, which keep asked for"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			f.everyRepeat = true // as a baseline has them
			s.Logged[0].Metrics = repro.NewMetrics(map[string]float64{"accuracy": 0.9777777777777777})
			d.train = func(number int, plan repro.Plan) train.Training {
				accuracy := 0.9777777777777777
				if lr, _ := plan.Original.Params.Get("lr"); lr != "0.5" {
					accuracy = 0.91
				}
				training := flowtest.Succeeded()
				training.Files = fstest.MapFS{"metrics/metrics.json": {Data: fmt.Appendf(nil, `{"accuracy": %v}`, accuracy)}}
				training.Wrote = func(string) bool { return true }
				training.Kept = []string{"base.pt"}
				if number != tt.unseen {
					training.Observed = func([]string, string) observe.Finding { return observe.Finding{Programs: []string{"train.py"}} }
				}
				return training
			}
			result, err := f.Reproduce(t.Context(), benchSettings(t, map[string]string{"challenge": "lr", "repeats": "3"}))
			if err != nil {
				t.Fatal(err)
			}
			said := saidOf(result)
			if result.Reason != tt.reason || !strings.Contains(said, tt.said) {
				t.Errorf("%s, %s after %d trainings: %s\n%s", result.Verdict, result.Reason, len(d.trainings), judge.Summary(result), said)
			}
		})
	}
}
