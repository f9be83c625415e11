package flow

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestDoubtUngiven: where the metrics differ and nothing has a place for the original's
// params, the training may not have had them.
func TestDoubtUngiven(t *testing.T) {
	t.Parallel()
	const program = "train.py"
	for name, tt := range map[string]struct {
		file, text string
		writes     bool // the training writes that file
		flags      map[string]string
		accuracy   float64
		logs       bool // the training logs a run with the original's params
		want       repro.Reason
	}{
		"no place":                   {file: program, text: "import sys\n", accuracy: 0.5, want: repro.ParamsNotApplied},
		"another value":              {file: program, text: "lr = 0.01\n", accuracy: 0.5, want: repro.ParamsNotApplied},
		"a constant":                 {file: program, text: "lr = 0.1\n", accuracy: 0.5, want: repro.MetricsOutsideTolerance},
		"what the training writes":   {file: "out/used.json", text: "{\"lr\": 0.1}\n", writes: true, accuracy: 0.5, want: repro.ParamsNotApplied},
		"a params file":              {file: "params.yaml", text: "lr: 0.1\n", accuracy: 0.5, want: repro.MetricsOutsideTolerance},
		"the command passes it":      {file: program, text: "import sys\n", flags: map[string]string{"run-command": "train --lr {lr}"}, accuracy: 0.5, want: repro.MetricsOutsideTolerance},
		"the run tells of it":        {file: program, text: "import sys\n", accuracy: 0.5, logs: true, want: repro.MetricsOutsideTolerance},
		"no place, and it came back": {file: program, text: "import sys\n", accuracy: 0.75, logs: true, want: repro.Identical},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			f.Project = readable{d}
			d.files = fstest.MapFS{tt.file: {Data: []byte(tt.text)}}
			s.Logged[0].Params = repro.NewParams(map[string]string{"lr": "0.1"})
			s.Logged[0].Metrics = repro.NewMetrics(map[string]float64{"accuracy": 0.75})
			flags := map[string]string{"challenge": "off"}
			if !tt.logs {
				flags["metrics-source"] = "file"
			}
			for name, value := range tt.flags {
				flags[name] = value
			}
			d.train = func(number int, plan repro.Plan) train.Training {
				if tt.logs {
					s.Logged = append(s.Logged, rerunOf(plan, number, map[string]float64{"accuracy": tt.accuracy}))
				}
				training := flowtest.Succeeded()
				training.Files = fstest.MapFS{"metrics/metrics.json": {Data: fmt.Appendf(nil, `{"accuracy": %v}`, tt.accuracy)}}
				training.Wrote = func(path string) bool { return path == "metrics/metrics.json" || tt.writes && path == tt.file }
				return training
			}
			result, err := f.Reproduce(t.Context(), benchSettings(t, flags))
			if err != nil {
				t.Fatal(err)
			}
			if summary := judge.Summary(result); result.Reason != tt.want || tt.want == repro.ParamsNotApplied && !strings.Contains(summary, "pass them, as with {lr} in --run-command") {
				t.Errorf("%s, want %s: %s", result.Reason, tt.want, summary)
			}
		})
	}
}
