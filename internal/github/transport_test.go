package github_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/github/projecttest"
	"github.com/reproduce-action/reproduce/internal/github/pullrequest"
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
			c := quick(t, api.URL)
			if _, err := c.Repository(t.Context()); err == nil {
				t.Errorf("%d to %s: a read was sent on", status, to)
			}
			if err := pullrequest.New(c).SetStatus(t.Context(), strings.Repeat("a", 40), pullrequest.Status{State: "success", Context: "x"}); err == nil {
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
	err = pullrequest.New(c).SetStatus(t.Context(), strings.Repeat("a", 40), pullrequest.Status{State: "success", Context: "x"})
	if err == nil || !strings.Contains(err.Error(), "renamed") || wrote > 0 {
		t.Errorf("a write: %v, arrived %d times", err, wrote)
	}
}

// quick makes a client whose sleeps take no time.
func quick(t testing.TB, api string) *github.Client {
	t.Helper()
	when := projecttest.NewClock(1)
	c, err := github.New(github.Options{API: api, Repository: "o/r", Token: githubtest.Token, Now: when.Now, Sleep: when.Sleep})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]github.Options{
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
		if _, err := github.New(o); err == nil {
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
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		blanks := []byte(strings.Repeat(" ", 1<<20))
		for {
			if _, err := w.Write(blanks); err != nil {
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
			p := newProject(t, githubtest.Options{Train: projecttest.TrainWell, NoCheckout: true})
			p.Deny(key, "")
			_, _, err := p.reproduce(t.Context(), p.Client(t), "one")
			doubt, ok := repro.AsDoubt(err)
			if !ok || doubt.Reason != repro.NoPermission || !strings.Contains(err.Error(), want) {
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
