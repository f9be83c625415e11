//go:build container

package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// A step is one start of the container by the runner, and the directories that
// the runner mounts into it.
// https://github.com/actions/runner/blob/main/src/Runner.Worker/Handlers/ContainerActionHandler.cs
type step struct {
	name string
	dir  string
	args []string
}

// runnerUser is whom the runner's files belong to on GitHub's own machines.
const runnerUser = 1001

func newStep(t *testing.T, gh *githubtest.Server, event string, payload any, inputs map[string]string) *step {
	t.Helper()
	s := &step{name: "step-" + filepath.Base(t.TempDir()) + strings.NewReplacer("/", "-", " ", "-").Replace(t.Name()), dir: t.TempDir()}
	s.args = []string{"run", "--rm", "--name", s.name, "--pull", "never", "--network", "host", "--stop-signal", "SIGINT", "--workdir", "/github/workspace"}
	for _, dir := range []string{"workspace", "home", "workflow", "file_commands"} {
		if err := os.Mkdir(filepath.Join(s.dir, dir), 0o755); err != nil {
			t.Fatal(err)
		}
		s.args = append(s.args, "--volume", filepath.Join(s.dir, dir)+":/github/"+dir)
	}
	data, err := json.Marshal(payload)
	if err != nil {
		t.Fatal(err)
	}
	s.write(t, "workflow/event.json", data)
	s.write(t, "file_commands/output", nil)
	s.write(t, "file_commands/summary", nil)

	env := map[string]string{
		"GITHUB_ACTIONS": "true", "CI": "true", "HOME": "/github/home", "GITHUB_WORKSPACE": "/github/workspace",
		"GITHUB_API_URL": gh.URL, "GITHUB_SERVER_URL": "https://github.example", "GITHUB_REPOSITORY": githubtest.Owner + "/" + githubtest.Name,
		"GITHUB_RUN_ID": "77", "GITHUB_SHA": gh.Head("main"), "GITHUB_EVENT_NAME": event, "GITHUB_EVENT_PATH": "/github/workflow/event.json",
		"GITHUB_OUTPUT": "/github/file_commands/output", "GITHUB_STEP_SUMMARY": "/github/file_commands/summary",
	}
	for _, input := range settings.Inputs() {
		value := input.Declared()
		if input.Name == "github-token" {
			value = githubtest.Token // the runner evaluates this default
		}
		if said, ok := inputs[input.Name]; ok {
			value = said
		}
		env["INPUT_"+strings.ToUpper(input.Name)] = value
	}
	for name, value := range env {
		s.args = append(s.args, "--env", name+"="+value)
	}
	return s
}

// write makes one of the runner's files. It is not root's where it can be
// another's, as on a hosted runner.
func (s *step) write(t *testing.T, name string, data []byte) {
	t.Helper()
	path := filepath.Join(s.dir, filepath.FromSlash(name))
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() == 0 {
		if err := os.Chown(path, runnerUser, runnerUser); err != nil {
			t.Fatal(err)
		}
	}
}

func (s *step) read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// run gives the exit code and everything the step printed.
func (s *step) run(t *testing.T, e *engine) (int, string) {
	t.Helper()
	cmd := exec.Command("podman", append(s.args, image)...)
	cmd.Env = e.env
	out, err := cmd.CombinedOutput()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

// testRunCommand: a container has none of the job's programs, and says so
// instead of training with nothing.
func testRunCommand(t *testing.T, e *engine, h *hosted) {
	gh := h.github(t, githubtest.Options{})
	s := newStep(t, gh, "workflow_dispatch", map[string]any{}, map[string]string{"model": "iris-classifier", "tracking-uri": h.uri, "run-command": "make run"})
	code, said := s.run(t, e)
	if code != 2 {
		t.Errorf("exit code %d, want 2", code)
	}
	for _, want := range []string{"::error", "run-command", "workflow", "setup"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in what it said", want)
		}
	}
	if refs := gh.Refs("refs/heads/reproduce"); len(refs) != 0 {
		t.Errorf("it made branches: %v", refs)
	}
	if t.Failed() {
		t.Log(said)
	}
}

// testShow: a look at the registry, from within the container.
func testShow(t *testing.T, e *engine, h *hosted) {
	gh := h.github(t, githubtest.Options{})
	s := newStep(t, gh, "workflow_dispatch", map[string]any{}, map[string]string{"command": "show", "model": "iris-classifier", "version": "production", "tracking-uri": h.uri})
	code, said := s.run(t, e)
	if code != 0 || !strings.Contains(said, h.original) || !strings.Contains(said, "max_depth") {
		t.Errorf("exit code %d, and the run or its params are not in the log:\n%s", code, said)
	}
}

// testCancelled stops the step as the runner does when a job is cancelled:
// SIGINT, and the end 7.5 s later for whoever has not gone by then.
// https://github.com/actions/runner/blob/main/src/Runner.Sdk/ProcessInvoker.cs
func testCancelled(t *testing.T, e *engine, h *hosted) {
	training, over := make(chan struct{}), make(chan struct{})
	gh := h.github(t, githubtest.Options{Looks: 1000, NoCheckout: true, Train: h.endless(training, over)})
	defer close(over)
	s := newStep(t, gh, "workflow_dispatch", map[string]any{}, map[string]string{"model": "iris-classifier", "version": "1", "tracking-uri": h.uri, "workflow": "train.yml"})
	type end struct {
		code int
		said string
	}
	ended := make(chan end, 1)
	go func() {
		code, said := s.run(t, e)
		ended <- end{code, said}
	}()
	select {
	case <-training:
	case early := <-ended:
		t.Fatalf("it ended before anything was trained, with exit code %d\n%s", early.code, early.said)
	}
	e.run(t, "podman", "stop", "--time", "7", s.name)
	last := <-ended
	if last.code != 130 { // 137 would be the end for whoever has not gone
		t.Errorf("exit code %d, want 130", last.code)
	}
	if runs := gh.Runs(); len(runs) != 1 || !runs[0].Cancelled {
		t.Errorf("the dispatched training was not cancelled: %+v", runs)
	}
	if outputs := s.read(t, "file_commands/output"); !strings.Contains(outputs, "\nunverified\n") || !strings.Contains(outputs, "\ncancelled\n") || strings.Contains(outputs, "\nreproduced\n") {
		t.Errorf("the outputs are not those of a cancelled check:\n%s", outputs)
	}
	if t.Failed() {
		t.Log(last.said)
	}
}
