package action

import (
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// TestFinish_branchGone: the branch was deleted, or points elsewhere, before its training is
// finished. A run that recorded the branch's commit says which code trained; nothing else does.
func TestFinish_branchGone(t *testing.T) {
	t.Parallel()
	const branch = "reproduce/iris-classifier/v1"
	for name, tt := range map[string]struct {
		gone  string // git's arguments
		leave func(*githubtest.Job) error
		exit  int
		want  string
	}{
		"deleted, and the run says where": {"--delete " + branch, nil, 0, "REPRODUCED"},
		"moved, and the run says where":   {"--force main:refs/heads/" + branch, nil, 0, "REPRODUCED"},
		"deleted, and a file":             {"--delete " + branch, attachMetrics, 4, "was moved or deleted while the training ran"},
		"code on top of it, and the run":  {"", nil, 4, "train.py"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &stage{fixture: newFixture(t)}
			s.pullRequest(t, false)
			s.leave = tt.leave
			s.start(t, "1")
			s.FinishAll()
			s.Elapse(time.Hour)
			if tt.gone == "" {
				s.Push(branch, map[string][]byte{"train.py": []byte("print(3)")})
			} else if out, err := exec.Command("git", append([]string{"--git-dir", s.Dir, "push", "--quiet", s.Dir}, strings.Fields(tt.gone)...)...).CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			s.finish(t, tt.exit)
			if !strings.Contains(s.log.String(), tt.want) {
				t.Errorf("want %q\n%s", tt.want, s.log.String())
			}
		})
	}
}
