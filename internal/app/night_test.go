package app

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestTellNoNight: a night that did not run is told once, however often it is reported, also
// where nothing was due in it; the next one is told again.
func TestTellNoNight(t *testing.T) {
	t.Parallel()
	told, answer := 0, http.StatusOK
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if answer == http.StatusOK {
			told++
		}
		w.WriteHeader(answer)
	}))
	t.Cleanup(server.Close)
	now := time.Date(2026, 11, 3, 2, 41, 0, 0, time.UTC)
	a := &App{Process: Process{Dir: t.TempDir(), Stderr: &strings.Builder{}, Now: func() time.Time { return now },
		Getenv: func(name string) string { return map[string]string{WebhookVariable: server.URL}[name] }}, Secrets: new(redact.Redactor)}
	var s settings.Settings
	s.History = []string{"past"}
	for _, step := range []struct {
		after  time.Duration
		answer int
		told   int
	}{
		{0, http.StatusBadRequest, 0}, {time.Minute, http.StatusOK, 1}, {time.Minute, http.StatusOK, 1}, {10 * time.Hour, http.StatusOK, 1}, {24 * time.Hour, http.StatusOK, 2},
	} {
		now, answer = now.Add(step.after), step.answer
		if err := a.TellNoNight(t.Context(), s, "why"); (err == nil) != (answer == http.StatusOK) || told != step.told {
			t.Errorf("%s: told %d times, want %d: %v", now, told, step.told, err)
		}
	}
	put(t, filepath.Join(a.Dir, "past", "checks", "night.txt"), "mine", 0o644)
	if err := a.TellNoNight(t.Context(), s, "why"); err == nil || told != 3 {
		t.Errorf("it wrote over another file: told %d times, %v", told, err)
	}
}
