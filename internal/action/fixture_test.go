package action

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/demo"
	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// A fixture is everything a step of a workflow meets: a repository on GitHub
// with a training workflow, a registry with two versions of a model, of which
// the second drifts, and the runner's files.
type fixture struct {
	*githubtest.Server
	dir    string
	store  string
	env    map[string]string
	fail   bool                        // the training workflow fails
	leave  func(*githubtest.Job) error // what the training leaves in place of a run in the registry; nil: a run
	before func(*githubtest.Job) error // what fails the training before it began; nil: nothing
	ends   string                      // what GitHub says that it ended with, where it trained well
	skip   bool                        // it succeeds with its training step skipped, and uploads the metrics that were checked out
	log    strings.Builder
	slept  atomic.Int64 // of the process's clock
	// pace is what a second of that clock takes at least: where several processes run, none
	// may wait for minutes while another makes one request.
	pace time.Duration
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	seeded := newSeed(t)
	s := &fixture{dir: t.TempDir()}
	s.store = filepath.Join(s.dir, "mlruns")
	s.Server = githubtest.New(t, githubtest.Options{Looks: 2, Train: s.train})
	for _, files := range seeded.commits {
		s.Push("main", files)
	}
	if err := os.CopyFS(s.store, os.DirFS(seeded.store)); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(s.dir, "workspace"), 0o755); err != nil {
		t.Fatal(err)
	}
	s.env = inputs(t)
	maps.Copy(s.env, map[string]string{
		"GITHUB_ACTIONS": "true", "GITHUB_API_URL": s.URL, "GITHUB_SERVER_URL": "https://github.test",
		"GITHUB_REPOSITORY": githubtest.Owner + "/" + githubtest.Name, "GITHUB_RUN_ID": "77", "GITHUB_SHA": s.Head("main"),
		"GITHUB_OUTPUT": filepath.Join(s.dir, "output"), "GITHUB_STEP_SUMMARY": filepath.Join(s.dir, "summary"),
		"INPUT_COMMAND": "run", "INPUT_MODEL": demo.Model, "INPUT_TRACKING-URI": s.store,
		"INPUT_WORKFLOW": "train.yml", "INPUT_GITHUB-TOKEN": githubtest.Token,
	})
	return s
}

// inputs are the variables that the runner sets for a step with nothing under
// with: every input that action.yml declares, with its default or empty.
// https://github.com/actions/runner/blob/main/src/Runner.Worker/Handlers/Handler.cs
func inputs(t *testing.T) map[string]string {
	t.Helper()
	root, err := doc.Read(doc.YAML, []byte(read(t, "../../action.yml")), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	environment := map[string]string{}
	declared := root.Get("inputs")
	for i, key := range declared.Keys {
		value := ""
		if standard := declared.Values[i].Get("default"); standard != nil {
			value = standard.Text
		}
		environment["INPUT_"+strings.ToUpper(strings.ReplaceAll(key.Text, " ", "_"))] = value
	}
	return environment
}

// began is when the first job of a test begins.
var began = time.Date(2026, 11, 23, 2, 41, 7, 0, time.UTC)

// process is the action as the runner starts it. It sleeps by putting its own clock forward.
func (s *fixture) process() app.Process {
	var environ []string
	for name, value := range s.env {
		environ = append(environ, name+"="+value)
	}
	return app.Process{
		Environ: environ,
		Getenv:  func(name string) string { return s.env[name] },
		Dir:     filepath.Join(s.dir, "workspace"),
		Stdout:  &s.log, Stderr: &s.log,
		Now: func() time.Time { return began.Add(time.Duration(s.slept.Load())) },
		Sleep: func(ctx context.Context, d time.Duration) error {
			time.Sleep(time.Duration(d.Seconds() * float64(s.pace)))
			s.slept.Add(int64(d))
			return ctx.Err()
		},
	}
}

// event is what started the workflow.
func (s *fixture) event(t *testing.T, name string, payload map[string]any) {
	t.Helper()
	data, err := json.Marshal(payload)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(s.dir, "event.json")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	s.env["GITHUB_EVENT_NAME"], s.env["GITHUB_EVENT_PATH"] = name, path
}

// step runs the action once, at the same time as every job before it, and gives its exit code.
func (s *fixture) step(ctx context.Context) int {
	s.slept.Store(0)
	s.log.Reset()
	return Run(ctx, s.process())
}

var pullRequest = map[string]any{
	"number": 12, "repository": map[string]any{"full_name": "octo/churn", "default_branch": "main"},
}

func (s *fixture) pullRequest(t *testing.T, fork bool) {
	t.Helper()
	head := s.Push("feature", s.files(t, ""))
	s.Open(githubtest.Pull{Number: 12, Head: head, Base: "main", Fork: fork})
	from := "octo/churn"
	if fork {
		from = "stranger/churn"
	}
	payload := map[string]any{"pull_request": map[string]any{
		"number": 12,
		"head":   map[string]any{"sha": head, "ref": "feature", "repo": map[string]any{"full_name": from}},
		"base":   map[string]any{"sha": s.Head("main"), "ref": "main", "repo": map[string]any{"full_name": "octo/churn"}},
	}}
	for key, value := range pullRequest {
		payload[key] = value
	}
	s.event(t, "pull_request", payload)
}

func (s *fixture) comment(t *testing.T, author, body string) {
	t.Helper()
	s.Open(githubtest.Pull{Number: 12, Head: s.Push("feature", s.files(t, "")), Base: "main"})
	id := s.Comment(12, author, body)
	payload := map[string]any{
		"action": "created", "issue": map[string]any{"number": 12, "pull_request": map[string]any{"url": "https://api.example/pulls/12"}},
		"comment": map[string]any{"id": id, "body": body, "created_at": s.commented(id), "user": map[string]any{"login": author, "type": "User"}},
	}
	for key, value := range pullRequest {
		payload[key] = value
	}
	s.event(t, "issue_comment", payload)
}

func (s *fixture) commented(id int64) time.Time {
	for _, comment := range s.Comments(12) {
		if comment.ID == id {
			return comment.At
		}
	}
	return time.Time{}
}
