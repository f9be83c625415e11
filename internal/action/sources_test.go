package action

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// TestStep_metricsWithoutATrackingRun: the training logs to no server that we
// read. Its metrics are on the branch or in an artifact, or nowhere.
func TestStep_metricsWithoutATrackingRun(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		leave func(*githubtest.Job) error
		exit  int
		want  string // among the outputs
	}{
		"on the branch":  {commitMetrics, 0, "\nreproduced\n"},
		"in an artifact": {attachMetrics, 0, "\nreproduced\n"},
		"nowhere":        {func(*githubtest.Job) error { return nil }, 4, "\nmetrics-missing\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			s.event(t, "workflow_dispatch", map[string]any{})
			s.leave = test.leave
			s.env["INPUT_VERSION"], s.env["INPUT_METRICS"] = "1", "accuracy\nf1_score\nlog_loss"
			if got := s.step(t.Context()); got != test.exit {
				t.Fatalf("exit code %d, want %d\n%s", got, test.exit, s.log.String())
			}
			if outputs := read(t, s.env["GITHUB_OUTPUT"]); !strings.Contains(outputs, test.want) {
				t.Errorf("%q is not among the outputs\n%s", test.want, outputs)
			}
		})
	}
}

// commitMetrics is a pipeline that commits what it wrote.
func commitMetrics(job *githubtest.Job) error {
	for _, args := range [][]string{
		{"add", "--force", "metrics/metrics.json"},
		{"-c", "user.name=train", "-c", "user.email=train@example.org", "commit", "--quiet", "--message=Metrics"},
		{"push", "--quiet", "origin", "HEAD:refs/heads/" + job.Branch},
	} {
		if out, err := exec.Command("git", append([]string{"-C", job.Dir}, args...)...).CombinedOutput(); err != nil {
			return fmt.Errorf("git %s: %w: %s", args[0], err, bytes.TrimSpace(out))
		}
	}
	return nil
}

// attachMetrics is a pipeline that uploads what it wrote.
func attachMetrics(job *githubtest.Job) error {
	data, err := os.ReadFile(filepath.Join(job.Dir, "metrics", "metrics.json"))
	job.Artifacts["metrics"] = map[string][]byte{"metrics/metrics.json": data}
	return err
}

// TestStep_configurationIsTheBases: a pull request that widens the tolerances
// in its own files is judged by those it goes to.
func TestStep_configurationIsTheBases(t *testing.T) {
	t.Parallel()
	const wide = "defaults:\n  tolerances:\n    default: 1000%\n"
	for name, test := range map[string]struct {
		branch string
		exit   int
	}{
		"in the pull request": {"feature", 3},
		"in the base":         {"main", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			s.Push(test.branch, map[string][]byte{".github/reproduce.yaml": []byte(wide)})
			s.pullRequest(t, false)
			s.env["INPUT_VERSION"] = "2"
			if got := s.step(t.Context()); got != test.exit {
				t.Errorf("exit code %d, want %d\n%s", got, test.exit, s.log.String())
			}
		})
	}
}

// TestStep_marks: the commit that people look at has a status, and a command
// is answered at once.
func TestStep_marks(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.pullRequest(t, false)
	s.env["INPUT_VERSION"], s.env["INPUT_COMMIT-STATUS"], s.env["INPUT_CODE-REF"] = "2", "true", s.Head("feature")
	if got := s.step(t.Context()); got != 3 {
		t.Fatalf("exit code %d, want 3\n%s", got, s.log.String())
	}
	want := githubtest.Status{Commit: s.Head("feature"), State: "failure", Context: "reproduce / iris-classifier",
		Description: "v2: train_loss was 0.134257 and is 0.281112, off by 0.1469, allowed 1.3e-07. All 4 metrics are outside tolerance. The training pipeline its…",
		URL:         "https://github.test/octo/churn/actions/runs/77"}
	if got := s.Statuses(); len(got) != 2 || got[0].State != "pending" || got[1] != want {
		t.Errorf("got %+v, want %+v", got, want)
	}

	s.Permit("ada", "write")
	s.comment(t, "ada", "/reproduce iris-classifier 1")
	s.step(t.Context())
	s.env["INPUT_MODEL"], s.env["INPUT_VERSION"] = "", ""
	for command, want := range map[string]int{"/reproduce --frobnicate": 2, "/reproduce no-such-model": 1} {
		s.comment(t, "ada", command)
		if got := s.step(t.Context()); got != want {
			t.Errorf("%s: exit code %d, want %d\n%s", command, got, want, s.log.String())
		}
	}
	count := map[string]int{}
	for _, reaction := range s.Reactions() {
		count[reaction.Content]++
	}
	if count["eyes"] != 2 || count["confused"] != 2 {
		t.Errorf("reactions %v; want eyes for what was understood, and confused for what could not be done", count)
	}
}
