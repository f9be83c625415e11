package witness

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// want is the state of a gate, its reason if it failed, and a part of its text.
type want struct {
	state  repro.GateState
	reason repro.Reason
	text   string
}

func (w want) check(t *testing.T, got repro.Gate) {
	t.Helper()
	if !slices.ContainsFunc(evidence.Against, func(o evidence.Objection) bool {
		return o.Gate == got.Name && (w.reason == "" || slices.Contains(o.Reasons, w.reason))
	}) {
		t.Errorf("%s with reason %q is not in the table of package evidence", got.Name, w.reason)
	}
	if got.State != w.state || got.Reason != w.reason || !strings.Contains(got.Text, w.text) {
		t.Errorf("%s is %s, %q: %s\nwant %s, %q: … %s …", got.Name, got.State, got.Reason, got.Text, w.state, w.reason, w.text)
	}
}

func passed(text string) want { return want{repro.GatePassed, "", text} }

func unknown(text string) want { return want{repro.GateUnknown, "", text} }

func refused(reason repro.Reason, text string) want { return want{repro.GateFailed, reason, text} }

func TestEnded(t *testing.T) {
	t.Parallel()
	for status, want := range map[repro.ExecutionStatus]want{
		repro.ExecSucceeded:  passed("the training (make run) succeeded"),
		repro.ExecFailed:     refused(repro.PipelineFailed, "failed before it was done: exit status 2"),
		repro.ExecTimedOut:   refused(repro.PipelineTimedOut, "was not done in time: exit status 2"),
		repro.ExecCancelled:  refused(repro.PipelineCancelled, "was cancelled"),
		repro.ExecNotStarted: refused(repro.PipelineNotStarted, "was not started"),
		"":                   refused(repro.PipelineNotStarted, "was not started"),
		"success":            refused(repro.PipelineNotStarted, "was not started"),
	} {
		want.check(t, ended(repro.Execution{Name: "make run", Status: status, Detail: "exit status 2"}))
	}
}

func TestExecuted(t *testing.T) {
	t.Parallel()
	arrivals := map[string]repro.Gate{"logged": {State: repro.GatePassed}, "unknown": {State: repro.GateUnknown}, "lost": {State: repro.GateFailed}}
	for _, tt := range []struct {
		name    string
		stages  []string // of the pipeline that train
		ran     []string
		skipped []string
		arrival string // of the params, in the run of the program after it
		want    want
	}{
		{"no pipeline, nothing said", nil, nil, nil, "unknown", unknown("does not say")},
		{"it ran", []string{"train"}, []string{"prepare", "train"}, nil, "unknown", passed("the pipeline ran prepare, train")},
		{"it ran, in a directory", []string{"sub/dvc.yaml:train"}, []string{"train"}, nil, "unknown", passed("train")},
		{"it was skipped", []string{"train"}, []string{"evaluate"}, []string{"train"}, "logged", refused(repro.NotExecuted, "did not run train")},
		{"another stage ran", []string{"train"}, []string{"evaluate"}, nil, "unknown", refused(repro.NotExecuted, "nothing shows that train ran")},
		{"nothing was said", []string{"train"}, nil, nil, "unknown", refused(repro.NotExecuted, "nothing shows that train ran")},
		{"nothing was said, and the params are wrong", []string{"train"}, nil, nil, "lost", refused(repro.NotExecuted, "nothing shows")},
		{"nothing was said, and nobody knows what logged the params", []string{"train"}, nil, nil, "logged", refused(repro.NotExecuted, "does not say which program")},
		{"nothing was said, and the training's program logged them", []string{"train"}, nil, nil, "logged by src/train.py", unknown("does not say")},
		{"nothing was said, and the evaluation logged them", []string{"train"}, nil, nil, "logged by /home/runner/churn/src/evaluate.py", refused(repro.NotExecuted, "nothing shows that train ran")},
		{"nothing was said, and a notebook logged them", []string{"train"}, nil, nil, "logged by ipykernel_launcher.py", refused(repro.NotExecuted, "ipykernel_launcher.py logged the new run, but")},
		{"nothing was said, and a program of both logged them", []string{"train"}, nil, nil, "logged by src/main.py", refused(repro.NotExecuted, "src/main.py")},
		{"it ran, and a notebook logged the params", []string{"train"}, []string{"train"}, nil, "logged by ipykernel_launcher.py", passed("train")},
		{"another stage ran, and the evaluation logged them", []string{"train"}, []string{"evaluate"}, nil, "logged by src/evaluate.py", refused(repro.NotExecuted, "nothing shows that train ran")},
		{"another stage ran, and something logged them", []string{"train"}, []string{"evaluate"}, nil, "logged", refused(repro.NotExecuted, "nothing shows that train ran")},
		{"another stage ran, and a program of both logged them", []string{"train"}, []string{"evaluate"}, nil, "logged by src/main.py", refused(repro.NotExecuted, "nothing shows that train ran")},
		{"another stage ran after the training's own program", []string{"train"}, []string{"evaluate"}, nil, "logged by src/train.py", passed("the pipeline ran evaluate")},
		{"many were skipped", nil, nil, []string{"a", "b", "c", "d", "e", "f", "g"}, "logged", refused(repro.NotExecuted, "a, b, c, d, e and 2 more")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			arrival, program, _ := strings.Cut(tt.arrival, " by ")
			training := train.Training{Stages: tt.stages, Execution: repro.Execution{Executed: tt.ran, Skipped: tt.skipped}, Callers: flowtest.Pipeline.Callers}
			c := collect.Collected{Tracked: repro.Run{Tags: map[string]string{"mlflow.source.name": program}}}
			tt.want.check(t, executed(training, arrivals[arrival], nil, c))
		})
	}
}

