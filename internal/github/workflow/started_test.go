package workflow

import (
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/github/projecttest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestCollect takes up what was started, and never starts, makes or moves anything.
func TestCollect(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		start  bool
		change func(*repro.Plan)
		reason repro.Reason // "" for a training
	}{
		"it was started":       {start: true},
		"nothing was started":  {reason: repro.PipelineNotStarted},
		"with other params":    {true, func(plan *repro.Plan) { plan.Files[0].After = []byte("train:\n  lr: 1\n") }, repro.NotExecuted},
		"of another original":  {true, func(plan *repro.Plan) { plan.Original.ID = strings.Repeat("f", 32) }, repro.NotExecuted},
		"of another version":   {true, func(plan *repro.Plan) { plan.Model.Version = "8" }, repro.NotExecuted},
		"made, not dispatched": {true, nil, repro.PipelineNotStarted},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, githubtest.Options{Train: projecttest.TrainWell, NoCheckout: true})
			plan := p.Plan("first")
			if test.start {
				trainer := Trainer{Client: p.client(t)}
				change, err := trainer.Apply(t.Context(), plan)
				if err == nil && name != "made, not dispatched" {
					_, err = trainer.Start(t.Context(), plan, change, Started{Branch: plan.Branch, Code: plan.Code.Commit, Workflow: plan.Workflow})
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			p.FinishAll()
			refs, runs := len(p.Refs("refs/")), len(p.Runs())
			second := p.Plan("second")
			if test.change != nil {
				test.change(&second)
			}
			trainer := Trainer{Client: p.client(t), Collect: second.Branch}
			change, err := trainer.Apply(t.Context(), second)
			var execution repro.Execution
			if err == nil {
				execution, err = trainer.Train(t.Context(), second, change)
			}
			if doubt, is := repro.AsDoubt(err); is != (test.reason != "") || is && doubt.Reason != test.reason {
				t.Errorf("%v, want the reason %q", err, test.reason)
			}
			if test.reason == "" && (err != nil || execution.Status != repro.ExecSucceeded || change.ID != "first") {
				t.Errorf("%+v, %+v, %v; want the training that was started", change, execution, err)
			}
			if len(p.Refs("refs/")) != refs || len(p.Runs()) != runs {
				t.Errorf("it made %d refs and %d runs", len(p.Refs("refs/"))-refs, len(p.Runs())-runs)
			}
		})
	}
}

// TestAllStarted reads what start kept, and names what is none.
func TestAllStarted(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{Train: projecttest.TrainWell, NoCheckout: true, Looks: 3})
	client := p.client(t)
	trainer := Trainer{Client: client}
	plan := p.Plan("first")
	change, err := trainer.Apply(t.Context(), plan)
	if err != nil {
		t.Fatal(err)
	}
	for _, answer := range []string{"pr/12", "pr/13"} {
		started := Started{Model: "churn", Version: "7", RunID: plan.Original.ID, Code: plan.Code.Commit, Branch: plan.Branch, Workflow: plan.Workflow, Answer: answer}
		if _, err := trainer.Start(t.Context(), plan, change, started); err != nil {
			t.Fatal(err)
		}
	}
	p.Git(t, "update-ref", "refs/reproduce/started/"+p.Base, p.Base)
	all, problems, err := p.client(t).AllStarted(t.Context())
	if err != nil || len(all) != 1 || len(problems) != 1 || !strings.Contains(problems[0], "delete it") {
		t.Fatalf("%+v, %q, %v", all, problems, err)
	}
	if all[0].Answer != "pr/13" || all[0].Version != "7" || all[0].Commit != change.Commit || len(p.Runs()) != 1 {
		t.Errorf("%+v, %d runs", all[0], len(p.Runs()))
	}
	look, err := client.Look(t.Context(), all[0])
	if err != nil || look.Over || look.URL == "" {
		t.Errorf("before it is over: %+v, %v", look, err)
	}
	p.FinishAll()
	if look, err := client.Look(t.Context(), all[0]); err != nil || !look.Over {
		t.Errorf("when it is over: %+v, %v", look, err)
	}
	gone := all[0]
	gone.Commit = p.Base
	if look, err := client.Look(t.Context(), gone); err != nil || look.Over {
		t.Errorf("a run that is not listed yet: %+v, %v", look, err)
	}
	if err := p.Clock.Sleep(t.Context(), time.Hour); err != nil {
		t.Fatal(err)
	}
	if look, err := p.client(t).Look(t.Context(), gone); err != nil || !look.Over {
		t.Errorf("an hour later: %+v, %v", look, err)
	}
	if err := client.ForgetStarted(t.Context(), change.Commit); err != nil || len(p.Refs("refs/reproduce/started/")) != 1 {
		t.Errorf("forgotten: %v", err)
	}
}
