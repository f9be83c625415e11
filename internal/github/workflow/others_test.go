package workflow

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/github/projecttest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// with is the plan with another value of a param.
func (p *project) with(id, lr string) repro.Plan {
	plan := p.Plan(id)
	plan.Files[0].After = []byte(strings.Replace(projecttest.Params, "0.01", lr, 1))
	return plan
}

// TestTrainingsThatDiffer want one branch at the same time: each gets a training of its own,
// and the branch is not moved, nor anything dispatched on it, while one is under way.
func TestTrainingsThatDiffer(t *testing.T) {
	t.Parallel()
	for _, processes := range []int{2, 4} {
		t.Run(fmt.Sprint(processes), func(t *testing.T) {
			t.Parallel()
			p := newProject(t, githubtest.Options{Train: projecttest.TrainWell, Looks: 4, Lag: 2, NoCheckout: true})
			for _, key := range []string{"PATCH /repos/{owner}/{repo}/git/refs/{ref}", "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches"} {
				p.Between(key, func() {
					if open := p.UnderWay(); open > 0 {
						t.Errorf("%s with %d trainings under way", key, open)
					}
				})
			}
			p.Clock.Awake = processes
			var all sync.WaitGroup
			for n := range processes {
				all.Go(func() {
					defer p.Clock.Leave()
					plan := p.with(fmt.Sprintf("attempt-%d", n), fmt.Sprintf("0.%d", n+2))
					trainer := Trainer{Client: p.client(t)}
					change, err := trainer.Apply(t.Context(), plan)
					if err != nil {
						t.Errorf("%d: %v", n, err)
						return
					}
					execution, err := trainer.Train(t.Context(), plan, change)
					if err != nil || execution.Status != repro.ExecSucceeded {
						t.Errorf("%d: %+v, %v", n, execution, err)
					}
				})
			}
			all.Wait()
			ids := map[string]bool{}
			for _, run := range p.Runs() {
				ids[run.Inputs["reproduce_id"]] = true
				if run.Cancelled {
					t.Errorf("run %d was cancelled", run.ID)
				}
			}
			if len(p.Runs()) != processes || len(ids) != processes {
				t.Errorf("%d runs of %d checks", len(p.Runs()), len(ids))
			}
		})
	}
}

// TestOthersOutlastTheWait: a training goes on for longer than a check waits, or the check
// is one that only starts. It is named, and left alone. Whoever starts one anew for the same
// pull request has it replaced.
func TestOthersOutlastTheWait(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		trainer Trainer
		moved   bool
	}{
		"a check":                      {Trainer{Timeout: 10 * time.Minute}, false},
		"a start elsewhere":            {Trainer{Replace: "pr/13"}, false},
		"a start that answers nowhere": {Trainer{Replace: "none/0"}, false},
		"a start for the same pull":    {Trainer{Replace: "pr/12"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, githubtest.Options{Train: projecttest.TrainWell, Looks: 1 << 20, NoCheckout: true})
			first := Trainer{Client: p.client(t)}
			plan := p.Plan("one")
			change, err := first.Apply(t.Context(), plan)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := first.Start(t.Context(), plan, change, Started{RunID: plan.Original.ID, Code: plan.Code.Commit, Branch: plan.Branch, Workflow: plan.Workflow, Answer: "pr/12"}); err != nil {
				t.Fatal(err)
			}
			second, warned := tt.trainer, ""
			second.Client, second.Warn = p.client(t), func(text string) { warned += text }
			_, err = second.Apply(t.Context(), p.with("two", "0.5"))
			doubt, ok := repro.AsDoubt(err)
			if tt.moved {
				if err != nil || p.Head(plan.Branch) == change.Commit {
					t.Errorf("not replaced: %v", err)
				}
				return
			}
			if !ok || doubt.Reason != repro.PipelineNotStarted || !strings.Contains(err.Error(), fmt.Sprintf("/actions/runs/%d", p.Runs()[0].ID)) {
				t.Errorf("got %v, want the run's address", err)
			}
			if p.Head(plan.Branch) != change.Commit || p.Runs()[0].Cancelled || p.Clock.Slept() > 11*time.Minute {
				t.Errorf("the branch was moved, the run cancelled, or it waited for %s", p.Clock.Slept())
			}
		})
	}
}

// TestOthersAreNotKnown: GitHub does not say what runs on the branch. That is no training under
// way, and no reason to move the branch.
func TestOthersAreNotKnown(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{Train: projecttest.TrainWell, NoCheckout: true})
	plan := p.Plan("one")
	change, err := Trainer{Client: p.client(t)}.Apply(t.Context(), plan)
	if err != nil {
		t.Fatal(err)
	}
	p.Refuse("GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs", 503, "Service Unavailable", -1)
	_, err = Trainer{Client: p.client(t), Replace: "pr/12"}.Apply(t.Context(), p.with("two", "0.5"))
	if err == nil || strings.Contains(err.Error(), "is under way") || !strings.Contains(err.Error(), "Service Unavailable") {
		t.Errorf("got %v, want GitHub's answer", err)
	}
	if p.Head(plan.Branch) != change.Commit {
		t.Error("the branch was moved")
	}
}
