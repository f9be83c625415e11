package flow

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestStoodAs: numbers are known again in whatever text they come back.
func TestStoodAs(t *testing.T) {
	t.Parallel()
	const before = `{"accuracy": 0.9777777777777777, "loss": 0.125, "nan": NaN, "epoch": 7}`
	for name, tt := range map[string]struct {
		now   string
		names string
		want  string
	}{
		"the very bytes":                 {before, "accuracy loss", "main"},
		"formatted":                      {"{\n  \"loss\": 0.1250,\n  \"accuracy\": 0.9777777777777777}\n", "accuracy loss", "main"},
		"line ends of Windows":           {strings.ReplaceAll("{\n\"loss\": 1.25e-1,\n\"accuracy\": 0.9777777777777777}\n", "\n", "\r\n"), "accuracy loss", "main"},
		"rounded":                        {`{"accuracy": 0.978, "loss": 0.125}`, "accuracy loss", "main"},
		"not a number, again":            {`{"nan": NaN}`, "nan", "main"},
		"with a time that nobody judges": {`{"accuracy": 0.9777777777777777, "loss": 0.125, "seconds": 3}`, "accuracy loss", "main"},
		"one is another":                 {`{"accuracy": 0.9777777777777777, "loss": 0.1250001}`, "accuracy loss", ""},
		"the last bit":                   {`{"accuracy": 0.9777777777777779, "loss": 0.125}`, "accuracy loss", ""},
		"one is new":                     {`{"accuracy": 0.9777777777777777, "f1": 0.5}`, "accuracy f1", ""},
		"too coarse to be the rounded":   {`{"accuracy": 1}`, "accuracy", ""},
		"nothing is judged":              {before, "", ""},
	} {
		content, err := dvc.ParseMetrics("m.json", []byte(tt.now))
		if err != nil {
			t.Fatal(err)
		}
		file := metricsFile{path: "m.json", content: content, before: []train.EarlierContent{{Where: "elsewhere", Data: []byte("{")}, {Where: "commit a", Data: []byte(`{"accuracy": 0.5}`)}, {Where: "main", Data: []byte(before)}}}
		if got := stoodAs(file, strings.Fields(tt.names)); got != tt.want {
			t.Errorf("%s: stood in %q, want %q", name, got, tt.want)
		}
	}
}

// TestTold: a failure that the command's end hides, where a metrics file alone
// speaks for the training.
func TestTold(t *testing.T) {
	t.Parallel()
	troubled := train.Training{LoggedFailure: "KeyError: 'x'"}
	ran := train.Training{LoggedFailure: "KeyError: 'x'", Stages: []string{"train"}, Execution: repro.Execution{Executed: []string{"train"}}}
	handled := func(f observe.Finding) train.Training {
		return train.Training{LoggedFailure: "KeyError: 'x'", Handled: true, Observed: func([]string, string) observe.Finding { return f }}
	}
	written := collected{run: repro.Run{From: "m.json"}, files: []string{"m.json"}}
	file, run := collected{run: repro.Run{From: "m.json"}}, collected{run: repro.Run{ID: "new"}}
	for name, tt := range map[string]struct {
		training train.Training
		arrival  repro.GateState
		seen     repro.GateState // what was observed
		c        collected
		want     bool
	}{
		"nothing told":                                {train.Training{}, repro.GateUnknown, "", file, false},
		"behind a pipe":                               {troubled, repro.GateUnknown, "", file, true},
		"behind a pipe, half seen":                    {troubled, repro.GateUnknown, repro.GateUnknown, file, true},
		"it was seen to be handled":                   {troubled, repro.GateUnknown, repro.GatePassed, file, false},
		"a run that says more":                        {troubled, repro.GatePassed, "", file, false},
		"the numbers are a run's":                     {troubled, repro.GateUnknown, "", run, false},
		"it went on, and wrote them":                  {handled(observe.Finding{Wrote: []string{"p/m.json"}, Lacks: []string{"one did not report"}}), repro.GateUnknown, repro.GateUnknown, written, false},
		"it went on, and who wrote them was not seen": {handled(observe.Finding{Lacks: []string{"one did not report"}}), repro.GateUnknown, repro.GateUnknown, written, true},
		"it went on, and another failed":              {handled(observe.Finding{Wrote: []string{"m.json"}, Failed: []string{"other.py"}}), repro.GateUnknown, repro.GateFailed, written, true},
		"it was handled in a stage":                   {ran, repro.GateUnknown, "", file, false},
	} {
		gates := told(tt.training, repro.Gate{State: tt.arrival}, []repro.Gate{{State: tt.seen}}, tt.c)
		if (len(gates) == 1) != tt.want {
			t.Errorf("%s: %+v, want a doubt: %v", name, gates, tt.want)
		}
		for _, gate := range gates {
			refused(repro.NotProven, "KeyError").check(t, gate)
		}
	}
}

