package action

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// pushed commits files on top of the branch that is checked out, and pushes that.
func pushed(files map[string]string) func(*githubtest.Job) error {
	return func(job *githubtest.Job) error {
		for name, text := range files {
			name = filepath.Join(job.Dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				return err
			}
			if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
				return err
			}
		}
		return inCheckout(job, "git add --all && git -c user.name=eve -c user.email=eve@example.org commit --quiet --message=More && git push --quiet origin HEAD:refs/heads/"+job.Branch)
	}
}

// inCheckout runs a shell's command in the checkout of a job.
func inCheckout(job *githubtest.Job, command string) error {
	cmd := exec.Command("sh", "-c", command)
	cmd.Dir = job.Dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", command, err, bytes.TrimSpace(out))
	}
	return nil
}

// TestStep_committedNumbers: the workflow uploads numbers that the commit has in another
// file than the one that its branch leaves out. They may be copied from there, whatever the
// file is called and however it is laid out; numbers of few digits only by the same name or
// with the same bytes.
func TestStep_committedNumbers(t *testing.T) {
	t.Parallel()
	long, short := string(trainedMetrics(t)), `{"accuracy":0.5,"f1_score":0.25}`
	for name, tt := range map[string]struct {
		file, text string // of the commit
		uploads    string
		exit       int
		rewrites   bool // the training commits the file anew
	}{
		"in a text that it rewrites":  {"RESULTS.md", "we got\n" + long, long, 0, true},
		"at the top":                  {"metrics.json", long, long, 4, false},
		"in a folder":                 {"sub/metrics.json", long, long, 4, false},
		"by another name":             {"baseline/results.yaml", "all: " + long, long, 4, false},
		"in a text":                   {"RESULTS.md", "we got\n" + long, long, 4, false},
		"none of the commit":          {"README.md", "we got no numbers yet", long, 0, false},
		"few digits, by another name": {"old/scores.json", short, short, 4, false},
		"few digits, in a folder":     {"sub/metrics.json", strings.ReplaceAll(short, ":", ": "), short, 4, false},
		"few digits, in no file":      {"README.md", "about 0.5 and 0.25", short, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			files := s.files(t, "")
			files[tt.file] = []byte(tt.text)
			s.Push("main", files)
			s.original(t, 3, "stored")
			if tt.uploads == short {
				s.relog(t, map[string]string{"accuracy": "0.5", "f1_score": "0.25"})
			}
			s.leave = func(job *githubtest.Job) error {
				job.Artifacts["metrics"] = map[string][]byte{"metrics.json": []byte(tt.uploads)}
				if tt.rewrites {
					return pushed(map[string]string{tt.file: tt.text + "\nonce more"})(job)
				}
				return nil
			}
			s.event(t, "workflow_dispatch", map[string]any{})
			s.env["GITHUB_SHA"], s.env["INPUT_VERSION"], s.env["INPUT_METRICS"] = s.Head("main"), "3", "accuracy\nf1_score"
			if got := s.step(t.Context()); got != tt.exit || tt.exit == 4 && !strings.Contains(s.log.String(), tt.file) {
				t.Errorf("exit code %d, want %d and %s named\n%s", got, tt.exit, tt.file, s.log.String())
			}
		})
	}
}

