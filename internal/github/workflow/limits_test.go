package workflow

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/github/projecttest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestLimitedDispatch: GitHub refuses dispatches for their rate. What is over soon is waited
// for, and several processes come to one training all the same; what is not is given up
// after a few requests, with the time to try again.
func TestLimitedDispatch(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status    int
		message   string
		refused   int // dispatches, below 0 all
		processes int
		edition   githubtest.Edition // an Enterprise Server does not tell the run that was started
		trains    bool
	}{
		{429, "Too many requests", 3, 1, githubtest.GitHub, true},
		{429, "Too many requests", 3, 3, githubtest.GitHub, true},
		{429, "Too many requests", 1, 1, githubtest.Enterprise, true},
		{429, "Too many requests", 3, 3, githubtest.Enterprise, true},
		{403, "You have exceeded a secondary rate limit", 2, 1, githubtest.GitHub, true},
		{403, "You have exceeded a secondary rate limit", 2, 3, githubtest.GitHub, true},
		{429, "Too many requests", -1, 1, githubtest.GitHub, false},
		{403, "You have exceeded a secondary rate limit", -1, 1, githubtest.GitHub, false},
	} {
		t.Run(fmt.Sprintf("%d for %d of %d on %s", c.status, c.refused, c.processes, c.edition), func(t *testing.T) {
			t.Parallel()
			p := newProject(t, githubtest.Options{Edition: c.edition, Train: projecttest.TrainWell, Looks: 2, Lag: 2, NoCheckout: true})
			p.Refuse("POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches", c.status, c.message, c.refused)
			p.Clock.Awake = c.processes
			var all sync.WaitGroup
			for n := range c.processes {
				all.Go(func() {
					defer p.Clock.Leave()
					execution, err := p.train(t, fmt.Sprintf("attempt-%d", n))
					doubt, ok := repro.AsDoubt(err)
					switch {
					case c.trains && (err != nil || execution.Status != repro.ExecSucceeded):
						t.Errorf("%d: %+v, %v", n, execution, err)
					case !c.trains && (!ok || doubt.Reason != repro.PipelineNotStarted || !strings.Contains(err.Error(), "refused it, 4 times within") || !strings.Contains(err.Error(), "run again after ")):
						t.Errorf("%d: %+v, %v", n, execution, err)
					}
				})
			}
			all.Wait()
			dispatches := 0
			for _, request := range p.Requests() {
				if strings.HasPrefix(request, http.MethodPost) && strings.HasSuffix(request, "/dispatches") {
					dispatches++
				}
			}
			if runs := len(p.Runs()); runs > 1 || runs == 1 != c.trains || dispatches > 8 {
				t.Errorf("%d runs of %d dispatches", runs, dispatches)
			}
			if !c.trains && p.Clock.Slept() > 10*time.Minute {
				t.Errorf("waited %s", p.Clock.Slept())
			}
		})
	}
}