// TestVouched holds a metrics file to what DVC's lock says the stage left.
func TestVouched(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"dvc.yaml": {Data: []byte("stages:\n  train: {cmd: x, metrics: [m.json: {cache: false}]}\n")},
		"dvc.lock": {Data: []byte("schema: '2.0'\nstages:\n  train:\n    cmd: x\n    outs: [{path: m.json, hash: md5, md5: 9bb58f26192e4ba00f01e2e7b136bbd8}]\n")},
		"m.json":   {Data: []byte("hello world")},
		"n.json":   {Data: []byte("{}")},
	}
	for file, want := range map[string]bool{"m.json": false, "n.json": false, "": true} {
		if got := vouched(train.Training{Files: files}, slices.DeleteFunc([]string{file}, func(f string) bool { return f == "" })); got != want {
			t.Errorf("%q vouched for: %v, want %v", file, got, want)
		}
	}
	files["dvc.lock"] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(string(files["dvc.lock"].Data), "9bb58f26192e4ba00f01e2e7b136bbd8", "5eb63bbbe01eeed093cb22bb8f5acdc3"))}
	if !vouched(train.Training{Files: files}, []string{"m.json"}) {
		t.Error("m.json is what the lock says, and is not vouched for")
	}
}

// TestUnmoved: other data, the very same numbers, and only a run's word for it.
func TestUnmoved(t *testing.T) {
	t.Parallel()
	data := func(run repro.Run, digest string) repro.Run {
		run.Datasets = []repro.Dataset{{Name: "iris", Digest: digest, Context: "training"}}
		return run
	}
	plan := repro.Plan{Original: data(firstRun, "aa"), Metrics: repro.MetricPolicy{}}
	again := func(digest string, loss float64) collected {
		run := data(firstRun, digest)
		run.ID, run.Metrics = "new", repro.NewMetrics(map[string]float64{"accuracy": 0.9777777777777777, "loss": loss})
		return collected{run: run, tracked: run}
	}
	ran := train.Training{Stages: []string{"train"}, Execution: repro.Execution{Executed: []string{"train"}}}
	unlike := again("bb", 0.125)
	unlike.run.Datasets[0].Name = "another"
	for name, tt := range map[string]struct {
		training train.Training
		c        collected
		want     bool
	}{
		"other data, the very numbers":    {train.Training{}, again("bb", 0.125), true},
		"other data, a number moved":      {train.Training{}, again("bb", 0.12500001), false},
		"the same data":                   {train.Training{}, again("aa", 0.125), false},
		"other data, and DVC says it ran": {ran, again("bb", 0.125), false},
		"data of another name":            {train.Training{}, unlike, false},
		"a file":                          {train.Training{}, collected{run: repro.Run{From: "m.json"}}, false},
	} {
		gates := unmoved(plan, tt.training, tt.c)
		if (len(gates) == 1) != tt.want {
			t.Errorf("%s: %+v, want a doubt: %v", name, gates, tt.want)
		}
		for _, gate := range gates {
			refused(repro.NotProven, "iris are mlflow bb and were mlflow aa").check(t, gate)
		}
	}
}
