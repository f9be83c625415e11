//go:build long

package action

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// paramsPutBack pushes other params and then the same again.
func paramsPutBack(job *githubtest.Job) error {
	then, err := os.ReadFile(filepath.Join(job.Dir, "params.yaml"))
	if err != nil {
		return err
	}
	if err := pushed(map[string]string{"params.yaml": "seed: 99\n"})(job); err != nil {
		return err
	}
	return pushed(map[string]string{"params.yaml": string(then)})(job)
}

// empties pushes so many commits on top of the branch that is checked out.
func empties(n int) func(*githubtest.Job) error {
	return func(job *githubtest.Job) error {
		return inCheckout(job, fmt.Sprintf("for n in $(seq %d); do git -c user.name=eve -c user.email=eve@example.org commit --quiet --allow-empty --message=Step$n || exit 1; done; git push --quiet origin HEAD:refs/heads/%s", n, job.Branch))
	}
}

// TestStep_branchMeanwhile: somebody pushes to the branch while its training begins, and the
// workflow takes what is there; or the branch is moved, or deleted. Results on top of it are
// no doubt, and neither is a run that recorded the branch's own commit.
func TestStep_branchMeanwhile(t *testing.T) {
	t.Parallel()
	const gone = "git push --quiet origin --delete refs/heads/"
	moved := func(job *githubtest.Job) error {
		return inCheckout(job, "git push --quiet --force origin HEAD~1:refs/heads/"+job.Branch)
	}
	deleted := func(job *githubtest.Job) error { return inCheckout(job, gone+job.Branch) }
	for name, tt := range map[string]struct {
		before func(*githubtest.Job) error
		leave  func(*githubtest.Job) error
		exit   int
		want   string // in the log
	}{
		"other code":                        {before: pushed(map[string]string{"train.py": "print(3)"}), exit: 4, want: "changed train.py"},
		"a module that Python loads itself": {before: pushed(map[string]string{"sitecustomize.py": "x = 1"}), exit: 4, want: "changed sitecustomize.py"},
		"other data":                        {before: pushed(map[string]string{"data/lookup.csv": "1"}), exit: 4, want: "changed data/lookup.csv"},
		"other packages":                    {before: pushed(map[string]string{"requirements.txt": "numpy==1.0"}), exit: 4, want: "changed requirements.txt"},
		"another pipeline":                  {before: pushed(map[string]string{"dvc.yaml": "stages: {train: {cmd: old}}"}), exit: 4, want: "changed dvc.yaml"},
		"a workflow":                        {before: pushed(map[string]string{".github/workflows/train.yml": "on: push"}), exit: 4, want: "changed .github/workflows/train.yml"},
		"a result":                          {before: pushed(map[string]string{"reports/curve.md": "a curve"}), exit: 0, want: "REPRODUCED"},
		"code on top, and a file":           {before: pushed(map[string]string{"train.py": "print(3)"}), leave: attachMetrics, exit: 4, want: "train.py changed"},
		"pushed and put back, and a file": {before: func(job *githubtest.Job) error {
			if err := pushed(map[string]string{"train.py": "print(3)"})(job); err != nil {
				return err
			}
			return pushed(map[string]string{"train.py": "print(1)"})(job)
		}, leave: attachMetrics, exit: 4, want: "train.py changed"},
		"params pushed and put back, and a file": {before: paramsPutBack, leave: attachMetrics, exit: 4, want: "params.yaml was written during the training and holds the same params again"},
		"params put back, and a run":             {before: paramsPutBack, exit: 0, want: "REPRODUCED"},
		"25 results, and a file":                 {before: empties(25), leave: attachMetrics, exit: 0, want: "REPRODUCED"},
		"45 results, and a file":                 {before: empties(45), leave: attachMetrics, exit: 4, want: "has 45 commits on top of its own, of which no more than 40 are looked at"},
		"45 results, and a run on them":          {before: empties(45), exit: 4, want: "it is 45 commits on top of"},
		"moved, and the run says where":          {before: moved, exit: 0, want: "REPRODUCED"},
		"moved, and nothing says where":          {before: moved, leave: attachMetrics, exit: 4, want: "was moved or deleted while the training ran, and no run recorded a commit"},
		"deleted, and nothing says where":        {before: deleted, leave: attachMetrics, exit: 4, want: "was moved or deleted while the training ran, and no run recorded a commit"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			files := s.files(t, "")
			maps.Copy(files, map[string][]byte{"train.py": []byte("print(1)"), "requirements.txt": []byte("numpy==2.0"), "reports/curve.md": []byte("old"), "data/lookup.csv": []byte("0")})
			s.Push("main", files)
			s.original(t, 3, "built")
			s.before, s.leave = tt.before, tt.leave
			s.event(t, "workflow_dispatch", map[string]any{})
			s.env["GITHUB_SHA"], s.env["INPUT_VERSION"], s.env["INPUT_METRICS"] = s.Head("main"), "3", "accuracy\nf1_score\nlog_loss"
			if got := s.step(t.Context()); got != tt.exit || !strings.Contains(s.log.String(), tt.want) {
				t.Errorf("exit code %d, want %d and %q\n%s", got, tt.exit, tt.want, s.log.String())
			}
		})
	}
}
