package action

import (
	"context"
	"errors"
	"testing"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/github/pullrequest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/runner"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestStep_pending: what a step remembers of the commit status that says that its check runs.
// It is taken back where it stands, or may stand, when the check ends without a verdict, and
// nowhere else.
func TestStep_pending(t *testing.T) {
	t.Parallel()
	const set = "POST /repos/{owner}/{repo}/statuses/{sha}"
	failed := errors.New("the disk is full")
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	reproduced := repro.Result{Verdict: repro.Reproduced}
	for name, tt := range map[string]struct {
		play    func(t *testing.T, f *fixture, s *step, cfg settings.ActionSettings)
		pending bool
		states  string // once the check ended without a verdict
	}{
		"it is set": {func(t *testing.T, _ *fixture, s *step, cfg settings.ActionSettings) { s.markPending(t.Context(), cfg) }, true, "pending error"},
		"nobody wants it": {func(t *testing.T, _ *fixture, s *step, cfg settings.ActionSettings) {
			cfg.CommitStatus = false
			s.markPending(t.Context(), cfg)
		}, false, ""},
		"it is refused": {func(t *testing.T, f *fixture, s *step, cfg settings.ActionSettings) {
			f.Deny(set, "Resource not accessible by integration")
			s.markPending(t.Context(), cfg)
			f.Allow(set)
		}, false, ""},
		"the job is cancelled meanwhile": {func(_ *testing.T, _ *fixture, s *step, cfg settings.ActionSettings) { s.markPending(cancelled, cfg) }, true, "error"},
		"a result took its place": {func(t *testing.T, _ *fixture, s *step, cfg settings.ActionSettings) {
			s.markPending(t.Context(), cfg)
			if err := s.markResult(t.Context(), cfg, reproduced); err != nil {
				t.Error(err)
			}
		}, false, "pending success"},
		"a result was refused": {func(t *testing.T, f *fixture, s *step, cfg settings.ActionSettings) {
			s.markPending(t.Context(), cfg)
			f.Deny(set, "Resource not accessible by integration")
			if err := s.markResult(t.Context(), cfg, reproduced); err == nil {
				t.Error("it was set")
			}
			f.Allow(set)
		}, true, "pending error"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t)
			f.pullRequest(t, false)
			f.env["INPUT_COMMAND"] = "show" // of which nothing stands but what this step set
			app.Run(t.Context(), f.process(), func(ctx context.Context, a *app.App) error {
				s := &step{App: a, runner: runner.NewRunner(a.Environ, a.Getenv, a.Stdout)}
				values, err := s.runner.Inputs()
				if err != nil {
					t.Error(err)
				}
				s.values = values
				s.event.HeadSHA = f.Head("main")
				client, err := s.connect(f.env["GITHUB_REPOSITORY"], nil)
				if err != nil {
					t.Error(err)
					return nil
				}
				s.client, s.pulls = client, pullrequest.New(client)
				var cfg settings.ActionSettings
				cfg.CommitStatus = true
				tt.play(t, f, s, cfg)
				if (s.pending != nil) != tt.pending {
					t.Errorf("remembered: %v, want %v", s.pending, tt.pending)
				}
				s.markEnded(ctx, failed)
				if got := f.states(); got != tt.states || s.pending != nil {
					t.Errorf("states %q, want %q; remembered still: %v", got, tt.states, s.pending)
				}
				return nil
			})
		})
	}
}
