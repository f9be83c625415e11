package github

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

const workflowText = `name: Train
on:
  workflow_dispatch:
    inputs:
      reproduce_id:
        type: string
      data:
        default: full
        type: choice
        options: [full, small]
jobs:
  train:
    runs-on: ubuntu-latest
    steps:
      - run: dvc repro
`

const paramsText = "train:\n  lr: 0.01\n  epochs: 5\n"

// A project is a repository on a double of GitHub, with one model's original.
type project struct {
	*githubtest.Server
	base string
	when *clock
}

func newProject(t testing.TB, options githubtest.Options) *project {
	t.Helper()
	p := &project{when: newClock(1)}
	if options.Now == nil {
		options.Now = func() time.Time { return p.when.now() }
	}
	p.Server = githubtest.New(t, options)
	p.base = p.Push("main", map[string][]byte{
		"params.yaml":                 []byte(paramsText),
		"train.py*":                   []byte("print('training')\n"),
		".github/workflows/train.yml": []byte(workflowText),
	})
	return p
}

func (p *project) client(t testing.TB, change ...func(*Options)) *Client {
	t.Helper()
	options := Options{
		API: p.URL, Repository: githubtest.Owner + "/" + githubtest.Name, Token: githubtest.Token,
		Tool: "reproduce/test", Now: p.when.now, Sleep: p.when.sleep, Transport: &http.Transport{DisableKeepAlives: true},
	}
	for _, apply := range change {
		apply(&options)
	}
	client, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func (p *project) plan(id string) repro.Plan {
	return repro.Plan{
		ID:       id,
		Model:    repro.ModelVersion{Name: "churn", Version: "7"},
		Original: repro.Run{ID: "0123456789abcdef0123456789abcdef"},
		Code:     repro.CodeRef{Asked: "original", Commit: p.base},
		Branch:   "reproduce/churn/v7",
		Workflow: "train.yml",
		Files: []repro.FileEdit{{
			Path: "params.yaml", Before: []byte(paramsText), After: []byte(strings.Replace(paramsText, "0.01", "0.002", 1)),
		}},
	}
}

func (p *project) comment(verdict repro.Verdict, at time.Time, run string) Comment {
	return Comment{
		Number: 12, Policy: CommentAuto, Bodies: []string{"### " + string(verdict) + "\n\nlong", "### " + string(verdict)},
		Marker: Marker{Key: "churn v7", Verdict: verdict, At: at, Run: run},
	}
}

var checked = time.Date(2026, 11, 20, 13, 0, 0, 0, time.UTC)

// reproduce goes through all that a reproduction does on GitHub, in the order
// in which it does it.
func (p *project) reproduce(ctx context.Context, c *Client, id string) (repro.Execution, Posted, error) {
	plan := p.plan(id)
	trainer := Trainer{Client: c, Inputs: map[string]string{"data": "small"}}
	if err := trainer.Preflight(ctx, plan); err != nil {
		return repro.Execution{}, Posted{}, err
	}
	if reachable, err := c.Reachable(ctx, plan.Code.Commit); err != nil || !reachable {
		return repro.Execution{}, Posted{}, err
	}
	change, err := trainer.Apply(ctx, plan)
	if err != nil {
		return repro.Execution{}, Posted{}, err
	}
	execution, err := trainer.Train(ctx, plan, change)
	if err != nil {
		return execution, Posted{}, err
	}
	if _, err := c.Artifact(ctx, execution.ID, "", "metrics/metrics.json"); err != nil {
		return execution, Posted{}, err
	}
	posted, err := c.Post(ctx, p.comment(repro.Reproduced, checked, execution.ID))
	return execution, posted, err
}

// trainWell is a training that logs, and uploads its metrics.
func trainWell(_ context.Context, job *githubtest.Job) string {
	job.Log.WriteString("Running stage 'train':\n> python train.py\n")
	job.Artifacts["metrics"] = map[string][]byte{"metrics/metrics.json": []byte(`{"accuracy": 0.9}`)}
	return "success"
}

// TestOneReproduction walks through everything once and looks at what stands
// on GitHub afterwards; then again, when there is nothing left to do.
func TestOneReproduction(t *testing.T) {
	t.Parallel()
	for _, edition := range []githubtest.Edition{githubtest.GitHub, githubtest.Enterprise} {
		t.Run(string(edition), func(t *testing.T) {
			t.Parallel()
			p := newProject(t, githubtest.Options{Edition: edition, Train: trainWell, Looks: 3, Lag: 1})
			client := p.client(t)
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

			again := p.client(t)
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
