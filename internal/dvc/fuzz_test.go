package dvc_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/dvc"
)

// FuzzRead reads any three files as a project and asks it everything: it must
// answer or refuse, and what it answers must hang together.
func FuzzRead(f *testing.F) {
	files := locked()
	f.Add(string(files["dvc.yaml"].Data), string(files["dvc.lock"].Data), string(files["params.yaml"].Data))
	f.Add("vars: [a: 1]\nstages: {x: {foreach: '${a}', do: {cmd: '${item} ${key'}}}", "schema: '2.0'", "a: [1, {b: 2}]")
	f.Add("stages: {x: {matrix: {a: [1, 2], b: '${l}'}, cmd: ['${item.a[0]}']}}", "", "l: [3]")
	f.Fuzz(func(t *testing.T, pipeline, lock, params string) {
		files := fstest.MapFS{
			"dvc.yaml": {Data: []byte(pipeline)}, "dvc.lock": {Data: []byte(lock)}, "params.yaml": {Data: []byte(params)}, "a": {Data: []byte(params)}, "b.dvc": {Data: []byte(lock)},
		}
		project, err := dvc.Read(files)
		if err != nil {
			if project != nil {
				t.Fatalf("both a project and %v", err)
			}
			return
		}
		forecasts := project.Forecast()
		if len(forecasts) != len(project.Stages) {
			t.Fatalf("%d forecasts for %d stages", len(forecasts), len(project.Stages))
		}
		for i, forecast := range forecasts {
			stage := project.Stages[i]
			if forecast.Stage != stage.Name || len(forecast.Reasons) == 0 {
				t.Fatalf("forecast %+v for stage %q", forecast, stage.Name)
			}
			if forecast.Outcome == dvc.Skips && stage.Locked == nil && !stage.Frozen {
				t.Fatalf("%q would skip without a lock", stage.Name)
			}
		}
		for _, training := range project.Training() {
			if _, ok := project.Stage(training); !ok {
				t.Fatalf("training stage %q is none", training)
			}
		}
		for _, file := range project.MetricFiles() {
			project.Upstream(file.Path)
		}
		project.ParamFiles()
	})
}

func FuzzLog(f *testing.F) {
	f.Add("2026-11-23T14:36:28Z \x1b[1mRunning stage 'a':\nStage 'b' didn't change, skipping\nERROR: failed to reproduce stages: 'a', 'b'")
	f.Add("WARNING: Stages 'a', 'b' will be skipped due to this failure\nPulling data for stage: 'x'\nUnable to pull data for stage: 'x'")
	f.Fuzz(func(t *testing.T, text string) {
		log := logOf(strings.Split(text, "\n"))
		for _, list := range [][]string{log.Executed, log.Skipped, log.Failed, log.Lines} {
			for _, item := range list {
				if item == "" || len(item) > 16<<10 || utf8.ValidString(text) && strings.Contains(item, "\n") {
					t.Fatalf("%q gives %q", text, item)
				}
			}
		}
		if len(log.Skipped) > 0 && len(log.Lines) == 0 {
			t.Fatalf("%q: skipped %q, and no line says so", text, log.Skipped)
		}
	})
}

func FuzzFindRepro(f *testing.F) {
	f.Add("make run", "run: x ; dvc repro\nx:\n\tdvc -q repro -f\n")
	f.Add("sh Makefile", "a\\\nb: c\n\t$(DVC) exp run")
	f.Fuzz(func(t *testing.T, command, makefile string) {
		for _, call := range dvc.FindRepro(tree("Makefile", makefile), command) {
			if !strings.Contains(call.Line, "repro") && !strings.Contains(call.Line, "run") {
				t.Fatalf("%q with %q gives %+v", command, makefile, call)
			}
		}
	})
}
