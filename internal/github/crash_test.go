package github_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/github/projecttest"
	"github.com/reproduce-action/reproduce/internal/longtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// errKilled is what a process that is no more would have got.
var errKilled = errors.New("killed")

// A mortal transport lets a process live for so many requests. The last one is
// sent, and answered to nobody, if late; and is never sent otherwise.
type mortal struct {
	left atomic.Int64
	late bool
	next http.RoundTripper
}

func (m *mortal) RoundTrip(req *http.Request) (*http.Response, error) {
	switch left := m.left.Add(-1); {
	case left > 0:
		return m.next.RoundTrip(req)
	case left == 0 && m.late:
		if resp, err := m.next.RoundTrip(req); err == nil {
			resp.Body.Close()
		}
	}
	return nil, errKilled
}

// TestKilledAtEachCall ends a reproduction at each of its calls, before the call
// or after it was carried out, and starts it again. However far the first came,
// the second ends in one branch, one run and one comment.
func TestKilledAtEachCall(t *testing.T) {
	t.Parallel()
	for _, edition := range []githubtest.Edition{githubtest.GitHub, githubtest.Enterprise} {
		for _, late := range []bool{false, true} {
			if edition == githubtest.Enterprise && !late {
				continue // differs from github.com in what a dispatch answers, not in what it does
			}
			t.Run(fmt.Sprintf("%s late=%v", edition, late), func(t *testing.T) {
				t.Parallel()
				for n := int64(1); ; n += int64(stride()) {
					if done := killedAt(t, edition, n, late); done {
						t.Logf("killed at each of %d calls, in steps of %d", n-1, stride())
						if n < 15 {
							t.Error("these are too few to be all calls")
						}
						return
					}
				}
			})
		}
	}
}

// stride is how many calls a test goes on at a time: each is tried, or one in
// five where time is short.
func stride() int {
	return longtest.Of(1, 5)
}

func killedAt(t *testing.T, edition githubtest.Edition, n int64, late bool) (survived bool) {
	t.Helper()
	p := newProject(t, githubtest.Options{Edition: edition, Train: projecttest.TrainWell, Looks: 2, Lag: 1, NoCheckout: true})
	m := &mortal{late: late, next: &http.Transport{DisableKeepAlives: true}}
	m.left.Store(n)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	first := p.Client(t, func(o *github.Options) {
		o.Transport = m
		o.Sleep = func(ctx context.Context, d time.Duration) error {
			if m.left.Load() <= 0 {
				cancel() // the dead do not wait for another try
			}
			return p.Clock.Sleep(ctx, d)
		}
	})
	execution, _, err := p.reproduce(ctx, first, "first")
	if m.left.Load() > 0 {
		return true
	}
	if err == nil && execution.Status == repro.ExecSucceeded && len(p.Runs()) == 0 {
		t.Errorf("killed at call %d: success without a run", n)
	}
	execution, _, err = p.reproduce(t.Context(), p.Client(t), "second")
	if err != nil || execution.Status != repro.ExecSucceeded {
		t.Errorf("killed at call %d (late: %v), then run again: %+v, %v", n, late, execution, err)
	}
	p.stands(t, 1)
	if t.Failed() {
		t.Fatalf("killed at call %d (late: %v): calls were\n%v", n, late, p.Requests())
	}
	return false
}

// TestFaultAtEachCall lets each call of a reproduction meet each fault. The
// reproduction may succeed or give up; it never succeeds without a training, and
// what it leaves behind is what the next one goes on from.
func TestFaultAtEachCall(t *testing.T) {
	t.Parallel()
	for _, fault := range githubtest.Faults {
		t.Run(string(fault), func(t *testing.T) {
			t.Parallel()
			gaveUp := 0
			for n := 1; ; n += stride() {
				p := newProject(t, githubtest.Options{Train: projecttest.TrainWell, Looks: 2, Lag: 1, NoCheckout: true})
				p.Fault(n, fault)
				execution, _, err := p.reproduce(t.Context(), p.Client(t), "first")
				met := len(p.Requests()) >= n
				if err != nil {
					gaveUp++
				} else {
					p.succeeded(t, execution)
				}
				if !met {
					t.Logf("%s at each of %d calls; gave up %d times", fault, n-1, gaveUp)
					return
				}
				execution, _, err = p.reproduce(t.Context(), p.Client(t), "second")
				if err != nil {
					t.Errorf("again: %v", err)
				}
				p.succeeded(t, execution)
				p.stands(t, 1)
				if t.Failed() {
					t.Fatalf("%s at call %d: calls were\n%v", fault, n, p.Requests())
				}
			}
		})
	}
}

func (p *project) succeeded(t *testing.T, execution repro.Execution) {
	t.Helper()
	runs := p.Runs()
	if execution.Status != repro.ExecSucceeded || len(runs) == 0 || fmt.Sprint(runs[0].ID) != execution.ID || runs[0].Conclusion != "success" {
		t.Errorf("says %+v, and the runs are %+v", execution, runs)
	}
}
