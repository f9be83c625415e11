package github

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestTokenStaysHome sends the client away from GitHub in every way that an
// answer can, and looks at what the other hosts got.
func TestTokenStaysHome(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var arrived []string
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		arrived = append(arrived, fmt.Sprintf("%s %s %v", r.Method, r.URL, r.Header))
	}))
	defer other.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, to := range []string{other.URL + "/x", strings.Replace(other.URL, "http://", "https://", 1), strings.Replace(other.URL, "http://", "http://user:secret@", 1), "//" + strings.TrimPrefix(other.URL, "http://")} {
			api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Location", to)
				w.WriteHeader(status)
			}))
			p := &project{when: newClock(1)}
			c, err := New(Options{API: api.URL, Repository: "o/r", Token: githubtest.Token, Now: p.when.now, Sleep: p.when.sleep})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.Repository(t.Context()); err == nil {
				t.Errorf("%d to %s: a read was sent on", status, to)
			}
			if err := c.SetStatus(t.Context(), strings.Repeat("a", 40), Status{State: "success", Context: "x"}); err == nil {
				t.Errorf("%d to %s: a write was sent on", status, to)
			}
			api.Close()
		}
	}
	if len(arrived) > 0 {
		t.Errorf("another host got %q", arrived)
	}
}

// TestRedirectAtHome: a read of a renamed repository is followed on the same
// host; a write is not.
func TestRedirectAtHome(t *testing.T) {
	t.Parallel()
	wrote := 0
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/repos/"):
			w.Header().Set("Location", "/repositories/7"+strings.TrimPrefix(r.URL.Path, "/repos/o/r"))
			w.WriteHeader(http.StatusMovedPermanently)
		case r.Method != http.MethodGet:
			wrote++
		default:
			fmt.Fprint(w, `{"id":7,"full_name":"o/new","default_branch":"main"}`)
		}
	}))
	defer api.Close()
	c := quick(t, api.URL)
	info, err := c.Repository(t.Context())
	if err != nil || info.FullName != "o/new" {
		t.Errorf("got %+v, %v", info, err)
	}
	err = c.SetStatus(t.Context(), strings.Repeat("a", 40), Status{State: "success", Context: "x"})
	if err == nil || !strings.Contains(err.Error(), "renamed") || wrote > 0 {
		t.Errorf("a write: %v, arrived %d times", err, wrote)
	}
}

// quick makes a client whose sleeps take no time.
func quick(t testing.TB, api string) *Client {
	t.Helper()
	when := newClock(1)
	c, err := New(Options{API: api, Repository: "o/r", Token: githubtest.Token, Now: when.now, Sleep: when.sleep})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]Options{
		"no token":             {Repository: "o/r"},
		"a token of two lines": {Repository: "o/r", Token: "a\nb"},
		"no repository":        {Token: "t"},
		"three parts":          {Token: "t", Repository: "o/r/x"},
		"dots":                 {Token: "t", Repository: "o/.."},
		"a query":              {Token: "t", Repository: "o/r?x"},
		"an escape":            {Token: "t", Repository: "o/%2e%2e"},
		"http":                 {Token: "t", Repository: "o/r", API: "http://github.example.com/api/v3"},
		"userinfo":             {Token: "t", Repository: "o/r", API: "https://u:p@github.example.com"},
		"no host":              {Token: "t", Repository: "o/r", API: "github.example.com"},
		"a file":               {Token: "t", Repository: "o/r", API: "file:///etc/passwd"},
	} {
		if _, err := New(o); err == nil {
			t.Errorf("%s: taken", name)
		} else if o.Token != "" && o.Token != "t" && strings.Contains(err.Error(), "a\nb") {
			t.Errorf("%s: the token is in the error", name)
		}
	}
}

// TestAnswersThatAreNone come with a 2xx and are not taken for an object of
// zeros, as go-github would.
func TestAnswersThatAreNone(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"nothing": "", "null": "null", "an empty object": "{}", "an empty list": "[]", "a page": "<html>Sign in</html>",
		"half": `{"id":7,"default_branch":"ma`, "more": `{"id":7,"default_branch":"main"} trailing`,
		"two": `{"id":7,"default_branch":"main"}{"id":8}`, "a string": `"main"`, "no branch": `{"id":7}`,
	} {
		api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, body) }))
		info, err := quick(t, api.URL).Repository(t.Context())
		if err == nil {
			t.Errorf("%s: taken for %+v", name, info)
		}
		api.Close()
	}
}

