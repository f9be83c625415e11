package workflow

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/github/projecttest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestDispatchIsTakenOverOnce: a process made the branch and died; of the eight
// that come next, one dispatches. So too where earlier ones tried and died.
func TestDispatchIsTakenOverOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		age    time.Duration // of the branch
		claims int           // that the dead left behind
	}{{0, 0}, {time.Hour, 0}, {0, 2}, {time.Hour, 1}, {time.Hour, claimLimit}, {time.Hour, 3 * claimLimit}} {
		t.Run(fmt.Sprintf("after %s with %d claims", c.age, c.claims), func(t *testing.T) {
			t.Parallel()
			p := newProject(t, githubtest.Options{Train: projecttest.TrainWell, Looks: 2, Lag: 2, NoCheckout: true})
			change, err := p.client(t).Commit(t.Context(), p.Plan("dead"), false)
			if err != nil {
				t.Fatal(err)
			}
			for n := range c.claims {
				p.Git(t, "update-ref", fmt.Sprintf("refs/reproduce/dispatch/%s/%d", change.Commit, n+1), p.Base)
			}
			if err := p.Clock.Sleep(t.Context(), c.age); err != nil {
				t.Fatal(err)
			}
			p.Clock.Awake = 8
			var all sync.WaitGroup
			for n := range 8 {
				all.Go(func() {
					defer p.Clock.Leave()
					execution, err := p.train(t, fmt.Sprintf("attempt-%d", n))
					if err != nil || execution.Status != repro.ExecSucceeded {
						t.Errorf("%d: %+v, %v", n, execution, err)
					}
				})
			}
			all.Wait()
			if runs := p.Runs(); len(runs) != 1 || runs[0].Inputs["reproduce_id"] != "dead" {
				t.Errorf("%d runs, want one, with the id that its commit carries: %v", len(runs), runs[0].Inputs)
			}
		})
	}
}

// TestSlowOwner made the branch, and took so long to dispatch that another
// process took over.
func TestSlowOwner(t *testing.T) {
	t.Parallel()
	for _, slow := range []time.Duration{0, 50 * time.Second, 70 * time.Second, 200 * time.Second, 300 * time.Second, time.Hour} {
		t.Run(slow.String(), func(t *testing.T) {
			t.Parallel()
			p := newProject(t, githubtest.Options{Train: projecttest.TrainWell, Looks: 2, Lag: 2, NoCheckout: true})
			owner := Trainer{Client: p.client(t)}
			change, err := owner.Apply(t.Context(), p.Plan("owner"))
			if err != nil {
				t.Fatal(err)
			}
			p.Clock.Awake = 2
			var both sync.WaitGroup
			both.Go(func() {
				defer p.Clock.Leave()
				if err := p.Clock.Sleep(t.Context(), slow); err != nil {
					t.Error(err)
				}
				if _, err := owner.Train(t.Context(), p.Plan("owner"), change); err != nil {
					t.Error(err)
				}
			})
			both.Go(func() {
				defer p.Clock.Leave()
				if _, err := p.train(t, "other"); err != nil {
					t.Error(err)
				}
			})
			both.Wait()
			if runs := p.Runs(); len(runs) != 1 {
				t.Errorf("%d runs", len(runs))
			}
		})
	}
}

// TestNoRunAppears: GitHub takes the dispatches and shows no run. Nobody waits
// for ever, and the attempts are counted.
func TestNoRunAppears(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{Edition: githubtest.Enterprise, Lag: 1 << 30, NoCheckout: true})
	_, err := p.train(t, "one")
	doubt, ok := repro.AsDoubt(err)
	if !ok || doubt.Reason != repro.PipelineNotStarted || !strings.Contains(err.Error(), "no run appeared") {
		t.Errorf("got %v", err)
	}
	if runs := len(p.Runs()); runs > claimLimit+1 {
		t.Errorf("dispatched %d times", runs)
	}
	if p.Clock.Slept() > time.Hour {
		t.Errorf("waited %s", p.Clock.Slept())
	}
}

// TestServerWithoutRunDetails: an Enterprise Server that does not say what it
// is refuses the field by its name, and is asked again without it.
func TestServerWithoutRunDetails(t *testing.T) {
	t.Parallel()
	for unversioned, want := range map[bool]int{true: 2, false: 1} {
		p := newProject(t, githubtest.Options{Edition: githubtest.Enterprise, Unversioned: unversioned, Lag: 2, NoCheckout: true})
		execution, err := p.train(t, "one")
		if err != nil || execution.Status != repro.ExecSucceeded || len(p.Runs()) != 1 {
			t.Errorf("%+v, %v, %d runs", execution, err, len(p.Runs()))
		}
		dispatches := 0
		for _, request := range p.Requests() {
			if strings.HasSuffix(request, "/dispatches") {
				dispatches++
			}
		}
		if dispatches != want {
			t.Errorf("unversioned %v: %d dispatches, want %d", unversioned, dispatches, want)
		}
	}
}

// TestRunsThatCannotBeListed: a process died after its dispatch, and whoever comes next
// never gets to see the list. Another training is not started for that.
func TestRunsThatCannotBeListed(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{Train: projecttest.TrainWell, Looks: 2, NoCheckout: true})
	dead, plan := p.client(t), p.Plan("dead")
	change, err := dead.Commit(t.Context(), plan, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := dead.dispatch(t.Context(), plan.Workflow, change.Branch, nil); err != nil {
		t.Fatal(err)
	}
	if err := p.Clock.Sleep(t.Context(), time.Hour); err != nil {
		t.Fatal(err)
	}
	next := Trainer{Client: p.client(t, func(o *github.Options) { o.Transport = unlisted{} })}
	if _, err := next.Train(t.Context(), plan, change); err == nil || !strings.Contains(err.Error(), "run again") {
		t.Errorf("got %v", err)
	}
	if runs := len(p.Runs()); runs != 1 {
		t.Errorf("%d runs", runs)
	}
}

// unlisted breaks off when runs are listed.
type unlisted struct{}

func (unlisted) RoundTrip(req *http.Request) (*http.Response, error) {
	if strings.HasSuffix(req.URL.Path, "/runs") {
		return nil, io.ErrUnexpectedEOF
	}
	return http.DefaultTransport.RoundTrip(req)
}
