package action

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/reproduce-action/reproduce/internal/demo"
	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

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
        env:
          MLFLOW_RUN_CONTEXT: ${{ inputs.reproduce_context || '{}' }}
`

// files are the demonstration project, with a training workflow.
func (s *fixture) files(t *testing.T, data string) map[string][]byte {
	t.Helper()
	return projectFiles(t, data)
}

func projectFiles(t *testing.T, data string) map[string][]byte {
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
	register(t, s.Server, s.store, version, alias)
}

// train is the repository's training workflow: it passes the id on to MLflow,
// as the documentation asks.
func (s *fixture) train(_ context.Context, job *githubtest.Job) string {
	if s.fail {
		fmt.Fprintln(&job.Log, "Pulling data\nERROR: failed to pull data from the cloud")
		return "failure"
	}
	if s.ends != "" {
		return s.ends
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

// A seed is what all fixtures begin with: two commits, and a registry with the models that
// were trained from them. The second one's data has been changed since.
type seed struct {
	dir, store string
	commits    []map[string][]byte
}

var (
	seedOnce sync.Once
	theSeed  seed
)

func TestMain(m *testing.M) {
	code := m.Run()
	os.RemoveAll(theSeed.dir)
	os.Exit(code)
}

// newSeed trains both once: commits of the same files have the same names in every
// repository of the double's.
func newSeed(t *testing.T) seed {
	t.Helper()
	seedOnce.Do(func() {
		dir, err := os.MkdirTemp("", "action-seed-")
		if err != nil {
			t.Fatal(err)
		}
		theSeed.dir = dir
		store, warehouse := filepath.Join(dir, "mlruns"), filepath.Join(dir, "warehouse", "iris.csv")
		if err := demo.WriteWarehouse(warehouse); err != nil {
			t.Fatal(err)
		}
		server := githubtest.New(t, githubtest.Options{})
		for i, alias := range []string{"production", "candidate"} {
			files := projectFiles(t, []string{"", warehouse}[i])
			server.Push("main", files)
			register(t, server, store, i+1, alias)
			theSeed.commits = append(theSeed.commits, files)
		}
		if err := demo.Relabel(warehouse); err != nil {
			t.Fatal(err)
		}
		theSeed.store = store
	})
	if theSeed.store == "" {
		t.Fatal("the seed was not made: see the first test")
	}
	return theSeed
}

// register trains what main holds, and registers it.
func register(t *testing.T, server *githubtest.Server, store string, version int, alias string) {
	t.Helper()
	clone := filepath.Join(t.TempDir(), "clone")
	if out, err := exec.Command("git", "clone", "--quiet", "--branch", "main", server.Dir, clone).CombinedOutput(); err != nil {
		t.Fatalf("git clone: %v\n%s", err, out)
	}
	id, err := demo.Train(context.Background(), demo.Environment{Dir: clone, Store: store, Output: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Register(store, id, version, alias); err != nil {
		t.Fatal(err)
	}
}
