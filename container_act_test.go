//go:build container

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// A workspace is a repository with a workflow that nektos/act runs, in place of
// GitHub: it reads the workflow and action.yml, builds our Dockerfile, fills in
// inputs, and hands outputs on to later steps and jobs.
type workspace struct {
	dir  string
	args []string
	env  []string
}

func newWorkspace(t *testing.T, workflow string) *workspace {
	t.Helper()
	w := &workspace{dir: t.TempDir(), args: []string{"--workflows", ".github/workflows/check.yml", "--action-offline-mode", "--no-cache-server"}}
	copyContext(t, w.dir)
	w.write(t, ".github/workflows/check.yml", []byte(workflow))
	env := storyEnv(t.TempDir(), os.Getenv("PATH"))
	runIn(t, w.dir, env, "git", "init", "--quiet", "--initial-branch=main")
	runIn(t, w.dir, env, "git", "add", "--all")
	runIn(t, w.dir, env, "git", "commit", "--quiet", "--message=Check")
	return w
}

// inContainers has the jobs run in containers, for the project on gh and its
// tracking server.
func (w *workspace) inContainers(t *testing.T, e *engine, gh *githubtest.Server, tracking string) {
	t.Helper()
	// act gives the workspace's commit as the workflow's, and GitHub has that.
	runIn(t, w.dir, storyEnv(t.TempDir(), os.Getenv("PATH")), "git", "push", "--quiet", gh.Dir, "HEAD:refs/keep/workflow")
	w.env = append(w.env, "DOCKER_HOST="+e.serve(t))
	w.args = append(w.args,
		"--platform", "ubuntu-latest=localhost/job:latest", "--pull=false", "--bind", "--rm",
		"--container-daemon-socket", "-", "--network", "host",
		"--local-repository", "reproduce-action/reproduce@v1="+w.dir,
		"--env", "GITHUB_API_URL="+gh.URL, "--env", "GITHUB_REPOSITORY="+githubtest.Owner+"/"+githubtest.Name,
		"--secret", "GITHUB_TOKEN="+githubtest.Token, "--var", "MLFLOW_TRACKING_URI="+tracking,
		"--secret", "MLFLOW_TRACKING_USERNAME=", "--secret", "MLFLOW_TRACKING_PASSWORD=",
	)
}

func (w *workspace) write(t *testing.T, name string, data []byte) {
	t.Helper()
	path := filepath.Join(w.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func (w *workspace) read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(w.dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// act runs the workflow for an event; the token must be nowhere in its log.
func (w *workspace) act(t *testing.T, e *engine, event string, payload any) string {
	t.Helper()
	data, err := json.Marshal(payload)
	if err != nil {
		t.Fatal(err)
	}
	w.write(t, "event.json", data)
	args := append([]string{event, "--directory", w.dir, "--eventpath", filepath.Join(w.dir, "event.json")}, w.args...)
	home := t.TempDir() // act keeps its settings and caches below it
	env := append(w.env[:len(w.env):len(w.env)], "HOME="+home, "XDG_CACHE_HOME="+home, "XDG_CONFIG_HOME="+home)
	said, err := e.try(env, filepath.Join(e.dir, "bin", "act"), args...)
	if err != nil {
		t.Fatalf("act %s: %v\n%s", event, err, said)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(said)
		}
	})
	if strings.Contains(said, githubtest.Token) {
		t.Error("the token is in the log")
	}
	return said
}

// uploadArtifact stands in for actions/upload-artifact, which needs GitHub: it
// leaves the file in the workspace, under the artifact's name.
const uploadArtifact = `name: upload
inputs: {name: {required: true}, path: {required: true}, overwrite: {required: false}}
runs:
  using: composite
  steps:
    - shell: sh
      env: {NAME: "${{ inputs.name }}", FILE: "${{ inputs.path }}"}
      run: mkdir -p uploaded && cp "$FILE" "uploaded/$NAME"
`

// downloadArtifact stands in for actions/download-artifact in the same way.
const downloadArtifact = `name: download
inputs: {pattern: {required: true}, path: {required: true}}
runs:
  using: composite
  steps:
    - shell: sh
      env: {PATTERN: "${{ inputs.pattern }}", DIR: "${{ inputs.path }}"}
      run: cd uploaded && for name in $PATTERN; do mkdir -p "../$DIR/$name" && cp "$name" "../$DIR/$name/report.json"; done
`

// testNightly runs the workflow that people copy, as it stands in the
// documentation: list what is due, reproduce it in a matrix, and tell of the
// night in one table.
func testNightly(t *testing.T, e *engine, h *hosted) {
	text, err := os.ReadFile("docs/workflows/nightly.yml")
	if err != nil {
		t.Fatal(err)
	}
	gh := h.github(t, githubtest.Options{})
	w := newWorkspace(t, string(text))
	w.inContainers(t, e, gh, h.uri)
	for name, standIn := range map[string]string{"actions/upload-artifact": uploadArtifact, "actions/download-artifact": downloadArtifact} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "action.yml"), []byte(standIn), 0o644); err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(text), "uses: "+name+"@")
		commit, _, ok := strings.Cut(rest, " ")
		if !ok {
			t.Fatalf("docs/workflows/nightly.yml does not use %s any more; this story stands on it", name)
		}
		w.args = append(w.args, "--local-repository", name+"@"+commit+"="+dir)
	}
	said := w.act(t, e, "schedule", map[string]any{})
	if _, night, _ := strings.Cut(said, "### Reproducibility, "); !strings.Contains(night, ": 1 reproduced") || !strings.Contains(night, "| ✅ reproduced, identical | `iris-classifier` v1 |") {
		t.Error("no table of the night")
	}

	var report struct {
		Verdict, Reason string
		Model           struct{ Name, Version string }
		Original        struct {
			RunID string `json:"run_id"`
		}
		Reproduction struct {
			RunID string `json:"run_id"`
		}
	}
	uploaded, err := filepath.Glob(filepath.Join(w.dir, "uploaded", "check-*")) // act numbers no jobs
	if err != nil || len(uploaded) != 1 {
		t.Fatalf("%d reports were uploaded, want 1: %v", len(uploaded), err)
	}
	data, err := os.ReadFile(uploaded[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &report); err != nil {
		t.Fatalf("the report: %v", err)
	}
	if report.Verdict != "reproduced" || report.Model.Name != "iris-classifier" || report.Model.Version != "1" ||
		report.Original.RunID != h.original || report.Reproduction.RunID == "" || report.Reproduction.RunID == h.original {
		t.Errorf("the report says %+v", report)
	}
	if kept := gh.File("reproduce-history", "badges/all.json"); !strings.Contains(string(kept), "1 of 1 reproduced") {
		t.Errorf("the branch of past checks has the badge %q", kept)
	}
	if page := w.read(t, "uploaded/models"); !strings.Contains(string(page), "The one model reproduces.") {
		t.Errorf("the page is\n%s", page)
	}
	if runs := gh.Runs(); len(runs) != 1 || runs[0].Conclusion != "success" || !strings.HasPrefix(runs[0].Branch, "reproduce/iris-classifier/") {
		t.Errorf("trained were %+v", runs)
	}
}