// TestExecutedQuietly: DVC says nothing, and a program of the stage that trains was
// seen to make the numbers, or one of another stage.
func TestExecutedQuietly(t *testing.T) {
	t.Parallel()
	passes, lacks := []repro.Gate{{Name: evidence.ProcessesSeen, State: repro.GatePassed}}, []repro.Gate{{Name: evidence.ProcessesSeen, State: repro.GateUnknown}}
	for _, tt := range []struct {
		name     string
		seen     []repro.Gate
		programs []string
		ran      []string
		skipped  []string
		want     want
	}{
		{"its program", passes, []string{"src/train.py"}, nil, nil, passed("src/train.py of train was seen to run")},
		{"its module", passes, []string{"python -m src.fit"}, nil, nil, passed("src.fit of train was seen to run")},
		{"both programs", passes, []string{"src/evaluate.py", "src/train.py"}, nil, nil, passed("src/train.py of train was seen to run")},
		{"the evaluation's program", passes, []string{"src/evaluate.py"}, nil, nil, refused(repro.NotExecuted, "nothing shows that train ran")},
		{"a program of both stages", passes, []string{"src/main.py"}, nil, nil, refused(repro.NotExecuted, "nothing shows that train ran")},
		{"a program of none", passes, []string{"copy.py"}, nil, nil, refused(repro.NotExecuted, "nothing shows that train ran")},
		{"what was seen is no proof", lacks, []string{"src/train.py"}, nil, nil, refused(repro.NotExecuted, "nothing shows that train ran")},
		{"nobody looked", nil, []string{"src/train.py"}, nil, nil, refused(repro.NotExecuted, "nothing shows that train ran")},
		{"DVC says that it skipped it", passes, []string{"src/train.py"}, nil, []string{"train"}, refused(repro.NotExecuted, "did not run train")},
		{"DVC names another", passes, []string{"src/train.py"}, []string{"evaluate"}, nil, passed("the pipeline ran evaluate")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			training := train.Training{
				Stages: []string{"train"}, Callers: flowtest.Pipeline.Callers, Execution: repro.Execution{Executed: tt.ran, Skipped: tt.skipped},
				Observed: func([]string, string) observe.Finding { return observe.Finding{Programs: tt.programs} },
			}
			tt.want.check(t, executed(training, repro.Gate{}, tt.seen, collect.Collected{Files: []string{"metrics.json"}}))
		})
	}
}

