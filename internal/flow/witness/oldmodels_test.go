package witness

import (
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestOldModels: an old model at hand and no other left is no training.
func TestOldModels(t *testing.T) {
	t.Parallel()
	logs := collect.Collected{Tracked: repro.Run{Tags: map[string]string{"mlflow.log-model.history": `[{"artifact_path": "model"}]`}}}
	ran := train.Training{Stages: []string{"train"}, Execution: repro.Execution{Executed: []string{"train"}}, ModelsBack: []string{"model.pkl"}}
	ranKept := ran
	ranKept.ModelsBack, ranKept.Kept = nil, []string{"base.pt"}
	for name, tt := range map[string]struct {
		training train.Training
		c        collect.Collected
		want     string // a part of the text; "" for no doubt
		settled  bool   // whether a challenge can answer it
	}{
		"no old model":                      {train.Training{}, collect.Collected{}, "", false},
		"one was kept":                      {train.Training{Kept: []string{"base.pt"}}, collect.Collected{}, "base.pt, which keep asked for", true},
		"one was kept, by a stage that ran": {ranKept, collect.Collected{}, "base.pt", true},
		"one was kept and another made":     {train.Training{Kept: []string{"base.pt"}, ModelsMade: []string{"m.pt"}}, collect.Collected{}, "", false},
		"one was kept and another logged":   {train.Training{Kept: []string{"base.pt"}}, logs, "", false},
		"one was put back":                  {train.Training{ModelsBack: []string{"model.pkl"}}, collect.Collected{}, "model.pkl has the same content as before", false},
		"one was put back and logged":       {train.Training{ModelsBack: []string{"model.pkl"}}, logs, "model.pkl", false},
		"one was put back and another made": {train.Training{ModelsBack: []string{"model.pkl"}, ModelsMade: []string{"m.pt"}}, collect.Collected{}, "", false},
		"a stage that trains made it again": {ran, collect.Collected{}, "", false},
		"one was kept and one put back":     {train.Training{Kept: []string{"base.pt"}, ModelsBack: []string{"model.pkl"}}, collect.Collected{}, "model.pkl has the same content as before", false},
		"one was kept and is evaluated":     {train.Training{Kept: []string{"base.pt"}, Evaluated: "main.py evaluate"}, collect.Collected{}, "'main.py evaluate' evaluates", false},
		"it only evaluates":                 {train.Training{Evaluated: "main.py evaluate"}, collect.Collected{}, "'main.py evaluate' evaluates", false},
		"it evaluates and makes a model":    {train.Training{Evaluated: "main.py evaluate", ModelsMade: []string{"m.pt"}}, collect.Collected{}, "", false},
		"it evaluates and logs a model":     {train.Training{Evaluated: "main.py evaluate"}, logs, "", false},
		"it evaluates one that it fetched":  {train.Training{Evaluated: "main.py evaluate", ModelsMade: []string{"m.pt"}, Fetches: true}, collect.Collected{}, "'main.py evaluate' evaluates", false},
		"it evaluates in a stage that ran":  {train.Training{Evaluated: "main.py evaluate", Stages: []string{"train"}, Execution: repro.Execution{Executed: []string{"train"}}}, collect.Collected{}, "", false},
	} {
		gates := oldModels(tt.training, nil, tt.c)
		if (len(gates) == 1) != (tt.want != "") {
			t.Errorf("%s: %+v, want %q", name, gates, tt.want)
		}
		for _, gate := range gates {
			refused(repro.NotProven, tt.want).check(t, gate)
			if settled := slices.Contains(Settleable, gate.Name); settled != tt.settled {
				t.Errorf("%s: a challenge answers it: %v, want %v", name, settled, tt.settled)
			}
		}
	}
}
