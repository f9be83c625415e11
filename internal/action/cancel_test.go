package action

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// TestStep_cancelled: the job is cancelled while the training runs. The training
// is stopped, the comment says so, nobody is told a verdict, and the next job
// takes up from what stands.
func TestStep_cancelled(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		onCancel   string
		conclusion string
	}{
		"and stops the training":  {"stop", "cancelled"},
		"and leaves the training": {"leave", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newFixture(t)
			s.Looks = 1000 // it trains for ever
			s.pullRequest(t, false)
			s.env["INPUT_VERSION"], s.env["INPUT_ON-CANCEL"] = "1", test.onCancel
			ctx, cancel := context.WithCancel(t.Context())
			process := s.process()
			process.Sleep = func(ctx context.Context, _ time.Duration) error {
				if len(s.Runs()) > 0 {
					cancel() // as the runner does: in the middle of the wait
				}
				return ctx.Err()
			}
			code := Run(ctx, process)
			if code != 130 {
				t.Fatalf("exit code %d, want 130\n%s", code, s.log.String())
			}
			if got := s.Runs()[0].Conclusion; got != test.conclusion {
				t.Errorf("the run's conclusion is %q, want %q", got, test.conclusion)
			}
			comments := s.Comments(12)
			if len(comments) != 1 || !strings.Contains(comments[0].Body, "cancelled") || strings.Contains(comments[0].Body, "✅") {
				t.Errorf("comments %+v; want one that says cancelled", comments)
			}
			golden(t, "cancelled-"+test.onCancel, "comment.md", comments[0].Body)
			if out := read(t, s.env["GITHUB_OUTPUT"]); !strings.Contains(out, "unverified") || !strings.Contains(out, "cancelled") {
				t.Errorf("outputs:\n%s", out)
			}

			s.Looks = 2
			if code := s.step(t.Context()); code != 0 {
				t.Fatalf("the next job: exit code %d, want 0\n%s", code, s.log.String())
			}
			if n := len(s.Refs("refs/heads/reproduce/")); n != 1 {
				t.Errorf("%d branches, want one", n)
			}
			mine := 0
			for _, comment := range s.Comments(12) {
				if comment.Author == githubtest.Bot {
					mine++
				}
			}
			if mine != 1 {
				t.Errorf("%d comments, want one", mine)
			}
		})
	}
}