// TestExecutedElsewhere: other code than the commit's, and a failure that the
// command's own end hides.
func TestExecutedElsewhere(t *testing.T) {
	t.Parallel()
	logged, unlogged := repro.Gate{State: repro.GatePassed}, repro.Gate{State: repro.GateUnknown}
	ran := repro.Execution{Executed: []string{"train"}}
	refused(repro.OtherCode, "src/train.py").check(t, executed(train.Training{Execution: ran, Modified: []string{"src/train.py"}}, logged, nil, collect.Collected{}))
	refused(repro.OtherCode, "data.csv is not what its .dvc file says").check(t, executed(train.Training{Execution: ran, OtherData: []string{"data.csv"}}, logged, nil, collect.Collected{}))
	refused(repro.PipelineFailed, "train failed").check(t, executed(train.Training{Execution: ran, Failed: []string{"train"}}, unlogged, nil, collect.Collected{}))
	refused(repro.PipelineFailed, "train failed").check(t, executed(train.Training{Execution: ran, Failed: []string{"train"}}, logged, nil, collect.Collected{})) // whoever logged
	refused(repro.NotExecuted, "make considered model.pkl up to date").check(t, executed(train.Training{UpToDate: []string{"model.pkl"}}, logged, nil, collect.Collected{}))
}

func TestAnother(t *testing.T) {
	t.Parallel()
	plan := repro.Plan{Original: flowtest.Original}
	for name, tt := range map[string]struct {
		plan repro.Plan
		c    collect.Collected
		want want
	}{
		"a new run":                  {plan, collect.Collected{Run: repro.Run{ID: "new"}}, passed("run new")},
		"the original itself":        {plan, collect.Collected{Run: repro.Run{ID: flowtest.OriginalID}}, refused(repro.SameRun, flowtest.OriginalID)},
		"a new run of the old model": {plan, collect.Collected{Run: repro.Run{ID: "new"}, ClaimsOriginal: true}, refused(repro.SameRun, flowtest.OriginalID)},
		"a file of the old model":    {plan, collect.Collected{Run: repro.Run{From: "metrics.json"}, ClaimsOriginal: true}, refused(repro.SameRun, flowtest.OriginalID)},
		"a file":                     {plan, collect.Collected{Run: repro.Run{From: "metrics.json"}}, unknown("no tracking run")},
		"nothing":                    {plan, collect.Collected{}, unknown("no tracking run")},
		"an original without an id":  {repro.Plan{}, collect.Collected{Run: repro.Run{From: "metrics.json"}}, unknown("no tracking run")},
	} {
		t.Run(name, func(t *testing.T) { tt.want.check(t, another(tt.plan, tt.c)) })
	}
}

