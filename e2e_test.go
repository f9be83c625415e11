//go:build unix

package main

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestEndToEnd tells the stories of testdata/script/e2e with the real parts: a
// real MLflow server, real DVC, real training. The program is the test binary
// under its other name: with -race it looks for races in real runs too.
// Every story starts in its own copy of one project whose version 1 was really
// trained and registered, with the alias production, just before.
func TestEndToEnd(t *testing.T) {
	t.Parallel()
	tellStories(t, "testdata/script/e2e")
}

// tellStories tells the stories of a folder.
func tellStories(t *testing.T, folder string) {
	t.Helper()
	w := newWorld(t, &tracker)
	trainTemplate(t, w)
	commands := maps.Clone(storyCommands)
	commands["naive"], commands["counting"], commands["asked"] = w.cmdNaive, cmdCounting, cmdAsked
	t.Cleanup(func() { w.reportNaive(t) })
	testscript.Run(t, testscript.Params{
		Dir:                 folder,
		Setup:               w.story,
		Cmds:                commands,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// tracker is the server of all suites with stories.
var tracker sharedServer

// A world is what the stories share: made once, read only while they run,
// apart from the server, which takes runs from all of them as servers do.
type world struct {
	dir      string // for what the stories share
	venv     string // virtual environment with MLflow, DVC and scikit-learn
	binary   string // the program under test
	uri      string // tracking server
	template string // trained project, which the suite makes: a git repository with a warm DVC cache
	original string // id of the run of version 1
	env      []string
	naive    naiveLog
}

// newWorld makes the world, or skips the test where its parts are not there;
// with REPRODUCE_REQUIRE_E2E, as in CI, a missing part is a failure.
func newWorld(t *testing.T, server *sharedServer) *world {
	t.Helper()
	absent := t.Skipf
	if os.Getenv("REPRODUCE_REQUIRE_E2E") != "" {
		absent = t.Fatalf
	}
	venv := os.Getenv("REPRODUCE_VENV")
	if venv == "" {
		absent("REPRODUCE_VENV is not set: run `make e2e`, which makes the environment first")
	}
	for _, tool := range []string{"mlflow", "dvc", "python"} {
		if _, err := os.Stat(filepath.Join(venv, "bin", tool)); err != nil {
			absent("REPRODUCE_VENV: %v; run `make e2e`, which makes the environment first", err)
		}
	}
	for _, tool := range []string{"git", "make"} {
		if _, err := exec.LookPath(tool); err != nil {
			absent("%s is not on PATH: %v", tool, err)
		}
	}

	dir := t.TempDir()
	w := &world{
		venv:     venv,
		dir:      dir,
		binary:   filepath.Join(dir, "bin", "reproduce"),
		template: filepath.Join(dir, "project"),
	}
	if err := install(filepath.Dir(w.binary), w.binary); err != nil {
		t.Fatal(err)
	}
	w.env = childEnv(t, filepath.Join(dir, "template"), w.path())
	w.uri = server.use(t, w.path())
	w.env = append(w.env, "MLFLOW_TRACKING_URI="+w.uri)
	return w
}

// path is where the stories find their tools.
func (w *world) path() string {
	return strings.Join([]string{filepath.Dir(w.binary), filepath.Join(w.venv, "bin"), os.Getenv("PATH")}, string(os.PathListSeparator))
}

// story gives one story its copy of the project and an environment in which
// nothing of the machine's own configuration can reach it.
func (w *world) story(env *testscript.Env) error {
	project := filepath.Join(env.WorkDir, "project")
	if err := os.CopyFS(project, os.DirFS(w.template)); err != nil {
		return err
	}
	env.Cd = project
	env.Vars = append(env.Vars, storyEnv(env.WorkDir, w.path())...)
	env.Vars = append(env.Vars,
		"MLFLOW_TRACKING_URI="+w.uri,
		"ORIGINAL="+w.original,
		"PROJECT="+project,
		"REPORT="+filepath.Join(env.WorkDir, "report"),
	)
	return os.MkdirAll(filepath.Join(env.WorkDir, "home"), 0o755)
}
