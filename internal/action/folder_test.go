package action

import (
	"bytes"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/demo"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// twoProjects has the repository hold two projects, whose params at main are not those of
// their originals, and a configuration that says for each model where it is.
func (s *fixture) twoProjects(t *testing.T, config string) {
	t.Helper()
	const iris, wine = "flowers/iris/", "wine/"
	project := s.files(t, "")
	delete(project, ".github/workflows/train.yml")
	files := map[string][]byte{
		".github/workflows/train.yml": []byte(strings.Replace(trainWorkflow, "jobs:", "      folder: {required: false, type: string}\njobs:", 1)),
		".github/reproduce.yaml":      []byte(config),
	}
	for name, data := range project {
		files[iris+name] = data
		files[wine+name] = data
		files[name] = nil // none is left at the top
	}
	files[wine+"params.yaml"] = bytes.Replace(project["params.yaml"], []byte("epochs:        200"), []byte("epochs:        20"), 1)
	s.Push("main", files)
	clone := filepath.Join(t.TempDir(), "clone")
	if out, err := exec.Command("git", "clone", "--quiet", "--branch", "main", s.Dir, clone).CombinedOutput(); err != nil {
		t.Fatalf("git clone: %v\n%s", err, out)
	}
	aside := t.TempDir()
	for folder, store := range map[string]string{iris: s.store, wine: aside} {
		id, err := demo.Train(t.Context(), demo.Environment{Dir: filepath.Join(clone, folder), Store: s.store, Output: &s.log})
		if err != nil {
			t.Fatal(err)
		}
		if err := demo.Register(store, id, 7, "shop"); err != nil {
			t.Fatal(err)
		}
	}
	model := filepath.Join(s.store, "models", "wine")
	if err := os.CopyFS(model, os.DirFS(filepath.Join(aside, "models", demo.Model))); err != nil {
		t.Fatal(err)
	}
	for _, meta := range []string{"meta.yaml", "version-7/meta.yaml"} {
		data := strings.ReplaceAll(read(t, filepath.Join(model, meta)), "name: "+demo.Model, "name: wine")
		if err := os.WriteFile(filepath.Join(model, meta), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	later := maps.Clone(files)
	for _, folder := range []string{iris, wine} {
		before := later[folder+"params.yaml"]
		later[folder+"params.yaml"] = bytes.Replace(before, []byte("learning_rate: "), []byte("learning_rate: 9"), 1)
		if bytes.Equal(later[folder+"params.yaml"], before) {
			t.Fatalf("no learning rate in\n%s", before)
		}
	}
	s.Push("main", later)
	s.event(t, "workflow_dispatch", map[string]any{})
	s.env["GITHUB_SHA"], s.env["INPUT_WORKFLOW"], s.env["INPUT_VERSION"] = s.Head("main"), "", "7"
}

// uploads has the training leave no run, and upload the metrics of both projects by these
// paths.
func (s *fixture) uploads(folders map[string]string) {
	s.leave = func(job *githubtest.Job) error {
		uploaded := map[string][]byte{}
		for folder, path := range folders {
			data, err := os.ReadFile(filepath.Join(job.Dir, folder, "metrics", "metrics.json"))
			if os.IsNotExist(err) {
				data, err = []byte(`{"accuracy": 0.5, "f1_score": 0.5, "log_loss": 0.5}`), nil
			}
			if err != nil {
				return err
			}
			uploaded[path] = data
		}
		job.Artifacts["metrics"] = uploaded
		return nil
	}
}

const twoFolders = `defaults:
  workflow: train.yml
  code-ref: head
models:
  iris-classifier:
    working-directory: flowers/iris
    workflow-inputs: [folder=flowers/iris]
  wine:
    working-directory: ./wine/
    workflow-inputs: [folder=wine]
`

// TestStep_twoProjects: each model of a repository of two projects is trained with its own
// params and held against its own metrics. Nothing of the other is touched or read.
func TestStep_twoProjects(t *testing.T) {
	t.Parallel()
	top := map[string]string{"flowers/iris": "flowers/iris/metrics/metrics.json", "wine": "wine/metrics/metrics.json"}
	for name, test := range map[string]struct {
		model, config string
		inputs        map[string]string
		uploads       map[string]string
		edited        string // the only file of the params commit
		text          string // in the log
		exit          int
	}{
		"the one":                  {model: demo.Model, edited: "flowers/iris/params.yaml", text: "REPRODUCED"},
		"the other":                {model: "wine", edited: "wine/params.yaml", text: "REPRODUCED"},
		"the other's metrics file": {model: "wine", uploads: top, edited: "wine/params.yaml", text: "REPRODUCED"},
		"the one's metrics file":   {model: demo.Model, uploads: top, edited: "flowers/iris/params.yaml", text: "REPRODUCED"},
		"a file named from it":     {model: demo.Model, uploads: map[string]string{"flowers/iris": "metrics/metrics.json"}, edited: "flowers/iris/params.yaml", text: "REPRODUCED"},
		"the wrong one's alone":    {model: demo.Model, uploads: map[string]string{"wine": "wine/metrics/metrics.json"}, edited: "flowers/iris/params.yaml", text: "no metrics file was found", exit: 4},
		"an input over the file": {model: demo.Model, config: strings.Replace(twoFolders, "working-directory: flowers/iris", "working-directory: wine", 1),
			inputs: map[string]string{"WORKING-DIRECTORY": "flowers/iris"}, edited: "flowers/iris/params.yaml", text: "REPRODUCED"},
		"a folder that is not there": {model: "wine", config: strings.Replace(twoFolders, "./wine/", "vine", 1), text: "there is no folder vine in commit", exit: 4},
		"a file":                     {model: "wine", config: strings.Replace(twoFolders, "./wine/", "wine/params.yaml", 1), text: "wine/params.yaml is no folder in commit", exit: 4},
		"no folder":                  {model: "wine", config: strings.Replace(twoFolders, "    working-directory: ./wine/\n", "", 1), text: "name one with working-directory", exit: 4},
		"out of the repository":      {model: "wine", config: strings.Replace(twoFolders, "./wine/", "../wine", 1), text: `working-directory: "../wine" is not a path inside the repository`, exit: 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			if test.config == "" {
				test.config = twoFolders
			}
			s.twoProjects(t, test.config)
			s.env["INPUT_MODEL"] = test.model
			for input, value := range test.inputs {
				s.env["INPUT_"+input] = value
			}
			if test.uploads != nil {
				s.uploads(test.uploads)
				s.env["INPUT_METRICS-SOURCE"], s.env["INPUT_METRICS"] = "file", "accuracy\nf1_score\nlog_loss"
			}
			if got := s.step(t.Context()); got != test.exit || !strings.Contains(s.log.String(), test.text) {
				t.Fatalf("exit code %d, want %d, and %q in\n%s", got, test.exit, test.text, s.log.String())
			}
			branch := "reproduce/" + test.model + "/v7"
			if test.edited == "" {
				if refs := gittest.Git(t, s.Dir, "for-each-ref", "refs/heads/reproduce"); refs != "" || len(s.Runs()) != 0 {
					t.Errorf("%d trainings, and the branches\n%s", len(s.Runs()), refs)
				}
				return
			}
			if edited := gittest.Git(t, s.Dir, "diff", "--name-only", "main", branch); strings.TrimSpace(edited) != test.edited {
				t.Errorf("the params commit changes %q, want %s alone", edited, test.edited)
			}
		})
	}
}

// TestStartAndFinish_inAFolder: who finishes a training knows where its project is, though
// nobody says so again.
func TestStartAndFinish_inAFolder(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.twoProjects(t, "defaults: {code-ref: head}\n")
	s.as(t, "start", "model=wine", "version=7", "workflow=train.yml", "working-directory=wine", "workflow-inputs=folder=wine")
	if got := s.step(t.Context()); got != 0 {
		t.Fatalf("start: exit code %d\n%s", got, s.log.String())
	}
	for range 3 { // the run is over by then
		s.as(t, "resume", "model=wine")
		if got := s.step(t.Context()); got == 0 {
			break
		}
	}
	if !strings.Contains(read(t, s.env["GITHUB_OUTPUT"]), "\nreproduced\n") || len(s.Runs()) != 1 {
		t.Errorf("%d trainings\n%s", len(s.Runs()), s.log.String())
	}
}

// TestResume_inAFolder: the saved report says where the project is.
func TestResume_inAFolder(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.twoProjects(t, "")
	s.Looks = 1000
	if got := s.command(t.Context(), "run", "wine", "--version", "7", "--code-ref", "head", "--workflow", "train.yml", "--workflow-inputs", "folder=wine", "--working-directory", "wine", "--timeout", "1ms"); got != 4 {
		t.Fatalf("exit code %d, want 4\n%s", got, s.log.String())
	}
	s.Looks = 2
	s.FinishAll() // it writes the store that resume reads
	s.Elapse(time.Hour)
	if got := s.command(t.Context(), "resume"); got != 0 || len(s.Runs()) != 1 || !strings.Contains(s.log.String(), "REPRODUCED") {
		t.Errorf("exit code %d, want 0; %d trainings, want one\n%s", got, len(s.Runs()), s.log.String())
	}
}
