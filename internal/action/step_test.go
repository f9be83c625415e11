package action

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
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
	skip   bool                        // it succeeds with its training step skipped, and uploads the metrics that were checked out
	log    strings.Builder
}

const trainWorkflow = `name: Train
on:
  workflow_dispatch:
    inputs:
      reproduce_context: {required: false, type: string}
jobs:
  train:
    runs-on: ubuntu-latest
    steps:
      - run: make run
`

func newFixture(t *testing.T) *fixture {
	t.Helper()
	s := &fixture{dir: t.TempDir(), env: map[string]string{}}
	s.store = filepath.Join(s.dir, "mlruns")
	s.Server = githubtest.New(t, githubtest.Options{Looks: 2, Train: s.train})
	files := s.files(t, "")
	s.Push("main", files)
	s.original(t, 1, "production")
	warehouse := filepath.Join(s.dir, "warehouse", "iris.csv")
	if err := demo.WriteWarehouse(warehouse); err != nil {
		t.Fatal(err)
	}
	s.Push("main", s.files(t, warehouse))
	s.original(t, 2, "candidate")
	if err := demo.Relabel(warehouse); err != nil {
		t.Fatal(err)
	}
	workspace := filepath.Join(s.dir, "workspace")
	if err := os.MkdirAll(workspace, 0o755); err != nil {
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

// process is the action as the runner starts it.
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
		Now:   func() time.Time { return time.Date(2026, 11, 23, 2, 41, 7, 0, time.UTC) },
		Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	}
}

