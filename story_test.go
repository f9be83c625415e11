//go:build unix

package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

var updateStories = flag.Bool("update-stories", false, "write what the stories print into their golden files")

// TestMain lets the test binary be the program as well: under the name
// reproduce it is what a person would have installed.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == "reproduce" {
		os.Exit(run())
	}
	// The stories wait half of their time, for servers, polls and starts of processes.
	flag.Parse()
	said := false
	flag.Visit(func(f *flag.Flag) { said = said || f.Name == "test.parallel" })
	if !said {
		if err := flag.Set("test.parallel", strconv.Itoa(runtime.GOMAXPROCS(0)*2)); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// storyFolders have the stories; with the build tag long those of testdata/script/long, too.
var storyFolders = []string{"testdata/script"}

// TestStories tells the stories of testdata/script: the program as a process,
// in a real git repository, on MLflow's file store, with a training that
// really trains. They need git and nothing else.
func TestStories(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	var files []string
	for _, folder := range storyFolders {
		found, err := filepath.Glob(folder + "/*.txtar")
		if err != nil || len(found) == 0 {
			t.Fatalf("no story in %s: %v", folder, err)
		}
		files = append(files, found...)
	}
	testscript.Run(t, testscript.Params{
		Files:               files,
		Setup:               s.story,
		Cmds:                storyWords(),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *updateStories,
	})
}

// A stage is what the stories share and none of them changes.
type stage struct {
	path     string // PATH with the program on it
	docs     string // of this repository
	template string // what `reproduce demo --keep` leaves: project, registry, data
	runs     []string
	server   *mlflowtest.Server // asks for a password

	workspace *mlflowtest.Server // Databricks
}

func newStage(t *testing.T) *stage {
	t.Helper()
	dir := t.TempDir()
	bin := filepath.Join(dir, "bin")
	program := filepath.Join(bin, "reproduce")
	if err := install(bin, program); err != nil {
		t.Fatal(err)
	}
	docs, err := filepath.Abs("docs")
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{
		docs:     docs,
		path:     bin + string(os.PathListSeparator) + os.Getenv("PATH"),
		template: filepath.Join(dir, "demo"),
		server:   mlflowtest.New(t).At("/team/iris.mlflow"),
	}
	s.server.User, s.server.Password = "iris", "canary-of-the-server"
	s.server.AddVersion("churn", mlflowtest.Version{RunID: s.server.AddRun(mlflowtest.Run{
		Params:  map[string]string{"epochs": "150", "learning_rate": "0.5"},
		Metrics: map[string]float64{"eval_accuracy": 0.25, "eval_loss": math.Inf(1)},
	})}, "champion")
	s.workspace = mlflowtest.New(t)
	s.workspace.Databricks = &mlflowtest.Workspace{Token: "dapi-canary-of-databricks", Client: "ada", Secret: "canary-of-the-client"}
	s.workspace.AddVersion("churn", mlflowtest.Version{Stage: "Production", RunID: s.workspace.AddRun(mlflowtest.Run{
		Params: map[string]string{"epochs": "150"}, Metrics: map[string]float64{"accuracy": 0.25},
		Tags: map[string]string{"mlflow.databricks.gitRepoStatus": "clean"},
	})})
	env := childEnv(t, filepath.Join(dir, "outside"), s.path)
	runIn(t, dir, env, program, "demo", "--quiet", "--keep", s.template)
	project := filepath.Join(s.template, "iris")
	// The demonstration has reproduced both versions. The stories begin before that.
	runIn(t, project, env, "git", "branch", "--quiet", "-D", "reproduce/iris-classifier/v1", "reproduce/iris-classifier/v1-challenge1", "reproduce/iris-classifier/v2")
	challenges, err := filepath.Glob(filepath.Join(s.template, "mlruns", "*", "*", "tags", repro.ChallengeTag))
	if err != nil || len(challenges) != 1 {
		t.Fatalf("the demonstration's challenge: %v, %v", challenges, err)
	}
	if err := os.RemoveAll(filepath.Dir(filepath.Dir(challenges[0]))); err != nil {
		t.Fatal(err)
	}
	for _, alias := range []string{"production", "candidate"} {
		var view struct {
			Model struct {
				RunID string `json:"run_id"`
			} `json:"model"`
		}
		shown := runIn(t, project, env, program, "show", "iris-classifier@"+alias, "--tracking-uri", "../mlruns", "--json")
		if err := json.Unmarshal([]byte(shown), &view); err != nil || view.Model.RunID == "" {
			t.Fatalf("show --json: %v\n%s", err, shown)
		}
		s.runs = append(s.runs, view.Model.RunID)
	}
	return s
}

// install puts the test binary where the stories find it, by its other name.
func install(dir, program string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	if os.Link(self, program) == nil {
		return nil
	}
	// On another file system. Another process writes it: what this one starts meanwhile would
	// hold the file open for writing, and such a file does not run.
	return exec.Command("cp", self, program).Run()
}

// story gives one story its own copy of everything. The data of version 2 is
// shared, at the path that its params name.
func (s *stage) story(env *testscript.Env) error {
	world := filepath.Join(env.WorkDir, "demo")
	for _, part := range []string{"iris", "mlruns"} {
		if err := os.CopyFS(filepath.Join(world, part), os.DirFS(filepath.Join(s.template, part))); err != nil {
			return err
		}
	}
	for _, dir := range []string{"home", "cache", "tmp"} {
		if err := os.Mkdir(filepath.Join(env.WorkDir, dir), 0o755); err != nil {
			return err
		}
	}
	env.Cd = filepath.Join(world, "iris")
	env.Vars = append(env.Vars, storyEnv(env.WorkDir, s.path)...)
	env.Vars = append(env.Vars,
		"TMPDIR="+filepath.Join(env.WorkDir, "tmp"),
		"XDG_CACHE_HOME="+filepath.Join(env.WorkDir, "cache"),
		"MLFLOW_TRACKING_URI="+filepath.Join(world, "mlruns"),
		"STORE="+filepath.Join(world, "mlruns"),
		"PROJECT="+env.Cd,
		"DOCS="+s.docs,
		"REPORT="+filepath.Join(env.WorkDir, "report"),
		"TEMPLATE="+s.template,
		"V1="+s.runs[0],
		"V2="+s.runs[1],
	)
	return s.servers(env)
}

// servers are the wrong turns that a tracking URI can take.
func (s *stage) servers(env *testscript.Env) error {
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, "<!doctype html><title>Welcome</title>")
	}))
	login := httptest.NewServer(http.RedirectHandler("https://login.example.com/oauth", http.StatusFound))
	env.Defer(page.Close)
	env.Defer(login.Close)
	// No server is ever given port 1; one that was closed is given to another test's.
	env.Vars = append(env.Vars, "WEB_PAGE="+page.URL, "LOGIN="+login.URL, "NOBODY=http://127.0.0.1:1", "SERVER="+s.server.URL, "WORKSPACE="+s.workspace.URL)
	return nil
}