// pullRequest reads back what the action left, as any later step can.
const pullRequest = `on: pull_request
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - id: check
        continue-on-error: true
        uses: ./
        with:
          tracking-uri: ${{ vars.MLFLOW_TRACKING_URI }}
          model: iris-classifier
          version: '1'
          code-ref: ${{ github.event.pull_request.head.sha }}
          workflow: train.yml
      - shell: sh
        env:
          OUTPUTS: ${{ toJSON(steps.check.outputs) }}
          OUTCOME: ${{ steps.check.outcome }}
        run: |
          printf '%s' "$OUTPUTS" >outputs.json
          printf '%s' "$OUTCOME" >outcome
`

// testPullRequest: somebody's pull request changes the data, and with it the
// model. The step fails, and the comment, the summary and the outputs say why.
func testPullRequest(t *testing.T, e *engine, h *hosted) {
	gh := h.github(t, githubtest.Options{})
	head := gh.Push("feature", map[string][]byte{"data/iris.csv": h.cleaned(t)})
	gh.Open(githubtest.Pull{Number: 12, Head: head, Base: "main"})
	w := newWorkspace(t, pullRequest)
	w.inContainers(t, e, gh, h.uri)
	repository := map[string]any{"full_name": githubtest.Owner + "/" + githubtest.Name, "default_branch": "main"}
	said := w.act(t, e, "pull_request", map[string]any{
		"number": 12, "repository": repository,
		"pull_request": map[string]any{
			"number": 12,
			"head":   map[string]any{"sha": head, "ref": "feature", "repo": repository},
			"base":   map[string]any{"sha": gh.Head("main"), "ref": "main", "repo": repository},
		},
	})

	if outcome := string(w.read(t, "outcome")); outcome != "failure" {
		t.Errorf("the outcome of the step is %q, want failure", outcome)
	}
	var outputs map[string]string
	if err := json.Unmarshal(w.read(t, "outputs.json"), &outputs); err != nil {
		t.Fatalf("the outputs: %v", err)
	}
	comments := gh.Comments(12)
	if len(comments) != 1 || comments[0].Author != githubtest.Bot || !strings.Contains(comments[0].Body, "Drifted") {
		t.Fatalf("the comments: %+v", comments)
	}
	for name, want := range map[string]string{
		"verdict": "drifted", "reason": "metrics-outside-tolerance", "version": "1", "original-run-id": h.original,
		"report-path": "reproduce-report/report.json",
	} {
		if outputs[name] != want {
			t.Errorf("output %s is %q, want %q", name, outputs[name], want)
		}
	}
	if url := outputs["comment-url"]; !strings.Contains(url, "/pull/12#issuecomment-") {
		t.Errorf("output comment-url is %q", url)
	}
	if branch := outputs["branch"]; gh.Head(branch) != outputs["commit-sha"] || branch == "" {
		t.Errorf("branch %q is at %q, the output commit-sha says %q", branch, gh.Head(branch), outputs["commit-sha"])
	}
	// act shows the summary in its log, where GitHub has a page for it.
	if _, summary, _ := strings.Cut(said, "Summary - "); !strings.HasPrefix(summary, "### ⚠️ Drifted") || !strings.Contains(summary, "| `train_loss` |") {
		t.Error("the summary does not say what drifted")
	}
}