// files are the demonstration project, with a training workflow.
func (s *fixture) files(t *testing.T, data string) map[string][]byte {
	t.Helper()
	dir := t.TempDir()
	if err := demo.WriteProject(dir); err != nil {
		t.Fatal(err)
	}
	if data != "" {
		if err := demo.UseData(dir, data); err != nil {
			t.Fatal(err)
		}
	}
	files := map[string][]byte{".github/workflows/train.yml": []byte(trainWorkflow)}
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(rel)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// original trains what main holds and registers it.
func (s *fixture) original(t *testing.T, version int, alias string) {
	t.Helper()
	clone := filepath.Join(t.TempDir(), "clone")
	if out, err := exec.Command("git", "clone", "--quiet", "--branch", "main", s.Dir, clone).CombinedOutput(); err != nil {
		t.Fatalf("git clone: %v\n%s", err, out)
	}
	id, err := demo.Train(context.Background(), demo.Environment{Dir: clone, Store: s.store, Output: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Register(s.store, id, version, alias); err != nil {
		t.Fatal(err)
	}
}

// train is the repository's training workflow: it passes the id on to MLflow,
// as the documentation asks.
func (s *fixture) train(_ context.Context, job *githubtest.Job) string {
	if s.fail {
		fmt.Fprintln(&job.Log, "Pulling data\nERROR: failed to pull data from the cloud")
		return "failure"
	}
	store := s.store
	if s.leave != nil {
		store = filepath.Join(job.Dir, "its-own-mlruns")
	}
	if s.skip {
		if metrics, err := os.ReadFile(filepath.Join(job.Dir, "metrics", "metrics.json")); err == nil {
			job.Artifacts["metrics"] = map[string][]byte{"metrics/metrics.json": metrics}
		}
		return "success" // actions/upload-artifact warns where there is no such file
	}
	if s.before != nil {
		if err := s.before(job); err != nil {
			fmt.Fprintln(&job.Log, err)
			return "failure"
		}
	}
	reproStages(job)
	dir := filepath.Join(job.Dir, filepath.FromSlash(job.Inputs["folder"]))
	environment := demo.Environment{Dir: dir, Store: store, Tags: job.Inputs["reproduce_context"], Output: &job.Log}
	if _, err := demo.Train(context.Background(), environment); err != nil {
		fmt.Fprintln(&job.Log, err)
		return "failure"
	}
	if s.leave != nil {
		if err := s.leave(job); err != nil {
			fmt.Fprintln(&job.Log, err)
			return "failure"
		}
	}
	return "success"
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

// step runs the action once and gives its exit code.
func (s *fixture) step(ctx context.Context) int {
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

// TestStep is a story for each verdict and each trigger: what a person reads
// on the pull request and in the job summary, and what a later step is told.
func TestStep(t *testing.T) {
	for name, story := range map[string]struct {
		set  func(t *testing.T, s *fixture)
		exit int
	}{
		"dispatch-reproduced": {func(t *testing.T, s *fixture) {
			s.event(t, "workflow_dispatch", map[string]any{})
			s.env["INPUT_VERSION"] = "production"
		}, 0},
		"schedule-drifted": {func(t *testing.T, s *fixture) {
			s.event(t, "schedule", map[string]any{})
			s.env["INPUT_VERSION"] = "2"
		}, 3},
		"pull_request-reproduced": {func(t *testing.T, s *fixture) {
			s.pullRequest(t, false)
			s.env["INPUT_VERSION"] = "1"
		}, 0},
		"pull_request-drifted": {func(t *testing.T, s *fixture) {
			s.pullRequest(t, false)
			s.env["INPUT_VERSION"] = "candidate"
		}, 3},
		"pull_request-unverified": {func(t *testing.T, s *fixture) {
			s.pullRequest(t, false)
			s.env["INPUT_VERSION"], s.fail = "1", true
		}, 4},
		"issue_comment-reproduced": {func(t *testing.T, s *fixture) {
			s.Permit("ada", "write")
			s.comment(t, "ada", "/reproduce iris-classifier 1\nthanks!")
		}, 0},
		"fork-unverified": {func(t *testing.T, s *fixture) {
			s.pullRequest(t, true)
			s.env["INPUT_VERSION"] = "1"
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			story.set(t, s)
			if got := s.step(t.Context()); got != story.exit {
				t.Fatalf("exit code %d, want %d\n%s", got, story.exit, s.log.String())
			}
			var comment strings.Builder
			for _, c := range s.Comments(12) {
				if c.Author == githubtest.Bot {
					comment.WriteString(c.Body)
				}
			}
			golden(t, name, "comment.md", comment.String())
			golden(t, name, "summary.md", read(t, s.env["GITHUB_STEP_SUMMARY"]))
			golden(t, name, "outputs.txt", read(t, s.env["GITHUB_OUTPUT"]))
			masks, rest := masksFirst(s.log.String())
			if !slices.Contains(masks, githubtest.Token) || strings.Contains(rest, githubtest.Token) {
				t.Errorf("the runner is told to mask %q; the rest of the log is\n%s", masks, rest)
			}
		})
	}
}

// masksFirst gives what the runner is told to hide at the beginning of a log, and all
// that follows.
func masksFirst(log string) (masks []string, rest string) {
	for {
		line, after, _ := strings.Cut(log, "\n")
		secret, mask := strings.CutPrefix(line, "::add-mask::")
		if !mask {
			return masks, log
		}
		masks, log = append(masks, secret), after
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// fixups take out what is another in every run.
var fixups = []struct {
	pattern *regexp.Regexp
	to      string
}{
	{regexp.MustCompile(`reproduce-[0-9a-f]{32}`), "DELIMITER"},
	{regexp.MustCompile(`\b[0-9a-f]{40}\b`), "COMMIT"},
	{regexp.MustCompile(`\b[0-9a-f]{32}\b`), "RUNID"},
	{regexp.MustCompile("\\[`[0-9a-f]{7,8}`\\]"), "[`SHORT`]"},
	{regexp.MustCompile("`[0-9a-f]{8}`"), "`SHORT`"},
	{regexp.MustCompile("([Rr]un) (`SHORT`|[0-9a-f]{8}\\b)"), "$1 SHORT"}, // an id of digits alone needs no code span
	{regexp.MustCompile("`[0-9a-f]{7}`"), "`SHORT`"},
	{regexp.MustCompile(`http://127\.0\.0\.1:\d+`), "http://HOST"},
	{regexp.MustCompile(`\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}( \d\d:\d\d)?`), "DATE"},
	{regexp.MustCompile(`(under )?\d+(\.\d+)?(ms|s)\b`), "TIME"},
	{regexp.MustCompile(`reproduce (devel|v\d)[\w.+-]*`), "reproduce VERSION"},
}

func golden(t *testing.T, name, part, got string) {
	t.Helper()
	for _, fixup := range fixups {
		got = fixup.pattern.ReplaceAllString(got, fixup.to)
	}
	path := filepath.Join("testdata", "step", name+"."+part)
	if flag.Lookup("update").Value.String() == "true" { // reporttest's
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := read(t, path); got != want {
		t.Errorf("%s differs from the golden file; go test ./internal/cli -update shows how\ngot:\n%s", path, got)
	}
}

// reproStages prints what dvc repro --force does before each stage.
func reproStages(job *githubtest.Job) {
	data, err := os.ReadFile(filepath.Join(job.Dir, "dvc.yaml"))
	if err != nil {
		return // no DVC
	}
	root, err := doc.Read(doc.YAML, data, 1<<20)
	if err != nil {
		return
	}
	stages := root.Get("stages")
	for i, name := range stages.Keys {
		command, _ := stages.Values[i].Get("cmd").Str()
		fmt.Fprintf(&job.Log, "Running stage '%s':\n> %s\n", name.Text, command)
	}
}
