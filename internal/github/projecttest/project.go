package projecttest

import (
	"context"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Workflow is the training workflow's file.
const Workflow = `name: Train
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
        env:
          REPRODUCE_ID: ${{ inputs.reproduce_id }}
`

// Params is the file that the plan edits.
const Params = "train:\n  lr: 0.01\n  epochs: 5\n"

// A Project is a repository on a double of GitHub, with one model's original.
type Project struct {
	*githubtest.Server
	Base  string // the commit that the plan trains
	Clock *Clock
}

// New makes the double and pushes the project's first commit.
func New(t testing.TB, options githubtest.Options) *Project {
	t.Helper()
	p := &Project{Clock: NewClock(1)}
	if options.Now == nil {
		options.Now = func() time.Time { return p.Clock.Now() }
	}
	p.Server = githubtest.New(t, options)
	p.Base = p.Push("main", map[string][]byte{
		"params.yaml":                 []byte(Params),
		"train.py*":                   []byte("print('training')\n"),
		".github/workflows/train.yml": []byte(Workflow),
	})
	return p
}

// Client talks to the double as a process of its own does.
func (p *Project) Client(t testing.TB, change ...func(*github.Options)) *github.Client {
	t.Helper()
	options := github.Options{
		API: p.URL, Repository: githubtest.Owner + "/" + githubtest.Name, Token: githubtest.Token,
		Tool: "reproduce/test", Now: p.Clock.Now, Sleep: p.Clock.Sleep, Transport: &http.Transport{DisableKeepAlives: true},
	}
	for _, apply := range change {
		apply(&options)
	}
	client, err := github.New(options)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// Plan is the reproduction of the model version, as the attempt with this id.
func (p *Project) Plan(id string) repro.Plan {
	return repro.Plan{
		ID:       id,
		Model:    repro.ModelVersion{Name: "churn", Version: "7"},
		Original: repro.Run{ID: "0123456789abcdef0123456789abcdef"},
		Code:     repro.CodeRef{Asked: "original", Commit: p.Base},
		Branch:   "reproduce/churn/v7",
		Workflow: "train.yml",
		Files: []repro.FileEdit{{
			Path: "params.yaml", Before: []byte(Params), After: []byte(strings.Replace(Params, "0.01", "0.002", 1)),
		}},
	}
}

// TrainWell is a training that logs, and uploads its metrics.
func TrainWell(_ context.Context, job *githubtest.Job) string {
	job.Log.WriteString("Running stage 'train':\n> python train.py\n")
	job.Artifacts["metrics"] = map[string][]byte{"metrics/metrics.json": []byte(`{"accuracy": 0.9}`)}
	return "success"
}

// Git runs git in the repository and gives what it prints.
func (p *Project) Git(t testing.TB, args ...string) string {
	t.Helper()
	return p.Pipe(t, "", args...)
}

// Pipe runs git with an input.
func (p *Project) Pipe(t testing.TB, input string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", append([]string{"--git-dir", p.Dir}, args...)...)
	cmd.Stdin = strings.NewReader(input)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v: %s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}
