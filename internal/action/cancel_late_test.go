package action

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// TestStep_cancelledAtAnyRequest: the job is cancelled at each of its requests in turn. No
// commit is left with a check that runs, and the job never ends well in silence.
func TestStep_cancelledAtAnyRequest(t *testing.T) {
	t.Parallel()
	for n := int64(1); n < 100; n++ {
		s := &stage{fixture: newFixture(t)}
		s.say("version=1", "commit-status=true")
		ctx, cancel := context.WithCancel(t.Context())
		var count atomic.Int64
		s.behind(t, func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				next.ServeHTTP(w, r)
				if count.Add(1) == n {
					cancel() // before the answer is there
				}
			})
		})
		s.pullRequest(t, false)
		code := Run(ctx, s.process())
		cancel()
		if states := strings.Fields(s.states()); len(states) > 0 && states[len(states)-1] == "pending" {
			t.Errorf("cancelled at request %d: exit code %d, and the states are %q\n%s", n, code, states, s.log.String())
		}
		if count.Load() < n {
			return // it is over
		}
		if code == 0 {
			t.Errorf("cancelled at request %d: exit code 0\n%s", n, s.log.String())
		}
	}
	t.Error("the job makes more than 100 requests")
}

// behind makes the fixture's GitHub anew, with a handler before it.
func (s *stage) behind(t *testing.T, around func(http.Handler) http.Handler) {
	t.Helper()
	s.Server = githubtest.New(t, githubtest.Options{Looks: 2, Train: s.train, Around: around})
	for _, files := range newSeed(t).commits {
		s.Push("main", files)
	}
	s.env["GITHUB_API_URL"], s.env["GITHUB_SHA"] = s.URL, s.Head("main")
}
