package app

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/page"
	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestTellChat_keepsFirst: while the chat is asked, what it is to be told is kept already.
func TestTellChat_keepsFirst(t *testing.T) {
	t.Parallel()
	for status, left := range map[int]bool{http.StatusOK: false, http.StatusNotFound: true} {
		var kept []string
		asked := 0
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if asked++; len(kept) != 1 || kept[0] == "" {
				t.Errorf("when the chat is asked, %q is kept", kept)
			}
			w.WriteHeader(status)
		}))
		now := time.Date(2026, 11, 20, 2, 41, 0, 0, time.UTC)
		a := historyApp(t)
		a.Now, a.Getenv = func() time.Time { return now }, func(string) string { return server.URL }
		night := []repro.Check{{Record: repro.Record{Past: repro.Past{At: now, Verdict: repro.Drifted}, Model: "a", Version: "1", ID: "x"}}}
		told, err := a.TellChat(t.Context(), settings.Settings{}, night, night, nil, func(text []byte) error { kept = append(kept, string(text)); return nil })
		server.Close()
		if asked != 1 || err != nil || (told != nil) != left || (kept[len(kept)-1] != "") != left {
			t.Errorf("%d: asked %d times, %v, %v, kept %q", status, asked, told, err, kept)
		}
	}
}

// TestLockHistory: one report has the directory at a time, and leaves nothing in it.
func TestLockHistory(t *testing.T) {
	t.Parallel()
	a := historyApp(t)
	s := settings.Settings{History: []string{"past"}}
	dir := filepath.Join(a.Dir, "past")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	release, err := a.LockHistory(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	waited := 0
	a.Sleep = func(context.Context, time.Duration) error {
		if waited++; waited == 3 {
			release()
		}
		return nil
	}
	again, err := a.LockHistory(t.Context(), s)
	if err != nil || waited != 3 {
		t.Fatalf("waited %d times, %v", waited, err)
	}
	interrupted := errors.New("interrupted")
	a.Sleep = func(context.Context, time.Duration) error { return interrupted }
	if _, err := a.LockHistory(t.Context(), s); !errors.Is(err, interrupted) {
		t.Errorf("of a wait that ends: %v", err)
	}
	again()
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// historyApp is an app in a directory of its own, with a chat.
func historyApp(t *testing.T) *App {
	t.Helper()
	return &App{Process: Process{Dir: t.TempDir(), Getenv: func(string) string { return "https://chat.example/x" }, Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }}, Secrets: new(redact.Redactor)}
}

// TestKeepNews: a report that dies between the history and the chat leaves the news to the
// next one, whether or not its checks were added.
func TestKeepNews(t *testing.T) {
	t.Parallel()
	for _, added := range []bool{true, false} {
		asked := 0
		server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
		t.Cleanup(server.Close)
		now := time.Date(2026, 11, 20, 2, 41, 0, 0, time.UTC)
		a := historyApp(t)
		a.Now, a.Getenv = func() time.Time { return now }, func(name string) string {
			return map[string]string{WebhookVariable: server.URL}[name]
		}
		var s settings.Settings
		s.History = []string{"past"}
		night := []repro.Check{{Record: repro.Record{Past: repro.Past{At: now, Verdict: repro.Unverified}, Model: "a", Version: "1", ID: "x"}}}
		report := func(dies bool) {
			t.Helper()
			release, err := a.LockHistory(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			defer release()
			if err := a.KeepNews(t.Context(), s, func() []repro.Check { return night }); err != nil {
				t.Fatal(err)
			}
			if dies && !added {
				return
			}
			fresh, err := a.AddHistory(s, night)
			if err != nil {
				t.Fatal(err)
			}
			if dies {
				return
			}
			all, _ := a.HistoryReader(t.Context()).Read(s.History)
			if told, kept := a.TellChat(t.Context(), s, all, fresh, a.Untold(s), func(text []byte) error { return a.KeepUntold(s, text) }); told != nil || kept != nil {
				t.Fatal(told, kept)
			}
		}
		report(true)
		report(false)
		report(false)
		if asked != 1 || len(a.Untold(s)) > 0 {
			t.Errorf("checks were added: %t; the chat was asked %d times, and %q is left", added, asked, a.Untold(s))
		}
	}
}

// TestClaim: a job's claim tells its run, the attempt and the job, as one of a matrix too.
func TestClaim(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 29, 2, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		environ string
		want    page.Claim
	}{
		{"", page.Claim{}},
		{"GITHUB_JOB=report", page.Claim{}}, // no workflow's run
		{"GITHUB_RUN_ID=77", page.Claim{Teller: "77"}},
		{"GITHUB_RUN_ID=77 GITHUB_RUN_ATTEMPT=2 GITHUB_JOB=report RUNNER_NAME=r3", page.Claim{Teller: "77", Attempt: 2, Job: "report r3"}},
	} {
		getenv := func(name string) string {
			_, rest, _ := strings.Cut(" "+tt.environ, " "+name+"=")
			value, _, _ := strings.Cut(rest, " ")
			return value
		}
		tt.want.Asked = now
		if got := (&App{Process: Process{Getenv: getenv, Now: func() time.Time { return now }}}).claim(); got != tt.want {
			t.Errorf("%q: %+v, want %+v", tt.environ, got, tt.want)
		}
	}
}
