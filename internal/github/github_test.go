package github_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/github/gitdata"
	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/github/projecttest"
	"github.com/reproduce-action/reproduce/internal/github/pullrequest"
	"github.com/reproduce-action/reproduce/internal/github/workflow"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A project is one that several processes reproduce, with all that they use.
type project struct{ *projecttest.Project }

func newProject(t testing.TB, options githubtest.Options) *project {
	t.Helper()
	return &project{projecttest.New(t, options)}
}

// trainer trains as a process of its own does.
func trainer(c *github.Client) workflow.Trainer {
	return workflow.Trainer{Client: workflow.New(gitdata.New(c))}
}

func (p *project) comment(verdict repro.Verdict, at time.Time, run string) pullrequest.Comment {
	return pullrequest.Comment{
		Number: 12, Policy: pullrequest.CommentAuto, Bodies: []string{"### " + string(verdict) + "\n\nlong", "### " + string(verdict)},
		Metadata: pullrequest.Metadata{Key: "churn v7", Verdict: verdict, At: at, Run: run},
	}
}

var checked = time.Date(2026, 11, 20, 13, 0, 0, 0, time.UTC)

// reproduce goes through all that a reproduction does on GitHub, in the order
// in which it does it.
func (p *project) reproduce(ctx context.Context, c *github.Client, id string) (repro.Execution, pullrequest.Posted, error) {
	plan := p.Plan(id)
	trainer := trainer(c)
	trainer.Inputs = map[string]string{"data": "small"}
	if err := trainer.Preflight(ctx, plan); err != nil {
		return repro.Execution{}, pullrequest.Posted{}, err
	}
	if reachable, err := trainer.Client.Git.Reachable(ctx, plan.Code.Commit); err != nil || !reachable {
		return repro.Execution{}, pullrequest.Posted{}, err
	}
	change, err := trainer.Apply(ctx, plan)
	if err != nil {
		return repro.Execution{}, pullrequest.Posted{}, err
	}
	execution, err := trainer.Train(ctx, plan, change)
	if err != nil {
		return execution, pullrequest.Posted{}, err
	}
	if _, err := trainer.Client.Artifact(ctx, execution.ID, "", "metrics/metrics.json"); err != nil {
		return execution, pullrequest.Posted{}, err
	}
	posted, err := pullrequest.New(c).Post(ctx, p.comment(repro.Reproduced, checked, execution.ID))
	return execution, posted, err
}

// TestOneReproduction walks through everything once and looks at what stands
// on GitHub afterwards; then again, when there is nothing left to do.
func TestOneReproduction(t *testing.T) {
	t.Parallel()
	for _, edition := range []githubtest.Edition{githubtest.GitHub, githubtest.Enterprise} {
		t.Run(string(edition), func(t *testing.T) {
			t.Parallel()
			p := newProject(t, githubtest.Options{Edition: edition, Train: projecttest.TrainWell, Looks: 3, Lag: 1})
			client := p.Client(t)
			execution, posted, err := p.reproduce(t.Context(), client, "first")
			if err != nil {
				t.Fatal(err)
			}
			if execution.Status != repro.ExecSucceeded || execution.ID == "" || execution.URL == "" || execution.Attempt != 1 {
				t.Errorf("execution is %+v", execution)
			}
			if len(execution.Log) == 0 || execution.Log[0] != "Running stage 'train':" {
				t.Errorf("log is %q", execution.Log)
			}
			if posted.Outcome != "created" || len(posted.Warnings) != 0 {
				t.Errorf("comment: %+v", posted)
			}
			p.stands(t, 1)
			head := p.Head("reproduce/churn/v7")
			if got := string(p.File(head, "params.yaml")); !strings.Contains(got, "lr: 0.002") {
				t.Errorf("params.yaml on the branch is %q", got)
			}
			if got := p.Mode(head, "train.py"); got != "100755" {
				t.Errorf("train.py has mode %s on the branch", got)
			}
			run := p.Runs()[0]
			if run.Commit != head || run.Inputs["reproduce_id"] != "first" || run.Inputs["data"] != "small" {
				t.Errorf("the run is on %s with %v; the branch is at %s", run.Commit, run.Inputs, head)
			}
			stats := client.Stats()
			t.Logf("one reproduction: %d requests, of which %d writes; %d polls, of which %d not modified", stats.Requests, stats.Writes, stats.Polls, stats.NotModified)
			if stats.Requests > 20 || stats.Writes > 6 {
				t.Errorf("%d requests and %d writes, want at most 20 and 6:\n%s", stats.Requests, stats.Writes, strings.Join(p.Requests(), "\n"))
			}

			again := p.Client(t)
			execution, posted, err = p.reproduce(t.Context(), again, "second")
			if err != nil || execution.Status != repro.ExecSucceeded || posted.Outcome != "unchanged" {
				t.Errorf("again: %+v, %+v, %v", execution, posted, err)
			}
			p.stands(t, 1)
			if p.Head("reproduce/churn/v7") != head {
				t.Error("the second reproduction moved the branch")
			}
		})
	}
}

// stands checks that there is one branch, one comment, and so many runs.
func (p *project) stands(t testing.TB, runs int) {
	t.Helper()
	if branches := p.Refs("refs/heads/"); len(branches) != 2 {
		t.Errorf("branches: %v, want main and one more", branches)
	}
	if got := p.Runs(); len(got) != runs {
		t.Errorf("%d runs, want %d", len(got), runs)
		for _, run := range got {
			t.Errorf("run %d on %s, made %s: %q", run.ID, run.Commit, run.Created, run.Conclusion)
		}
	}
	if got := p.Comments(12); len(got) != 1 {
		t.Errorf("%d comments, want 1: %+v", len(got), got)
	}
}
