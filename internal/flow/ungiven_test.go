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
		constant   bool // the program's own value is told as one
		own        bool // the original logged no param but of its own: a date, a host
		logs       bool // the training logs a run with the original's params
		want       repro.Reason
	}{
		"no place":                               {file: program, text: "import sys\n", accuracy: 0.5, want: repro.ParamsNotApplied},
		"none but of its own":                    {own: true, file: program, text: "import sys\n", accuracy: 0.5, want: repro.MetricsOutsideTolerance},
		"another value":                          {file: program, text: "lr = 0.01\n", accuracy: 0.5, want: repro.ParamsNotApplied},
		"a constant":                             {constant: true, file: program, text: "lr = 0.1\n", accuracy: 0.5, want: repro.MetricsOutsideTolerance},
		"two constants":                          {constant: true, file: program, text: "lr = 0.1\nP = dict(lr=0.1)\n", accuracy: 0.5, want: repro.MetricsOutsideTolerance},
		"in capitals":                            {constant: true, file: program, text: "LR=0.1\n", accuracy: 0.5, want: repro.MetricsOutsideTolerance},
		"written out":                            {constant: true, file: program, text: "class C:\n    learning_rate: float = 0.10\n", accuracy: 0.5, want: repro.MetricsOutsideTolerance},
		"of another param":                       {file: program, text: "test_size = 0.1\n", accuracy: 0.5, want: repro.ParamsNotApplied},
		"the command has it":                     {file: program, text: "import sys\n", flags: map[string]string{"run-command": "train --lr 0.1"}, accuracy: 0.5, want: repro.MetricsOutsideTolerance},
		"a default, and others are passed":       {file: program, text: "a.add_argument('--lr', default=0.01)\n", flags: map[string]string{"run-command": "train --epochs {epochs}"}, accuracy: 0.5, want: repro.ParamsNotApplied},
		"an option, and others are passed":       {file: program, text: "if \"--lr\" in argv:\n", flags: map[string]string{"run-command": "train --epochs 30"}, accuracy: 0.5, want: repro.ParamsNotApplied},
		"a default, and the other is a constant": {file: program, text: "lr = environ.get('LR', 0.01)\nepochs = 30\n", accuracy: 0.5, want: repro.ParamsNotApplied},
		"the value, and others are passed":       {constant: true, file: program, text: "lr = 0.01\nf(lr=0.1)\n", flags: map[string]string{"run-command": "train --epochs {epochs}"}, accuracy: 0.5, want: repro.MetricsOutsideTolerance},
		"unnamed, and others are passed":         {file: program, text: "import sys\n", flags: map[string]string{"run-command": "train --epochs {epochs}"}, accuracy: 0.5, want: repro.MetricsOutsideTolerance},
		"what the training writes":               {file: "out/used.json", text: "{\"lr\": 0.1}\n", writes: true, accuracy: 0.5, want: repro.ParamsNotApplied},
		"a params file":                          {file: "params.yaml", text: "lr: 0.1\n", accuracy: 0.5, want: repro.MetricsOutsideTolerance},
		"the command passes it":                  {file: program, text: "import sys\n", flags: map[string]string{"run-command": "train --lr {lr}"}, accuracy: 0.5, want: repro.MetricsOutsideTolerance},
		"the run tells of it":                    {file: program, text: "import sys\n", accuracy: 0.5, logs: true, want: repro.MetricsOutsideTolerance},
		"no place, and it came back":             {file: program, text: "import sys\n", accuracy: 0.75, logs: true, want: repro.Identical},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			f.Project = readable{d}
			d.files = fstest.MapFS{tt.file: {Data: []byte(tt.text)}}
			s.Logged[0].Params = repro.NewParams(map[string]string{"lr": "0.1", "epochs": "30"})
			if tt.own {
				s.Logged[0].Params = repro.NewParams(map[string]string{"run_date": "2026-03-01", "hostname": "a7"})
			}
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
				left := tt.text
				if tt.writes {
					left = strings.ReplaceAll(left, "0.1", "0.3")
				}
				training.Files = fstest.MapFS{"metrics/metrics.json": {Data: fmt.Appendf(nil, `{"accuracy": %v}`, tt.accuracy)}, tt.file: {Data: []byte(left)}}
				training.Wrote = func(path string) bool { return path != tt.file || tt.writes }
				return training
			}
			result, err := f.Reproduce(t.Context(), benchSettings(t, flags))
			if err != nil {
				t.Fatal(err)
			}
			if summary := judge.Summary(result); result.Reason != tt.want || tt.want == repro.ParamsNotApplied && !(strings.Contains(summary, "pass them, as with {") && strings.Contains(summary, "--ignore-params")) {
				t.Errorf("%s, want %s: %s", result.Reason, tt.want, summary)
			}
			for _, edit := range result.Plan.Params {
				if constant := strings.HasPrefix(edit.Rule, "a constant of "+program); constant != (edit.Name == "lr" && tt.constant) {
					t.Errorf("%s: %s, %s", edit.Name, edit.Status, edit.Rule)
				}
			}
		})
	}
}
