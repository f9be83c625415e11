package flow

import (
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/nextstep"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestOldModels: an old model at hand and no other left is no training.
func TestOldModels(t *testing.T) {
	t.Parallel()
	logs := collected{tracked: repro.Run{Tags: map[string]string{"mlflow.log-model.history": `[{"artifact_path": "model"}]`}}}
	ran := train.Training{Stages: []string{"train"}, Execution: repro.Execution{Executed: []string{"train"}}, ModelsBack: []string{"model.pkl"}}
	ranKept := ran
	ranKept.ModelsBack, ranKept.Kept = nil, []string{"base.pt"}
	for name, tt := range map[string]struct {
		training train.Training
		c        collected
		want     string // a part of the text; "" for no doubt
		settled  bool   // whether a challenge can answer it
	}{
		"no old model":                      {train.Training{}, collected{}, "", false},
		"one was kept":                      {train.Training{Kept: []string{"base.pt"}}, collected{}, "base.pt, which keep asked for", true},
		"one was kept, by a stage that ran": {ranKept, collected{}, "base.pt", true},
		"one was kept and another made":     {train.Training{Kept: []string{"base.pt"}, ModelsMade: []string{"m.pt"}}, collected{}, "", false},
		"one was kept and another logged":   {train.Training{Kept: []string{"base.pt"}}, logs, "", false},
		"one was put back":                  {train.Training{ModelsBack: []string{"model.pkl"}}, collected{}, "model.pkl has the same content as before", false},
		"one was put back and logged":       {train.Training{ModelsBack: []string{"model.pkl"}}, logs, "model.pkl", false},
		"one was put back and another made": {train.Training{ModelsBack: []string{"model.pkl"}, ModelsMade: []string{"m.pt"}}, collected{}, "", false},
		"a stage that trains made it again": {ran, collected{}, "", false},
		"one was kept and one put back":     {train.Training{Kept: []string{"base.pt"}, ModelsBack: []string{"model.pkl"}}, collected{}, "model.pkl has the same content as before", false},
		"one was kept and is evaluated":     {train.Training{Kept: []string{"base.pt"}, Evaluated: "main.py evaluate"}, collected{}, "'main.py evaluate' evaluates", false},
		"it only evaluates":                 {train.Training{Evaluated: "main.py evaluate"}, collected{}, "'main.py evaluate' evaluates", false},
		"it evaluates and makes a model":    {train.Training{Evaluated: "main.py evaluate", ModelsMade: []string{"m.pt"}}, collected{}, "", false},
		"it evaluates and logs a model":     {train.Training{Evaluated: "main.py evaluate"}, logs, "", false},
		"it evaluates one that it fetched":  {train.Training{Evaluated: "main.py evaluate", ModelsMade: []string{"m.pt"}, Fetches: true}, collected{}, "'main.py evaluate' evaluates", false},
		"it evaluates in a stage that ran":  {train.Training{Evaluated: "main.py evaluate", Stages: []string{"train"}, Execution: repro.Execution{Executed: []string{"train"}}}, collected{}, "", false},
	} {
		gates := oldModels(tt.training, nil, tt.c)
		if (len(gates) == 1) != (tt.want != "") {
			t.Errorf("%s: %+v, want %q", name, gates, tt.want)
		}
		for _, gate := range gates {
			refused(repro.NotProven, tt.want).check(t, gate)
			if settled := slices.Contains(settleable, gate.Name); settled != tt.settled {
				t.Errorf("%s: a challenge answers it: %v, want %v", name, settled, tt.settled)
			}
		}
	}
}

// TestMissed names what a failed training asked for, the whole path first.
func TestMissed(t *testing.T) {
	t.Parallel()
	away := []string{"m.json", "out/m.json", "models/clf.pkl"}
	for want, tt := range map[string]repro.Execution{
		"":               {Status: repro.ExecSucceeded, Absent: away, Log: []string{"m.json"}},
		"out/m.json":     {Status: repro.ExecFailed, Absent: away[1:], Log: []string{"cat: /tmp/x/out/m.json: No such file", "make: *** [run] Error 1"}},
		"models/clf.pkl": {Status: repro.ExecFailed, Absent: away, Log: []string{"FileNotFoundError: 'clf.pkl'"}},
	} {
		if got := nextstep.MissedFile(tt); got != want {
			t.Errorf("%q missed %q, want %q", tt.Log, got, want)
		}
	}
	if got := absent(repro.Execution{Status: repro.ExecFailed, Absent: away, Log: []string{"killed"}}, false); got != nil {
		t.Errorf("where another lack is known: %q", got)
	}
	if got := absent(repro.Execution{Status: repro.ExecFailed, Absent: away, Log: []string{"killed"}}, true); len(got) != 1 {
		t.Errorf("where nothing else is known: %q", got)
	}
}
