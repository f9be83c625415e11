//go:build container

package main

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// trainWorkflow is the project's own training, as the README asks for it. The
// double runs what it says, without an interpreter of workflows.
const trainWorkflow = `name: Train
on:
  workflow_dispatch:
    inputs:
      reproduce_id: {required: false, type: string}
env:
  MLFLOW_RUN_CONTEXT: ${{ inputs.reproduce_id && format('{{"reproduce.id":"{0}"}}', inputs.reproduce_id) || '{}' }}
jobs:
  train:
    runs-on: ubuntu-latest
    steps:
      - run: make run
`

// A hosted is the sample project as it lives on GitHub: version 1 was really
// trained and registered with a real MLflow server.
type hosted struct{ *world }

func newHosted(t *testing.T) *hosted {
	t.Helper()
	venv := os.Getenv("REPRODUCE_VENV")
	if venv == "" {
		t.Fatal("REPRODUCE_VENV is not set: run `make test-container`, which makes the environment first")
	}
	dir := t.TempDir()
	w := &world{venv: venv, binary: filepath.Join(dir, "bin", "none"), template: filepath.Join(dir, "iris")}
	w.env = childEnv(t, filepath.Join(dir, "template"), w.path())
	w.uri = startMLflow(t, filepath.Join(dir, "server"), w.env)
	w.env = append(w.env, "MLFLOW_TRACKING_URI="+w.uri)

	workflows := filepath.Join(w.template, ".github", "workflows")
	if err := os.MkdirAll(workflows, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(workflows, "train.yml"), []byte(trainWorkflow), 0o644); err != nil {
		t.Fatal(err)
	}
	trainTemplate(t, w)
	return &hosted{w}
}

// github gives a GitHub of its own to one story, with the project in it.
func (h *hosted) github(t *testing.T, options githubtest.Options) *githubtest.Server {
	t.Helper()
	if options.Train == nil {
		options.Train = h.train
	}
	gh := githubtest.New(t, options)
	runIn(t, h.template, h.env, "git", "push", "--quiet", gh.Dir, "HEAD:refs/heads/main")
	return gh
}

// train is what train.yml does: the real pipeline, in a checkout of the branch.
func (h *hosted) train(ctx context.Context, job *githubtest.Job) string {
	tags, err := json.Marshal(map[string]string{"reproduce.id": job.Inputs["reproduce_id"]})
	if err != nil {
		return "failure"
	}
	cmd := exec.CommandContext(ctx, "make", "run")
	cmd.Dir = job.Dir
	cmd.Env = append(h.env[:len(h.env):len(h.env)], "MLFLOW_RUN_CONTEXT="+string(tags))
	cmd.Stdout, cmd.Stderr = &job.Log, &job.Log
	if err := cmd.Run(); err != nil {
		return "failure"
	}
	return "success"
}

// endless is a training that says when it has begun and ends when it is over.
func (h *hosted) endless(begun, over chan struct{}) func(context.Context, *githubtest.Job) string {
	return func(context.Context, *githubtest.Job) string {
		close(begun)
		<-over
		return "cancelled"
	}
}

// cleaned is the data as somebody's pull request has it: the last rows are gone.
func (h *hosted) cleaned(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(h.template, "data", "iris.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.SplitAfter(string(data), "\n")
	return []byte(strings.Join(rows[:len(rows)-20], ""))
}
