package github_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/github/projecttest"
	"github.com/reproduce-action/reproduce/internal/github/pullrequest"
)

// TestRateLimits: what a limit's answer makes the client wait.
func TestRateLimits(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	const hour = "1795179600" // 13:00 that day, on GitHub's clock
	cases := map[string]struct {
		status int
		header map[string]string
		body   string
		wait   time.Duration // 0: given up; -1: not a limit
	}{
		"429 with seconds":          {429, map[string]string{"Retry-After": "7"}, "{}", 7 * time.Second},
		"429 without a word":        {429, nil, "{}", time.Minute},
		"403 with seconds":          {403, map[string]string{"Retry-After": "7"}, "{}", 7 * time.Second},
		"403 secondary":             {403, nil, `{"message":"You have exceeded a secondary rate limit"}`, time.Minute},
		"403 with a date":           {403, map[string]string{"Retry-After": now.Add(90 * time.Second).Format(http.TimeFormat)}, "{}", 90 * time.Second},
		"403 primary":               {403, map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": hour}, "{}", time.Hour + time.Second},
		"reset in the past":         {403, map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1"}, "{}", time.Second},
		"reset that is no number":   {403, map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "soon"}, "{}", time.Minute},
		"minus one":                 {429, map[string]string{"Retry-After": "-1"}, "{}", time.Second},
		"zero":                      {429, map[string]string{"Retry-After": "0"}, "{}", time.Second},
		"a billion":                 {429, map[string]string{"Retry-After": "1000000000"}, "{}", 0},
		"more than a number":        {429, map[string]string{"Retry-After": "99999999999999999999999"}, "{}", time.Minute},
		"garbage":                   {429, map[string]string{"Retry-After": "later"}, "{}", time.Minute},
		"a permission, not a limit": {403, nil, `{"message":"Resource not accessible by integration"}`, -1},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asked := 0
			api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Date", now.Format(http.TimeFormat))
				if asked++; asked > 1 {
					fmt.Fprint(w, `{"id":7,"default_branch":"main"}`)
					return
				}
				for key, value := range c.header {
					w.Header().Set(key, value)
				}
				w.WriteHeader(c.status)
				fmt.Fprint(w, c.body)
			}))
			defer api.Close()
			when := projecttest.NewClock(1) // this machine's clock is years off
			when.At = time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
			client, err := github.New(github.Options{API: api.URL, Repository: "o/r", Token: "t", Now: when.Now, Sleep: when.Sleep})
			if err != nil {
				t.Fatal(err)
			}
			_, err = client.Repository(t.Context())
			var limit *github.RateLimitError
			switch {
			case c.wait > 0 && (err != nil || asked != 2 || when.Slept() != c.wait):
				t.Errorf("asked %d times, slept %s, %v; want %s", asked, when.Slept(), err, c.wait)
			case c.wait == 0 && (!errors.As(err, &limit) || asked != 1 || when.Slept() != 0):
				t.Errorf("asked %d times, slept %s, %v; want to be given up", asked, when.Slept(), err)
			case c.wait < 0 && (err == nil || asked != 1 || errors.As(err, &limit)):
				t.Errorf("asked %d times, %v; want a refusal", asked, err)
			}
		})
	}
}

// TestLimitsHaveABudget: GitHub that always asks for more is not waited for for
// ever.
func TestLimitsHaveABudget(t *testing.T) {
	t.Parallel()
	asked := 0
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		w.Header().Set("Retry-After", "1200")
		w.WriteHeader(http.StatusTooManyRequests)
	}))
	defer api.Close()
	_, err := quick(t, api.URL).Repository(t.Context())
	var limit *github.RateLimitError
	if !errors.As(err, &limit) || asked != 4 {
		t.Errorf("asked %d times, %v; want 3 waits of 20 minutes", asked, err)
	}
}

// TestWritesAreSpaced: a second apart, whatever was written.
func TestWritesAreSpaced(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	c := p.Client(t)
	for range 4 {
		if err := pullrequest.New(c).SetStatus(t.Context(), p.Base, pullrequest.Status{State: "pending", Context: "reproduce"}); err != nil {
			t.Fatal(err)
		}
	}
	if got := p.Clock.Slept(); got != 3*time.Second {
		t.Errorf("slept %s between 4 writes, want 3 s", got)
	}
}
