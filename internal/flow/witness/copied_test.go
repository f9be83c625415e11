package witness

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestCopied: numbers that stand in a file which the training left alone are no
// proof of a training, whoever logged them.
func TestCopied(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	data := filepath.Join(top, "rows.csv")
	if err := os.WriteFile(data, []byte("1"), 0o600); err != nil {
		t.Fatal(err)
	}
	// saw is a training that was seen to read the data and these files, or not to be whole.
	saw := func(doubts []string, files ...string) func([]string, string) observe.Finding {
		p := observe.Process{
			ID: 7, Began: 1, Ended: true, Args: []string{"train.py"}, Reads: []observe.Access{{Path: data, At: 2}},
			Code: []observe.Access{{Path: filepath.Join(top, "train.py"), At: 2}}, Packages: []observe.Access{{Path: "/v/site-packages/mlflow/__init__.py", At: 2}},
		}
		for _, file := range files {
			p.Reads = append(p.Reads, observe.Access{Path: filepath.Join(top, file), At: 3})
		}
		return func([]string, string) observe.Finding {
			return observe.Observation{Processes: []observe.Process{p}, Doubts: doubts}.Answer(observe.Question{Top: top, Run: "1"})
		}
	}
	for name, tt := range map[string]struct {
		values []float64
		holds  []float64 // what metrics.json holds
		stages []string  // that DVC ran
		seen   func([]string, string) observe.Finding
		want   bool
	}{
		"a script that logs the committed metrics": {[]float64{0.9333333, 30}, []float64{0.9333333, 30}, nil, nil, true},
		"it was not seen to read them":             {[]float64{0.9333333}, []float64{0.9333333}, nil, saw(nil), false},
		"it was seen to read them":                 {[]float64{0.9333333}, []float64{0.9333333}, nil, saw(nil, "metrics.json"), true},
		"not all of it was seen":                   {[]float64{0.9333333}, []float64{0.9333333}, nil, saw([]string{"one did not report"}), true},
		"the run has more than the file":           {[]float64{0.9333333, 0.20817}, []float64{0.9333333}, nil, nil, false},
		"a number that anything may hold":          {[]float64{0.9}, []float64{3, 0.9}, nil, nil, false},
		"a stage that DVC ran":                     {[]float64{0.9333333}, []float64{0.9333333}, []string{"train"}, nil, false},
	} {
		var c collect.Collected
		c.Run.ID = "1"
		for i, v := range tt.values {
			c.Run.Metrics = append(c.Run.Metrics, repro.Metric{Name: string(rune('a' + i)), Value: v})
		}
		training := train.Training{Observed: tt.seen, Stages: tt.stages, Execution: repro.Execution{Executed: tt.stages}}
		training.UntouchedNumbers = func(values []float64) []string {
			if slices.ContainsFunc(values, func(v float64) bool { return !slices.Contains(tt.holds, v) }) {
				return nil
			}
			return []string{"metrics.json"}
		}
		gates := copied(training, c, "")
		if (len(gates) > 0) != tt.want || tt.want && (gates[0].Reason != repro.NotProven || !strings.Contains(gates[0].Text, "metrics.json")) {
			t.Errorf("%s: gates %+v, want one that names metrics.json: %v", name, gates, tt.want)
		}
	}
}

// TestCopied_elsewhere: a file outside of the checkout that has all numbers and was
// read is no cache of one input only: neither a stage nor a challenge answers it.
func TestCopied_elsewhere(t *testing.T) {
	t.Parallel()
	const cache = "/home/ada/out/00.json"
	for name, tt := range map[string]struct {
		read       []string
		stages     []string
		challenged string
		gate       string
	}{
		"it was read":                   {[]string{"/x", cache}, nil, "", evidence.NothingCarried},
		"it was read in a stage":        {[]string{cache}, []string{"train"}, "", evidence.NothingCarried},
		"it was read, and challenged":   {[]string{cache}, nil, "the numbers moved", evidence.NothingCarried},
		"it was not read":               {[]string{"/x"}, nil, "", evidence.NumbersCopied},
		"it was not read in a stage":    {nil, []string{"train"}, "", ""},
		"it was not read by challenged": {nil, nil, "the numbers moved", ""},
	} {
		c := collect.Collected{Challenged: tt.challenged, Run: repro.Run{ID: "1", Metrics: repro.Metrics{{Name: "loss", Value: 0.9333333}}}}
		training := train.Training{Stages: tt.stages, Execution: repro.Execution{Executed: tt.stages}, ReadElsewhere: tt.read}
		training.UntouchedNumbers = func([]float64) []string { return []string{cache} }
		got := ""
		for _, gate := range copied(training, c, "") {
			got = gate.Name
		}
		if got != tt.gate {
			t.Errorf("%s: %q, want %q", name, got, tt.gate)
		}
	}
}

// TestCopied_metadata: the file that --metadata names has all numbers by itself. It is no
// objection where it was not read, and else the advice is not to remove it.
func TestCopied_metadata(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	saw := func(o observe.Observation) func([]string, string) observe.Finding {
		return func([]string, string) observe.Finding {
			return o.Answer(observe.Question{Top: top, Run: "1", Files: []string{"train.py", "meta.json"}})
		}
	}
	train1 := observe.Process{ID: 7, Began: 1, Ended: true, Args: []string{"train.py"}, Code: []observe.Access{{Path: filepath.Join(top, "train.py"), At: 2}}, Packages: []observe.Access{{Path: "/v/site-packages/mlflow/__init__.py", At: 2}}}
	reading := train1
	reading.Reads = []observe.Access{{Path: filepath.Join(top, "meta.json"), At: 3}}
	for name, tt := range map[string]struct {
		metadata string
		seen     func([]string, string) observe.Finding
		said     string // "" for no objection
	}{
		"not read":             {"meta.json", saw(observe.Observation{Processes: []observe.Process{train1}}), ""},
		"read":                 {"meta.json", saw(observe.Observation{Processes: []observe.Process{reading}}), "the file that --metadata names"},
		"nobody looked":        {"meta.json", nil, "let --challenge PARAM"},
		"not all was watched":  {"meta.json", saw(observe.Observation{Processes: []observe.Process{train1}, Unwatched: "no events"}), "let --challenge PARAM"},
		"another file":         {"", nil, "remove it from git"},
		"no Python ran at all": {"meta.json", saw(observe.Observation{}), "let --challenge PARAM"},
	} {
		c := collect.Collected{Run: repro.Run{ID: "1", Metrics: repro.Metrics{{Name: "loss", Value: 0.9333333}}}}
		training := train.Training{Observed: tt.seen, UntouchedNumbers: func([]float64) []string { return []string{"meta.json"} }}
		gates := copied(training, c, tt.metadata)
		if (len(gates) == 1) != (tt.said != "") || tt.said != "" && !strings.Contains(gates[0].Text, tt.said) {
			t.Errorf("%s: %+v, want %q", name, gates, tt.said)
		}
	}
}