func TestFresh(t *testing.T) {
	t.Parallel()
	file := repro.Run{From: "metrics.json"}
	since := func(begun time.Duration) collect.Collected {
		run := repro.Run{ID: "new", Started: flowtest.Today.Add(begun)}
		return collect.Collected{Run: run, Tracked: run}
	}
	inFile := func(c collect.Collected) collect.Collected { c.Run = file; c.Wrote = true; return c }
	for name, tt := range map[string]struct {
		source  string
		attempt int
		c       collect.Collected
		want    want
	}{
		"a run with our id":          {"auto", 1, since(time.Second), passed("run new was started by this training")},
		"by a clock that is behind":  {"auto", 1, since(-time.Minute), passed("run new was started by this training")},
		"an old run with our id":     {"auto", 1, since(-time.Hour), refused(repro.StaleMetrics, "was started 1h0m0s before the training")},
		"an old run beside a file":   {"file", 1, inFile(since(-time.Hour)), refused(repro.StaleMetrics, "before the training")},
		"a run of the first attempt": {"auto", 2, since(-time.Hour), passed("run new was started by this training")},
		"a file it wrote":            {"auto", 1, collect.Collected{Run: file, Wrote: true}, passed("metrics.json was written")},
		"a file it did not write":    {"auto", 1, collect.Collected{Run: file}, refused(repro.StaleMetrics, "was there before")},
		"a file that DVC put back":   {"auto", 1, collect.Collected{Run: file, Wrote: true, Restored: []string{"metrics.json"}}, refused(repro.StaleMetrics, "took it from its cache")},
		"the numbers of before":      {"auto", 1, collect.Collected{Run: file, Wrote: true, Stood: []string{"metrics.json in main"}}, unknown("or something put the file back")},
		"no run, and only runs":      {"mlflow", 1, collect.Collected{}, refused(repro.MetricsMissing, "another server")},
		"no run, and no file named":  {"auto", 1, collect.Collected{}, refused(repro.MetricsMissing, "names no metrics file")},
		"no run, and no such file":   {"auto", 1, collect.Collected{File: "m.json"}, refused(repro.MetricsMissing, "there is no m.json")},
		"no run, and a file unread":  {"auto", 1, collect.Collected{File: "m.json", Unread: "m.json:2: not JSON"}, refused(repro.MetricsMissing, "could not be read: m.json:2")},
		"a run without our id, too":  {"auto", 1, collect.Collected{File: "m.json", Unread: "m.json:2: not JSON", Unmarked: "a"}, refused(repro.MetricsMissing, "could not be read: m.json:2")},
		"no run is needed, no file":  {"file", 1, collect.Collected{File: "m.json"}, refused(repro.MetricsMissing, "there is no m.json")},
	} {
		t.Run(name, func(t *testing.T) {
			training := train.Training{Execution: repro.Execution{Started: flowtest.Today, Attempt: tt.attempt}}
			tt.want.check(t, newMetrics(repro.Plan{Metrics: repro.MetricPolicy{Source: tt.source}}, training, tt.c))
		})
	}
}

// TestNewMetrics_project: MLflow's own way to run a project is told of, with the way out.
func TestNewMetrics_project(t *testing.T) {
	t.Parallel()
	for command, told := range map[string]bool{
		"mlflow run . --env-manager local -P lr=0.3": true, "cd sub && mlflow  run .": true, "mlflow runs list": false, "python train.py": false,
	} {
		gate := newMetrics(repro.Plan{Command: command, Metrics: repro.MetricPolicy{Source: "auto"}}, train.Training{}, collect.Collected{})
		refused(repro.MetricsMissing, "no tracking run carries this reproduction's id").check(t, gate)
		if strings.Contains(gate.Text, "make it mlflow run . {mlproject}, or the entry point's own command") != told {
			t.Errorf("%s: %s", command, gate.Text)
		}
	}
}

// TestApart: a metric that may be another model's is evidence against all of them.
func TestApart(t *testing.T) {
	t.Parallel()
	if gates := apart(collect.Collected{}); len(gates) > 0 {
		t.Errorf("one file has each: %v", gates)
	}
	gates := apart(collect.Collected{Ambiguous: "accuracy is in a.json and b.json"})
	if len(gates) != 1 {
		t.Fatalf("gates %v", gates)
	}
	refused(repro.AmbiguousMetrics, "a.json and b.json").check(t, gates[0])
}

// TestPassOn: the way to the id names the run that was begun without it.
func TestPassOn(t *testing.T) {
	t.Parallel()
	for unmarked, want := range map[string]string{"": "Pass the variable MLFLOW_RUN_CONTEXT", "a": "Run a was begun meanwhile"} {
		if got := passOn(collect.Collected{Unmarked: unmarked}); !strings.HasPrefix(got, want) || !strings.Contains(got, "env -i") {
			t.Errorf("%q: %s", unmarked, got)
		}
	}
}

