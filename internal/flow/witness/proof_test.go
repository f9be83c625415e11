package witness

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestProof: each row of the table by what a training left, and by what it left
// without the one thing that decides.
func TestProof(t *testing.T) {
	t.Parallel()
	original := flowtest.WithProgram("src/train.py")
	run := func(program string, params map[string]string, tags ...string) repro.Run {
		run := repro.Run{ID: "new", Status: repro.RunFinished, Started: flowtest.Today, Params: repro.NewParams(params), Tags: map[string]string{lineage.MlflowSource: program}}
		for i := 0; i+1 < len(tags); i += 2 {
			run.Tags[tags[i]] = tags[i+1]
		}
		return run
	}
	logged := func(run repro.Run) collect.Collected { return collect.Collected{Run: run, Tracked: run} }
	file := func(tracked repro.Run, stood ...string) collect.Collected {
		return collect.Collected{Run: repro.Run{From: "m.json"}, Tracked: tracked, Wrote: true, Files: []string{"m.json"}, Stood: stood, Told: stood}
	}
	vouched := file(repro.Run{}, "m.json in main")
	vouched.Vouched = true
	unaided := flowtest.Succeeded()
	unaided.ModelsMade, unaided.Unaided = []string{"model.pkl"}, func(files []string) bool { return len(files) == 1 && files[0] == "m.json" }
	aided := unaided
	aided.Unaided = func([]string) bool { return false }
	modelless := unaided
	modelless.ModelsMade = nil
	all := map[string]string{"epochs": "200", "lr": "0.5"}
	model := []string{"mlflow.log-model.history", `[{"artifact_path": "model", "flavors": {"sklearn": {}}}]`}
	ran := flowtest.Succeeded()
	ran.Stages, ran.Execution.Executed = []string{"train"}, []string{"train"}
	writing := func(training train.Training) train.Training {
		training.Observed = func(files []string, _ string) observe.Finding {
			return observe.Finding{Wrote: files, WroteAll: true, Lacks: []string{"no data was seen to be read"}}
		}
		return training
	}
	ranThere := ran
	ranThere.Execution.ID = "412"
	edits := []repro.ParamEdit{{Name: "epochs", Status: repro.ParamUnchanged}, {Name: "lr", Status: repro.ParamUnchanged}}

	elsewhere := flowtest.Succeeded()
	elsewhere.CodeRan = func([]string, string) bool { return false }
	elsewhere.OutsideCode = func([]string, string) []string { return []string{"/home/ada/bin/fit"} }
	outside := elsewhere
	outside.Holds = func(run repro.Run) bool { return false }
	ranElsewhere := ran
	ranElsewhere.CodeRan = elsewhere.CodeRan

	watched := flowtest.Succeeded()
	watched.Observed = func([]string, string) observe.Finding { return observe.Finding{Programs: []string{"train.py"}} }
	met := map[string]bool{"challenged": true, "nothing": true} // nothing makes these yet, or the gates before them end the check
	for _, tt := range []struct {
		name     string
		original repro.Run
		edits    []repro.ParamEdit
		training train.Training
		c        collect.Collected
		row      string
	}{
		{"a run with the original's params", original, edits, flowtest.Succeeded(), logged(run("src/train.py", all)), "run with params"},
		{"a run with the original's params, of code that nobody knows", original, edits, elsewhere, logged(run("", all)), "no code of the commit"},
		{"a new file that a program of elsewhere wrote", original, edits, elsewhere, file(repro.Run{}), "no code of the commit"},
		{"a stage left the same numbers by a program of elsewhere", original, edits, ranElsewhere, vouched, "no code of the commit"},
		{"a run that recorded the commit", original, edits, elsewhere, logged(run("src/train.py", all, lineage.MlflowCommit, strings.Repeat("a", 40))), "run with params"},
		{"a run that recorded the commit, by a program of elsewhere", original, edits, outside, logged(run("/home/ada/bin/fit", all, lineage.MlflowCommit, strings.Repeat("a", 40))), "no code of the commit"},
		{"the same, from GitHub", original, edits, dispatched(), logged(run("/__w/iris/iris/src/train.py", all)), "run with params"},
		{"params that no file holds", original, nil, flowtest.Succeeded(), logged(run("src/train.py", all)), "run with params"},
		{"runs that name no program", flowtest.Original, edits, flowtest.Succeeded(), logged(run("", all)), "run with params"},
		{"a notebook that became a script", flowtest.WithProgram("ipykernel_launcher.py"), edits, flowtest.Succeeded(), logged(run("train.py", all)), "run with params"},
		{"an evaluation that logs all params", original, edits, flowtest.Succeeded(), logged(run("src/evaluate.py", all)), "run alone"},
		{"an evaluation in R", flowtest.WithProgram("train.R"), edits, flowtest.Succeeded(), logged(run("evaluate.R", all)), "run alone"},
		{"an evaluation in Julia, by its full path", flowtest.WithProgram("src/fit.jl"), edits, flowtest.Succeeded(), logged(run("/p/src/score.jl", all)), "run alone"},
		{"an R notebook that became a script", flowtest.WithProgram("train.Rmd"), edits, flowtest.Succeeded(), logged(run("train.R", all)), "run with params"},
		{"an evaluation after the stage that trains", original, edits, ran, logged(run("src/evaluate.py", all)), "run and stage"},
		{"another program that logs a model", original, edits, flowtest.Succeeded(), logged(run("src/main.py", all, model...)), "run with a model"},
		{"a training that logs no params", original, nil, flowtest.Succeeded(), logged(run("src/train.py", nil)), "run of the same program"},
		{"a program that nobody knows, without params", flowtest.Original, nil, flowtest.Succeeded(), logged(run("", nil)), "run alone"},
		{"one of two params", flowtest.Original, nil, flowtest.Succeeded(), logged(run("", map[string]string{"lr": "0.5"})), "run alone"},
		{"a new file", original, edits, flowtest.Succeeded(), file(repro.Run{}), "new file alone"},
		{"a new file, and a model", original, edits, unaided, file(repro.Run{}), "new file alone"},
		{"a new file of a stage", original, edits, ran, file(repro.Run{}), "new file alone"},
		{"a new file that the commit's code was seen to write", original, edits, writing(flowtest.Succeeded()), file(repro.Run{}), "new file of a program"},
		{"a new file, from GitHub", original, edits, dispatched(), file(repro.Run{}), "new file of a workflow"},
		{"a file, and a run that logged the params", original, edits, flowtest.Succeeded(), file(run("src/train.py", all), "m.json in main"), "file and a run's params"},
		{"a file, and an evaluation's run", original, edits, flowtest.Succeeded(), file(run("src/evaluate.py", all), "m.json in main"), "same file alone"},
		{"a file that stood there", original, edits, flowtest.Succeeded(), file(repro.Run{}, "m.json in main"), "same file alone"},
		{"it was absent, and a model was made, and nobody saw by what", original, edits, unaided, file(repro.Run{}, "m.json"), "same file alone"},
		{"it was absent, and a model was made", original, edits, writing(unaided), file(repro.Run{}, "m.json"), "same file and a model"},
		{"a model was made, and the command gets files back", original, edits, writing(aided), file(repro.Run{}, "m.json"), "same file alone"},
		{"it was absent, and no model was made", original, edits, writing(modelless), file(repro.Run{}, "m.json"), "same file alone"},
		{"a run without params, and a model file", flowtest.Original, nil, unaided, logged(run("", nil)), "run with a model"},
		{"a stage left the same numbers, and nobody saw what made them", original, edits, ran, vouched, "same file alone"},
		{"a stage made the same numbers, on GitHub", original, edits, ranThere, vouched, "same file of a stage"},
		{"a stage made the same numbers", original, edits, writing(ran), vouched, "same file of a stage"},
		{"a file that stood there, and the training was seen to write it", original, edits, watched, file(repro.Run{}, "m.json in main"), "observed"},
		{"a run of an evaluation, and all of it was seen", original, edits, watched, logged(run("src/evaluate.py", all)), "observed"},
		{"put back after the stage ran", original, edits, writing(ran), file(repro.Run{}, "m.json in main"), "same file alone"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			plan := repro.Plan{Original: tt.original, Params: tt.edits, Metrics: repro.MetricPolicy{Source: "auto"}}
			if tt.c.Run.From != "" {
				plan.Metrics.Source = "file"
			}
			gates := Of(plan, repro.Change{}, tt.training, tt.c)
			last := gates[len(gates)-1]
			met[tt.row] = true
			var row evidence.Row
			for _, row = range evidence.Table {
				if row.Name == tt.row {
					break
				}
			}
			if last.Name != evidence.NumbersComputed || (last.State == repro.GatePassed) != row.Proven || !strings.Contains(last.Text, row.Why) {
				t.Errorf("%+v\nwant row %q: %s", last, row.Name, row.Why)
			}
			if failed, is := repro.FirstFailed(gates); is == row.Proven {
				t.Errorf("%+v failed, want a proof: %v", failed, row.Proven)
			}
		})
	}
	for _, row := range evidence.Table {
		if !met[row.Name] {
			t.Errorf("row %q: no training comes to it", row.Name)
		}
	}
}

func dispatched() train.Training {
	training := flowtest.Succeeded()
	training.Execution.ID = "412"
	return training
}

// TestDoubted: no proof stands beside an objection that says the numbers are not
// this training's.
func TestDoubted(t *testing.T) {
	t.Parallel()
	passed := repro.Gate{Name: evidence.NumbersComputed, State: repro.GatePassed, Text: "the training was seen to write the numbers"}
	copied := repro.Gate{Name: evidence.NumbersCopied, State: repro.GateFailed, Reason: repro.NotProven}
	if got := doubted(passed, []repro.Gate{copied}); got.State != repro.GateUnknown || !strings.Contains(got.Text, evidence.NumbersCopied) {
		t.Errorf("%+v", got)
	}
	if got := doubted(passed, []repro.Gate{{Name: evidence.ProcessesSeen, State: repro.GateUnknown}}); got != passed {
		t.Errorf("without an objection: %+v", got)
	}
	failed := repro.Gate{Name: evidence.NumbersComputed, State: repro.GateFailed, Reason: repro.NotProven, Text: "nothing shows it"}
	if got := doubted(failed, []repro.Gate{copied}); got != failed {
		t.Errorf("what failed stays so: %+v", got)
	}
}
