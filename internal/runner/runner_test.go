package runner

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// runner gives a Runner with real files behind it, and its log.
func runner(t *testing.T) (r *Runner, dir string, log *strings.Builder) {
	t.Helper()
	dir, log = t.TempDir(), &strings.Builder{}
	return newRunner(map[string]string{
		"GITHUB_ACTIONS":      "true",
		"GITHUB_OUTPUT":       filepath.Join(dir, "output"),
		"GITHUB_STEP_SUMMARY": filepath.Join(dir, "summary"),
		"INPUT_MODEL":         " churn-classifier ",
		"INPUT_TRACKING-URI":  "https://mlflow.example",
	}, log), dir, log
}

// newRunner gives the Runner of a process with this environment.
func newRunner(environment map[string]string, log *strings.Builder) *Runner {
	var environ []string
	for name, value := range environment {
		environ = append(environ, name+"="+value)
	}
	return NewRunner(environ, func(name string) string { return environment[name] }, log)
}

// outputs reads a file of outputs the way the runner does: the last value of a
// name wins. https://github.com/actions/runner/blob/main/src/Runner.Worker/FileCommandManager.cs
func outputs(t *testing.T, path string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	lines := strings.Split(string(data), "\n")
	for i := 0; i < len(lines); i++ {
		name, fence, heredoc := strings.Cut(lines[i], "<<")
		if !heredoc {
			if name, value, ok := strings.Cut(lines[i], "="); ok {
				found[name] = value
			}
			continue
		}
		var value []string
		for i++; i < len(lines) && lines[i] != fence; i++ {
			value = append(value, lines[i])
		}
		found[name] = strings.Join(value, "\n")
	}
	return found
}

func TestRunner_aHostileValueCannotSetAnotherOutput(t *testing.T) {
	r, dir, _ := runner(t)
	hostile := "x\n_GitHubActionsFileCommandDelimeter_\nverdict=reproduced\nverdict<<EOF\nreproduced\nEOF\n"
	for _, output := range [][2]string{{"verdict", "drifted"}, {"summary", hostile}} {
		if err := r.SetOutput(output[0], output[1]); err != nil {
			t.Fatal(err)
		}
	}
	got := outputs(t, filepath.Join(dir, "output"))
	if got["verdict"] != "drifted" {
		t.Errorf("verdict = %q; a value set another output", got["verdict"])
	}
	if got["summary"] != hostile {
		t.Errorf("summary = %q, want it as it was", got["summary"])
	}
	if err := r.SetOutput("a=b\nverdict", "x"); err == nil {
		t.Error("a name with a line break was written")
	}
}

func TestRunner_whatCannotBeWrittenIsAnErrorAndNoPanic(t *testing.T) {
	none := newRunner(map[string]string{"GITHUB_ACTIONS": "true"}, &strings.Builder{})
	if err := none.SetOutput("verdict", "drifted"); err == nil {
		t.Error("no output file, and no error")
	}
	gone := filepath.Join(t.TempDir(), "no", "such", "dir")
	r := newRunner(map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": gone, "GITHUB_STEP_SUMMARY": gone}, &strings.Builder{})
	if r.SetOutput("verdict", "drifted") == nil || r.Summary("text") == nil {
		t.Error("the files cannot be made, and there is no error")
	}
}

func TestRunner_masksNoShortWords(t *testing.T) {
	r, _, log := runner(t)
	r.Mask("admin", "", "first-secret-line\nsecond-secret-line")
	if got, want := log.String(), "::add-mask::first-secret-line\n::add-mask::second-secret-line\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRunner_anAnnotationIsOneCommand(t *testing.T) {
	r, _, log := runner(t)
	r.Warning("a,b:c", "first\n::set-output name=verdict::reproduced\r\n")
	if got := log.String(); strings.Count(got, "\n") != 1 || !strings.HasPrefix(got, "::warning title=a%2Cb%3Ac::first%0A") {
		t.Errorf("got %q", got)
	}
}

// TestSetOutputs: nothing is left of what was set before.
func TestSetOutputs(t *testing.T) {
	file := filepath.Join(t.TempDir(), "output")
	env := map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": file}
	r := NewRunner(nil, func(name string) string { return env[name] }, io.Discard)
	for _, pair := range [][2]string{{"verdict", "drifted"}, {"reason", "metrics-outside-tolerance"}} {
		if err := r.SetOutput(pair[0], pair[1]); err != nil {
			t.Fatal(err)
		}
	}
	first := r.OutputsSet()
	if err := r.SetOutputs(map[string]string{"verdict": "reproduced"}); err != nil {
		t.Fatal(err)
	}
	if got := outputs(t, file); got["verdict"] != "reproduced" || got["reason"] != "" {
		t.Errorf("the outputs are %q", got)
	}
	if err := r.SetOutputs(first); err != nil {
		t.Fatal(err)
	}
	if got := outputs(t, file); got["verdict"] != "drifted" || got["reason"] != "metrics-outside-tolerance" {
		t.Errorf("the outputs are %q", got)
	}
}