func TestFinished(t *testing.T) {
	t.Parallel()
	in := func(status repro.RunStatus) collect.Collected {
		return collect.Collected{Tracked: repro.Run{ID: "new", Status: status}}
	}
	unknown("does not say").check(t, finished(collect.Collected{Run: repro.Run{From: "metrics.json"}}))
	passed("is finished").check(t, finished(in(repro.RunFinished)))
	for _, status := range []repro.RunStatus{repro.RunRunning, repro.RunScheduled, repro.RunFailed, repro.RunKilled, "", "FUNNY"} {
		refused(repro.PipelineFailed, "run new is "+string(status)).check(t, finished(in(status)))
	}
}

func TestArrived(t *testing.T) {
	t.Parallel()
	edit := func(name string, status repro.ParamStatus) repro.ParamEdit {
		return repro.ParamEdit{Name: name, Status: status, File: "params.yaml", Key: []string{name}}
	}
	plain := []repro.ParamEdit{edit("epochs", repro.ParamWritten), edit("lr", repro.ParamUnchanged)}
	run := func(epochs string) collect.Collected {
		run := repro.Run{ID: "new", Params: repro.NewParams(map[string]string{"epochs": epochs, "lr": "0.50"})}
		return collect.Collected{Run: run, Tracked: run}
	}
	for name, tt := range map[string]struct {
		edits   []repro.ParamEdit
		rewrote []string
		c       collect.Collected
		want    want
	}{
		"logged, in another spelling":        {plain, nil, run("200"), passed("logged the original's params")},
		"another value":                      {plain, nil, run("20"), refused(repro.ParamsNotApplied, `epochs: "200" in the original, "20" in the new run`)},
		"not logged":                         {plain, nil, collect.Collected{Tracked: repro.Run{ID: "new"}}, refused(repro.ParamsNotApplied, "not logged by the new run")},
		"the file was written over":          {plain, []string{"params.yaml"}, run("200"), refused(repro.ParamsNotApplied, "wrote params.yaml itself")},
		"written over, and no run":           {plain, []string{"params.yaml"}, collect.Collected{}, refused(repro.ParamsNotApplied, "wrote params.yaml itself")},
		"no run":                             {plain, nil, collect.Collected{}, unknown("is not known")},
		"no run, and one was ambiguous":      {append(plain, edit("seed", repro.ParamAmbiguous)), nil, collect.Collected{}, refused(repro.ParamsNotWritable, "seed could not be written")},
		"no run, and one was refused":        {append(plain, edit("seed", repro.ParamRefused)), nil, collect.Collected{}, refused(repro.ParamsNotWritable, "--params-map")},
		"nothing has a place in the files":   {[]repro.ParamEdit{edit("epochs", repro.ParamLoggedOnly)}, nil, run("200"), unknown("has a place")},
		"only keys that the run did not log": {[]repro.ParamEdit{{Status: repro.ParamNotRecorded}}, nil, run("200"), unknown("has a place")},
		"no place, and another value":        {[]repro.ParamEdit{edit("epochs", repro.ParamLoggedOnly)}, nil, run("20"), refused(repro.ParamsNotApplied, `epochs: "200" in the original, "20" in the new run; add the option of the training program that sets epochs (200)`)},
		"no place, and nothing logged":       {[]repro.ParamEdit{edit("epochs", repro.ParamLoggedOnly)}, nil, collect.Collected{Tracked: repro.Run{ID: "new"}}, unknown("logged none of the original's params")},
	} {
		t.Run(name, func(t *testing.T) {
			plan := repro.Plan{Original: flowtest.Original, Params: tt.edits, Metrics: repro.MetricPolicy{Source: "auto"}}
			tt.want.check(t, arrived(plan, repro.Change{Branch: "reproduce/iris/v1"}, train.Training{Rewrote: tt.rewrote}, tt.c))
		})
	}
}

