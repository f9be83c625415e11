package action

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// TestStep_oldModelLeftOut: the commit has a model, and the workflow scores what model there
// is and logs a run with all params, which a training would have as well. The branch that
// it is dispatched on does not have the model: it fails for want of it, unless somebody
// says that it is an input, and then the old model proves nothing. The branch tells what it left
// out, and the default branch has it all.
func TestStep_oldModelLeftOut(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		keep   string
		trains bool // whatever model there is
		exit   int
		want   []string // in the log
		tree   string   // of the branch: the model's and the metrics' names
	}{
		"only scored":         {exit: 4, want: []string{"Could not verify", "models/iris.pkl", "--keep models/iris.pkl"}},
		"kept":                {keep: "models/iris.pkl", exit: 4, want: []string{"which keep asked for, and left no model of its own"}, tree: "models/iris.pkl"},
		"a name that is none": {keep: "weights", trains: true, exit: 0, want: []string{"REPRODUCED", "keep weights: the commit has no such file"}},
		"trained":             {trains: true, exit: 0, want: []string{"REPRODUCED"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			files := s.files(t, "")
			files["models/iris.pkl"], files["metrics/metrics.json"] = []byte("\x80\x04old"), []byte(`{"accuracy": 0.25}`)
			s.Push("main", files)
			s.original(t, 3, "scored")
			s.before = func(job *githubtest.Job) error {
				_, err := os.Stat(filepath.Join(job.Dir, "models", "iris.pkl"))
				if errors.Is(err, fs.ErrNotExist) && !tt.trains {
					return errors.New("FileNotFoundError: [Errno 2] No such file or directory: 'models/iris.pkl'")
				}
				return nil
			}
			s.event(t, "workflow_dispatch", map[string]any{})
			s.env["GITHUB_SHA"], s.env["INPUT_VERSION"], s.env["INPUT_KEEP"] = s.Head("main"), "3", tt.keep
			if got := s.step(t.Context()); got != tt.exit {
				t.Fatalf("exit code %d, want %d\n%s", got, tt.exit, s.log.String())
			}
			for _, want := range tt.want {
				if !strings.Contains(s.log.String(), want) {
					t.Errorf("%q is not said\n%s", want, s.log.String())
				}
			}
			names := func(s *fixture, commit string) string {
				return strings.TrimSpace(gittest.Git(t, s.Dir, "ls-tree", "-r", "--name-only", commit, "--", "models", "metrics"))
			}
			const branch = "refs/heads/reproduce/iris-classifier/v3"
			if got := names(s, branch); got != tt.tree {
				t.Errorf("the branch holds %q, want %q", got, tt.tree)
			}
			if got := names(s, "main"); got != "metrics/metrics.json\nmodels/iris.pkl" {
				t.Errorf("main holds %q", got)
			}
			if message := gittest.Git(t, s.Dir, "log", "-1", "--format=%B", branch); !strings.Contains(message, "Left out: metrics/metrics.json") || strings.Contains(message, "models/iris.pkl") == (tt.tree != "") {
				t.Errorf("the commit says\n%s", message)
			}
		})
	}
}
