//go:build unix

package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// storyEnv keeps a child process to itself: a home, a git and a DVC
// configuration of its own below dir, and nobody told about it.
func storyEnv(dir, path string) []string {
	return []string{
		"PATH=" + path,
		"HOME=" + filepath.Join(dir, "home"),
		"TMPDIR=" + dir,
		"LANG=C.UTF-8",
		"GIT_CONFIG_GLOBAL=" + filepath.Join(dir, "home", ".gitconfig"),
		"GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Iris", "GIT_AUTHOR_EMAIL=iris@example.com",
		"GIT_COMMITTER_NAME=Iris", "GIT_COMMITTER_EMAIL=iris@example.com",
		"DVC_GLOBAL_CONFIG_DIR=" + filepath.Join(dir, "home", "dvc"),
		"DVC_SYSTEM_CONFIG_DIR=" + filepath.Join(dir, "home", "dvc-system"),
		"DVC_SITE_CACHE_DIR=" + filepath.Join(dir, "home", "dvc-site"),
		"DVC_NO_ANALYTICS=true",
		"MLFLOW_DISABLE_TELEMETRY=true",
		"MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR=false",
		"GIT_TERMINAL_PROMPT=0",
		"PYTHONDONTWRITEBYTECODE=1",
		"GORACE=" + os.Getenv("GORACE"),
	}
}

// childEnv is storyEnv for the processes that run before any story.
func childEnv(t *testing.T, dir, path string) []string {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(dir, "home"), 0o755); err != nil {
		t.Fatal(err)
	}
	return storyEnv(dir, path)
}

// trainTemplate makes the project that the stories copy: the iris project in
// a git repository, trained for real as its README says, the new lock file
// committed as people do. Version 1 names the commit before that. MLflow's
// own client logs it, so that the stories have an original as people have.
func trainTemplate(t *testing.T, w *world) {
	t.Helper()
	w.original = trainProject(t, w, "testdata/projects/iris", append(slices.Clone(w.env), "LOG_BY_CLIENT=1"))
}

// trainProject makes w.template from a project's files and trains it. It gives
// the id of the run.
func trainProject(t *testing.T, w *world, from string, env []string) string {
	t.Helper()
	if err := os.CopyFS(w.template, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{
		"git init --quiet --initial-branch=main",
		"git add --all",
		"git commit --quiet -m Start",
		"make run",
		"git add dvc.lock :(glob)**/metrics.json",
		"git commit --quiet --all -m Train",
	} {
		runIn(t, w.template, env, strings.Fields(command)...)
	}
	if left := runIn(t, w.template, w.env, "git", "status", "--porcelain"); left != "" {
		t.Fatalf("training left files that are neither committed nor ignored:\n%s", left)
	}
	data, err := os.ReadFile(filepath.Join(w.template, "models", "model_metadata.json"))
	if err != nil {
		t.Fatal(err)
	}
	var metadata struct {
		RunID string `json:"run_id"`
	}
	if err := json.Unmarshal(data, &metadata); err != nil || metadata.RunID == "" {
		t.Fatalf("model_metadata.json names no run: %v\n%s", err, data)
	}
	return metadata.RunID
}

// runIn runs a command in dir and gives its output; a failure ends the test.
func runIn(t *testing.T, dir string, env []string, command ...string) string {
	t.Helper()
	path, err := exec.LookPath(command[0])
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, command[1:]...)
	cmd.Dir, cmd.Env = dir, env
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(command, " "), err, out)
	}
	return string(out)
}
