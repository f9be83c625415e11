package flow

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestChallenge_ignored: a training that goes on from an earlier one's state logs that one's
// params, whatever the file says. Challenges that it was not given, with a loss as it was,
// speak against it; one that arrives and moves the loss does not.
func TestChallenge_ignored(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		takes  string // the params that it takes from the file
		loss   float64
		reason repro.Reason
		said   string
	}{
		"it takes none": {"", 0.4142135623730951, repro.NotProven, "left every number as it was, and was not given it"},
		"it takes both": {"lr seed", 0.4142135623730951, repro.Identical, ""},
		"it takes one":  {"lr", 0.4142135623730951, repro.Identical, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			d.files = fstest.MapFS{"params.yaml": {Data: []byte("lr: 0.5\nseed: 7\n")}}
			params := map[string]string{"lr": "0.5", "seed": "7"}
			s.Logged = []repro.Run{flowtest.Original}
			s.Logged[0].Params = repro.NewParams(params)
			s.Logged[0].Metrics = repro.NewMetrics(map[string]float64{"loss": tt.loss})
			d.train = func(number int, plan repro.Plan) train.Training {
				logged, loss := map[string]string{}, tt.loss
				for key, old := range params {
					logged[key] = old
					if value, has := plan.Original.Params.Get(key); has && strings.Contains(tt.takes, key) && value != old {
						logged[key], loss = value, 0.5772156649015329
					}
				}
				run := rerunOf(plan, number, map[string]float64{"loss": loss})
				run.Params = repro.NewParams(logged)
				s.Logged = append(s.Logged, run)
				return flowtest.Succeeded()
			}
			result, err := f.Reproduce(t.Context(), benchSettings(t, nil))
			if err != nil {
				t.Fatal(err)
			}
			if result.Reason != tt.reason || !strings.Contains(result.Detail, tt.said) {
				t.Errorf("%s, %s: %s", result.Verdict, result.Reason, result.Detail)
			}
		})
	}
}

// TestChallenge_lentOther: numbers that move with a file that somebody changed meanwhile follow
// no param.
func TestChallenge_lentOther(t *testing.T) {
	t.Parallel()
	for name, changed := range map[string]bool{"the same": false, "changed meanwhile": true} {
		f, d, s := newBench()
		d.files = fstest.MapFS{"params.yaml": {Data: []byte("lr: 0.5\n")}}
		s.Logged = []repro.Run{flowtest.Original}
		s.Logged[0].Params = repro.NewParams(map[string]string{"lr": "0.5"})
		s.Logged[0].Metrics = repro.NewMetrics(map[string]float64{"loss": 0.4142135623730951})
		d.train = func(number int, plan repro.Plan) train.Training {
			loss, training := 0.4142135623730951, flowtest.Succeeded()
			training.Lent = []train.LentFile{{Path: "data/d.csv", Loan: "data", Hash: "1"}}
			if number > 1 {
				loss = 0.5772156649015329
				if changed {
					training.Lent[0].Hash = "2"
				}
			}
			s.Logged = append(s.Logged, rerunOf(plan, number, map[string]float64{"loss": loss}))
			return training
		}
		result, err := f.Reproduce(t.Context(), benchSettings(t, nil))
		if err != nil {
			t.Fatal(err)
		}
		said := strings.Join(result.Warnings, "\n")
		if strings.Contains(said, "was lent other files than the judged one, which changed meanwhile: data/d.csv") != changed {
			t.Errorf("%s: %s, %s\n%s", name, result.Verdict, result.Reason, said)
		}
		for _, gate := range result.Evidence {
			if strings.Contains(gate.Text, "witnesses:") && strings.Contains(gate.Text, "challenged") == changed {
				t.Errorf("%s: %s", name, gate.Text)
			}
		}
	}
}
