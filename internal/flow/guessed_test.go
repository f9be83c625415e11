package flow

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestDoubtGuesses: where the metrics differ and None was written in place of a text,
// the guess may be the drift, unless somebody confirmed it.
func TestDoubtGuesses(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		file     string
		flags    map[string]string
		accuracy float64
		reason   repro.Reason
	}{
		"the metrics differ":               {"opt: adam\n", nil, 0.5, repro.ParamsNotApplied},
		"the metrics came back":            {"opt: adam\n", nil, 0.9777777777777777, repro.Identical},
		"they differ, and it is confirmed": {"opt: adam\n", map[string]string{"params-map": "opt=opt"}, 0.5, repro.MetricsOutsideTolerance},
		"they differ, and it was null":     {"opt: null\n", nil, 0.5, repro.MetricsOutsideTolerance},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			d.files["params.yaml"].Data = []byte(tt.file)
			s.Logged[0].Params = repro.NewParams(map[string]string{"opt": "None"})
			s.Logged[0].Metrics = repro.NewMetrics(map[string]float64{"accuracy": 0.9777777777777777})
			d.train = func(number int, plan repro.Plan) train.Training {
				s.Logged = append(s.Logged, rerunOf(plan, number, map[string]float64{"accuracy": tt.accuracy}))
				return flowtest.Succeeded()
			}
			result, err := f.Reproduce(t.Context(), benchSettings(t, tt.flags))
			if err != nil {
				t.Fatal(err)
			}
			summary := judge.Summary(result)
			if result.Reason != tt.reason || tt.reason == repro.ParamsNotApplied && !strings.Contains(summary, "--params-map opt=opt") {
				t.Errorf("%s: %s", result.Reason, summary)
			}
		})
	}
}