// TestArrived_rewritten: a params file that was written meanwhile and holds the same
// again is a doubt, unless the run logged what it trained with.
func TestArrived_rewritten(t *testing.T) {
	t.Parallel()
	plan := repro.Plan{Original: flowtest.Original, Metrics: repro.MetricPolicy{Source: "auto"}, Params: []repro.ParamEdit{
		{Name: "epochs", Status: repro.ParamWritten, File: "params.yaml"}, {Name: "lr", Status: repro.ParamUnchanged, File: "params.yaml"}}}
	training := train.Training{Rewritten: []string{"params.yaml"}}
	refused(repro.ParamsNotApplied, "holds the same params again").check(t, arrived(plan, repro.Change{}, training, collect.Collected{}))
	run := repro.Run{ID: "new", Params: repro.NewParams(map[string]string{"epochs": "200", "lr": "0.5"})}
	passed("logged the original's params").check(t, arrived(plan, repro.Change{}, training, collect.Collected{Run: run, Tracked: run}))
}

// TestArrived_besideAFile: where the metrics file is to be read, a run may log
// nothing; what it does log is held to the original.
func TestArrived_besideAFile(t *testing.T) {
	t.Parallel()
	edits := []repro.ParamEdit{{Name: "epochs", Status: repro.ParamWritten}, {Name: "lr", Status: repro.ParamAmbiguous}}
	for name, tt := range map[string]struct {
		logged map[string]string
		want   want
	}{
		"nothing":                   {nil, refused(repro.ParamsNotWritable, "lr could not be written")},
		"not what was ambiguous":    {map[string]string{"epochs": "200"}, refused(repro.ParamsNotWritable, "lr could not be written")},
		"what was ambiguous":        {map[string]string{"lr": "0.5"}, passed("logged the original's params")},
		"another value":             {map[string]string{"epochs": "20", "lr": "0.5"}, refused(repro.ParamsNotApplied, "epochs")},
		"another, of the ambiguous": {map[string]string{"epochs": "200", "lr": "0.6"}, refused(repro.ParamsNotApplied, "lr")},
	} {
		t.Run(name, func(t *testing.T) {
			plan := repro.Plan{Original: flowtest.Original, Params: edits, Metrics: repro.MetricPolicy{Source: "file"}}
			c := collect.Collected{Tracked: repro.Run{ID: "new", Params: repro.NewParams(tt.logged)}}
			tt.want.check(t, arrived(plan, repro.Change{}, train.Training{}, c))
			if tt.logged == nil {
				plan.Params = edits[:1]
				unknown("logged none").check(t, arrived(plan, repro.Change{}, train.Training{}, c))
			}
		})
	}
}

// TestWitnessStops: behind a training that did not end well, or left no new
// numbers, there is nothing more to say.
func TestWitnessStops(t *testing.T) {
	t.Parallel()
	names := func(gates []repro.Gate) string {
		var names []string
		for _, gate := range gates {
			names = append(names, gate.Name)
		}
		return strings.Join(names, ", ")
	}
	plan := repro.Plan{Original: flowtest.Original}
	for want, got := range map[string][]repro.Gate{
		"pipeline ended": Of(plan, repro.Change{}, train.Training{}, collect.Collected{}),
		"pipeline ended, stages ran, another run, metrics are new":                                                                     Of(plan, repro.Change{}, flowtest.Succeeded(), collect.Collected{}),
		"pipeline ended, stages ran, another run, metrics are new, code of the commit, run finished, params arrived, numbers computed": Of(plan, repro.Change{}, flowtest.Succeeded(), collect.Collected{Run: repro.Run{ID: "new"}, Tracked: repro.Run{ID: "new", Started: flowtest.Today}}),
	} {
		if names(got) != want {
			t.Errorf("gates %s\nwant  %s", names(got), want)
		}
	}
}