// TestBodyWithoutEnd is not read without end.
func TestBodyWithoutEnd(t *testing.T) {
	t.Parallel()
	sent := 0
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		blanks := []byte(strings.Repeat(" ", 1<<20))
		for {
			n, err := w.Write(blanks)
			if sent += n; err != nil {
				return
			}
		}
	}))
	c := quick(t, api.URL)
	_, err := c.Repository(t.Context())
	api.Close()
	if err == nil || !strings.Contains(err.Error(), "larger than 32 MiB") {
		t.Errorf("got %v", err)
	}
}

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
			when := newClock(1) // this machine's clock is years off
			when.at = time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
			client, err := New(Options{API: api.URL, Repository: "o/r", Token: "t", Now: when.now, Sleep: when.sleep})
			if err != nil {
				t.Fatal(err)
			}
			_, err = client.Repository(t.Context())
			var limit *RateLimitError
			switch {
			case c.wait > 0 && (err != nil || asked != 2 || when.slept() != c.wait):
				t.Errorf("asked %d times, slept %s, %v; want %s", asked, when.slept(), err, c.wait)
			case c.wait == 0 && (!errors.As(err, &limit) || asked != 1 || when.slept() != 0):
				t.Errorf("asked %d times, slept %s, %v; want to be given up", asked, when.slept(), err)
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
	var limit *RateLimitError
	if !errors.As(err, &limit) || asked != 4 {
		t.Errorf("asked %d times, %v; want 3 waits of 20 minutes", asked, err)
	}
}

// TestWritesAreSpaced: a second apart, whatever was written.
func TestWritesAreSpaced(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	c := p.client(t)
	for range 4 {
		if err := c.SetStatus(t.Context(), p.base, Status{State: "pending", Context: "reproduce"}); err != nil {
			t.Fatal(err)
		}
	}
	if got := p.when.slept(); got != 3*time.Second {
		t.Errorf("slept %s between 4 writes, want 3 s", got)
	}
}

// TestPermissionErrors name the call and the line to add.
func TestPermissionErrors(t *testing.T) {
	t.Parallel()
	const r = " /repos/{owner}/{repo}"
	for key, want := range map[string]string{
		"POST" + r + "/git/trees":                                  "contents: write",
		"POST" + r + "/git/refs":                                   "contents: write",
		"GET" + r + "/actions/workflows/{workflow_id}":             "actions: read",
		"POST" + r + "/actions/workflows/{workflow_id}/dispatches": "actions: write",
		"GET" + r + "/actions/runs/{run_id}":                       "actions: read",
		"POST" + r + "/issues/{issue_number}/comments":             "pull-requests: write",
	} {
		t.Run(key, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, githubtest.Options{Train: trainWell, NoCheckout: true})
			p.Deny(key, "")
			_, _, err := p.reproduce(t.Context(), p.client(t), "one")
			doubt, ok := repro.AsDoubt(err)
			if !ok || doubt.Reason != repro.NoPermission || !strings.Contains(err.Error(), "permissions:\n      "+want) {
				t.Errorf("got %v, want a doubt with %q", err, want)
			}
		})
	}
}

// TestErrorsKeepTheSecret: what GitHub says is shown in one line, without the
// token that a server may repeat.
func TestErrorsKeepTheSecret(t *testing.T) {
	t.Parallel()
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusTeapot)
		fmt.Fprintf(w, `{"message":"bad header %s\n::error::forged\u001b[31m %s"}`, r.Header.Get("Authorization"), strings.Repeat("x", 1000))
	}))
	defer api.Close()
	_, err := quick(t, api.URL).Repository(t.Context())
	if err == nil || strings.Contains(err.Error(), githubtest.Token) || strings.ContainsAny(err.Error(), "\n\x1b") || len(err.Error()) > 500 {
		t.Errorf("got %q", err)
	}
}