// relog gives metrics of all runs in the store other values.
func (s *fixture) relog(t *testing.T, metrics map[string]string) {
	t.Helper()
	for name, value := range metrics {
		files, err := filepath.Glob(filepath.Join(s.store, "*", "*", "metrics", name))
		if err != nil || len(files) == 0 {
			t.Fatalf("no run in %s logged %s: %v", s.store, name, err)
		}
		for _, file := range files {
			if err := os.WriteFile(file, []byte("1760000000000 "+value+" 0\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestStep_jobsThatFell: a run counts as successful, and not all of its jobs were.
func TestStep_jobsThatFell(t *testing.T) {
	t.Parallel()
	const two = "  lint:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make lint\n"
	for name, tt := range map[string]struct {
		jobs  string // of the workflow, before the one that trains
		ends  map[string]string
		leave func(*githubtest.Job) error
		exit  int
		want  string
	}{
		"the training failed":                {ends: map[string]string{"train": "failure"}, exit: 4, want: "no job of it succeeded"},
		"it was skipped":                     {ends: map[string]string{"train": "skipped"}, exit: 4, want: "none of its jobs ran"},
		"it failed, and another did not":     {jobs: two, ends: map[string]string{"train": "failure"}, leave: attachMetrics, exit: 4, want: `job "train", step "Run dvc repro" failed`},
		"it was skipped, and another not":    {jobs: two, ends: map[string]string{"train": "skipped"}, leave: attachMetrics, exit: 4, want: `job "train" did not run`},
		"another failed, and its run tells":  {jobs: two, ends: map[string]string{"lint": "failure"}, exit: 0, want: "REPRODUCED"},
		"its step was skipped":               {ends: map[string]string{"train/Run dvc repro": "skipped"}, leave: attachMetrics, exit: 4, want: `job "train", step "Run dvc repro" did not run`},
		"its step failed":                    {ends: map[string]string{"train/Run dvc repro": "failure"}, leave: attachMetrics, exit: 4, want: "no job of it succeeded"},
		"a step was skipped, and a run":      {ends: map[string]string{"train/Run dvc repro": "skipped"}, exit: 0, want: "REPRODUCED"},
		"skipped, and other numbers":         {jobs: two, ends: map[string]string{"train": "skipped"}, leave: attachOther, exit: 4, want: `job "train" did not run`},
		"both ended well, with its own file": {jobs: two, leave: attachMetrics, exit: 0, want: "REPRODUCED"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			files := s.files(t, "")
			files[".github/workflows/train.yml"] = []byte(strings.Replace(strings.Replace(trainWorkflow, "\njobs:\n", "\njobs:\n"+tt.jobs, 1), "  train:\n", "  train:\n    if: ${{ !cancelled() }}\n    continue-on-error: true\n", 1))
			s.Push("main", files)
			s.original(t, 3, "tried")
			s.before = func(job *githubtest.Job) error { job.Ends = tt.ends; return nil }
			s.leave = tt.leave
			s.event(t, "workflow_dispatch", map[string]any{})
			s.env["GITHUB_SHA"], s.env["INPUT_VERSION"], s.env["INPUT_METRICS"] = s.Head("main"), "3", "accuracy\nf1_score\nlog_loss"
			if got := s.step(t.Context()); got != tt.exit || !strings.Contains(s.log.String(), tt.want) {
				t.Errorf("exit code %d, want %d and %q\n%s", got, tt.exit, tt.want, s.log.String())
			}
		})
	}
}

// attachOther uploads numbers that are not the original's.
func attachOther(job *githubtest.Job) error {
	job.Artifacts["metrics"] = map[string][]byte{"metrics.json": []byte(`{"accuracy":0.1234567,"f1_score":0.2345678,"log_loss":0.3456789}`)}
	return nil
}

// TestFinish_originalOverwritten: the original's run is logged over between start and finish, with
// the very numbers that the training has: it cannot be compared any more.
func TestFinish_originalOverwritten(t *testing.T) {
	t.Parallel()
	s := &stage{fixture: newFixture(t)}
	s.pullRequest(t, false)
	s.start(t, "1")
	s.relog(t, map[string]string{"accuracy": "0.5"})
	s.FinishAll()
	s.Elapse(time.Hour)
	s.finish(t, 4)
	if answers := strings.Join(s.answers(), "\n"); strings.Contains(answers, "✅") || !strings.Contains(answers, "has other values of 1 metric than when the training on branch `reproduce/iris-classifier/v1` was asked for") {
		t.Errorf("the answer is\n%s\n%s", answers, s.log.String())
	}
}
