package action

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/cli"
	"github.com/reproduce-action/reproduce/internal/demo"
	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// command runs the program at a desk, against the fixture's GitHub.
func (s *fixture) command(ctx context.Context, args ...string) int {
	s.log.Reset()
	env := map[string]string{
		"GITHUB_TOKEN": githubtest.Token, "GITHUB_API_URL": s.URL, "GITHUB_REPOSITORY": githubtest.Owner + "/" + githubtest.Name,
	}
	return cli.Run(ctx, app.Process{
		Args:   append(args, "--tracking-uri", s.store),
		Getenv: func(name string) string { return env[name] },
		Dir:    filepath.Join(s.dir, "workspace"),
		Stdout: &s.log, Stderr: &s.log,
		Now:   func() time.Time { return time.Date(2026, 11, 23, 2, 41, 7, 0, time.UTC) },
		Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	})
}

// TestResume: a training that outlasted its check goes on by itself, and the
// check is taken up from its saved report when it is over.
func TestResume(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.Looks = 1000
	if got := s.command(t.Context(), "run", demo.Model, "--version", "1", "--workflow", "train.yml", "--timeout", "1ms"); got != 4 {
		t.Fatalf("exit code %d, want 4\n%s", got, s.log.String())
	}
	run := s.Runs()[0]
	if log := s.log.String(); run.Cancelled || !strings.Contains(log, "/actions/runs/") || !strings.Contains(log, "reproduce resume --timeout 24h") {
		t.Errorf("it was cancelled: %t; or its page or the way on is missing:\n%s", run.Cancelled, log)
	}
	s.Looks = 2
	s.FinishAll()            // it writes the store that resume reads
	s.Elapse(10 * time.Hour) // and nobody came back at once
	if got := s.command(t.Context(), "resume"); got != 0 {
		t.Errorf("exit code %d, want 0\n%s", got, s.log.String())
	}
	if runs, branches := len(s.Runs()), len(s.Refs("refs/heads/reproduce/")); runs != 1 || branches != 1 {
		t.Errorf("%d trainings on %d branches, want one", runs, branches)
	}
}
