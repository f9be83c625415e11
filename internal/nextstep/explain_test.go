//go:build !nodesk

package nextstep

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestExplainCause: a drift of a training that can be made again here, of something that a
// trial restores, is followed by the search for its cause, and by no other step.
func TestExplainCause(t *testing.T) {
	t.Parallel()
	was, is := strings.Repeat("a", 40), strings.Repeat("b", 40)
	differs := func(factor, name string) repro.Cause {
		return repro.Cause{Factor: factor, Name: name, Strength: repro.DiffersUntested}
	}
	drift := func(commit string, causes ...repro.Cause) repro.Result {
		r := repro.Result{Verdict: repro.Drifted, Reason: repro.MetricsOutsideTolerance, Causes: causes}
		r.Original = repro.Run{ID: originalID, Tags: map[string]string{"mlflow.source.git.commit": was}}
		r.Plan.Command, r.Plan.Model, r.Plan.Code.Commit = "make run", repro.ModelVersion{Name: "iris", Version: "7"}, commit
		return r
	}
	const explain, repeat = "reproduce explain reproduce-report", "reproduce run iris --version 7 --run-command 'make run' --repeats auto"
	code := differs(repro.KindCode, "train.py")
	dirty := differs(repro.KindCode, repro.DirtyTree)
	changed := drift(is, code, dirty)
	diff := repro.Input{Kind: repro.KindCode, Name: repro.DirtyTree, State: repro.InputDiffers, Bearing: repro.BearingRead, Note: "reproduce/uncommitted.diff of the run has them, but for 1 file"}
	changed.Inputs = []repro.Input{diff}
	kept := drift(is, code, dirty)
	diff.Note = "their content was not recorded"
	kept.Inputs = []repro.Input{diff}
	seldom := differs(repro.KindFile, "README.md")
	seldom.Bearing = repro.BearingSeldom
	known := code
	known.Strength = repro.Same
	consistent := differs(repro.KindEnvironment, "numpy")
	consistent.Strength, consistent.Next = repro.ConsistentWith, "pip install numpy==1.0"
	repeated := drift(is, code)
	repeated.Repeats = make([]repro.Run, 4)
	hosted := drift(is, code)
	hosted.Plan.Command, hosted.Plan.Workflow = "", "train.yml"
	filed := drift(is, code)
	filed.Original.From = "models/m.json"
	passed := drift(is, code)
	passed.Plan.Params = []repro.ParamEdit{{Name: "lr", Status: repro.ParamPassed}}
	left := drift(is, code)
	left.Reason = repro.CurveLeft
	predicts := drift(is, code)
	predicts.Reason = repro.ModelOutsideTolerance
	typed := settings.Values{"code-ref": "head", "tracking-uri": "../mlruns", "run-command": "train --lr {lr}", "output-dir": "a b"}
	for name, tt := range map[string]struct {
		result repro.Result
		typed  settings.Values
		want   string
	}{
		"other code":                  {drift(is, code), nil, explain},
		"today's code was asked for":  {drift(is, code), settings.Values{"code-ref": "head"}, explain},
		"it was measured":             {repeated, nil, explain},
		"its curve left":              {left, nil, explain},
		"a variable":                  {drift(was, differs(repro.KindVariable, "OMP_NUM_THREADS")), nil, explain},
		"a package among others":      {drift(was, code, consistent), nil, explain},
		"a package leads":             {drift(was, consistent), nil, "pip install numpy==1.0 && reproduce run iris --version 7 --run-command 'make run'"},
		"flags and placeholders":      {passed, typed, "reproduce explain 'a b' --tracking-uri ../mlruns --run-command 'train --lr {lr}'"},
		"flags that a report keeps":   {drift(is, code), typed, "reproduce explain 'a b' --tracking-uri ../mlruns"},
		"data of the same commit":     {drift(was, differs(repro.KindData, "iris")), nil, repeat},
		"another image":               {drift(was, differs(repro.KindEnvironment, repro.DockerImage)), nil, repeat},
		"hardware":                    {drift(is, differs(repro.KindHardware, "hardware")), nil, repeat},
		"changes of no commit":        {drift(is, dirty), nil, repeat},
		"changes that were recorded":  {changed, nil, "git switch --detach " + was + " && git apply --index \"$(mlflow artifacts download --run-id " + originalID + " --artifact-path reproduce/uncommitted.diff | tail -n 1)\""},
		"changes without content":     {kept, nil, explain},
		"what is seldom read":         {drift(is, seldom), nil, repeat},
		"nothing that differs":        {drift(is, known), nil, repeat},
		"no report is kept":           {drift(is, code), settings.Values{"output-dir": ""}, repeat[:len(repeat)-len(" --repeats auto")] + " --output-dir '' --repeats auto"},
		"it is explained already":     {drift(is, code), settings.Values{"diagnose": "experiment"}, repeat[:len(repeat)-len(" --repeats auto")] + " --diagnose experiment --repeats auto"},
		"the models predict other":    {predicts, nil, ""},
		"on GitHub":                   {hosted, nil, "reproduce run iris --version 7 --workflow train.yml --repeats auto"},
		"the original is from a file": {filed, settings.Values{"metadata": "models/m.json"}, repeat[:len(repeat)-len(" --repeats auto")] + " --metadata models/m.json --repeats auto"},
	} {
		saved := "reproduce-report"
		if dir, said := tt.typed["output-dir"]; said {
			saved = dir
		}
		if got := CommandLine(tt.result, tt.typed, saved); got != tt.want {
			t.Errorf("%s: %s\nwant: %s", name, got, tt.want)
		}
	}
	if got := CommandLine(drift(is, code), nil, ""); got != repeat {
		t.Errorf("the configuration keeps no report: %s\nwant: %s", got, repeat)
	}
}
