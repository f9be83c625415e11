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
			if log := s.log.String(); !strings.Contains(log, "reproduce: the job was cancelled; run it again, and it goes on from what is done") || strings.Contains(log, "command") || strings.Contains(log, "while its result") {
				t.Errorf("the log says of the cancelled job\n%s", log)
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

// TestStep_cancelledBesideAnother: a check that takes up another's training is cancelled, and
// does not stop what the other waits for.
func TestStep_cancelledBesideAnother(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.Looks = 1000 // it trains for ever
	s.pullRequest(t, false)
	s.env["INPUT_VERSION"] = "1"
	for _, onCancel := range []string{"leave", "stop"} { // the first stands for one that goes on
		s.env["INPUT_ON-CANCEL"] = onCancel
		ctx, cancel := context.WithCancel(t.Context())
		process, waits := s.process(), 0
		process.Sleep = func(ctx context.Context, _ time.Duration) error {
			if waits++; len(s.Runs()) > 0 && waits > 5 {
				cancel()
			}
			return ctx.Err()
		}
		if code := Run(ctx, process); code != 130 {
			t.Fatalf("%s: exit code %d, want 130\n%s", onCancel, code, s.log.String())
		}
		cancel()
	}
	if runs := s.Runs(); len(runs) != 1 || runs[0].Cancelled {
		t.Errorf("%d runs, the first cancelled: %v", len(runs), runs[0].Cancelled)
	}
	if body := s.Comments(12)[0].Body; !strings.Contains(body, "another check started it") {
		t.Errorf("the comment does not say so:\n%s", body)
	}
}
