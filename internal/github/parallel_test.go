package github_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/github/projecttest"
	"github.com/reproduce-action/reproduce/internal/github/pullrequest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestEightAtOnce starts eight reproductions of one model version together, as
// an overlapping schedule or a matrix does.
func TestEightAtOnce(t *testing.T) {
	t.Parallel()
	for _, edition := range []githubtest.Edition{githubtest.GitHub, githubtest.Enterprise} {
		t.Run(string(edition), func(t *testing.T) {
			t.Parallel()
			p := newProject(t, githubtest.Options{Edition: edition, Train: projecttest.TrainWell, Looks: 4, Lag: 2, NoCheckout: true})
			p.Clock.Awake = 8
			var all sync.WaitGroup
			for n := range 8 {
				all.Go(func() {
					defer p.Clock.Leave()
					execution, err := p.train(t, fmt.Sprintf("attempt-%d", n))
					if err != nil {
						t.Errorf("%d: %v", n, err)
						return
					}
					comment := p.comment(repro.Reproduced, checked.Add(time.Duration(n)*time.Second), execution.ID)
					if _, err := pullrequest.New(p.Client(t)).Post(t.Context(), comment); err != nil {
						t.Errorf("%d: %v", n, err)
					}
				})
			}
			all.Wait()
			p.stands(t, 1)
			t.Logf("the comment is %q", p.Comments(12)[0].Body)
		})
	}
}

// train goes as far as the end of the training.
func (p *project) train(t testing.TB, id string) (repro.Execution, error) {
	trainer := trainer(p.Client(t))
	change, err := trainer.Apply(t.Context(), p.Plan(id))
	if err != nil {
		return repro.Execution{}, err
	}
	return trainer.Train(t.Context(), p.Plan(id), change)
}

// TestRandomFaults runs reproductions, two at a time, through random faults, and
// then one in peace. REPRODUCE_SEED repeats a schedule, REPRODUCE_SCHEDULES says
// how many.
func TestRandomFaults(t *testing.T) {
	t.Parallel()
	seed, err := strconv.ParseUint(os.Getenv("REPRODUCE_SEED"), 10, 64)
	if err != nil {
		seed = rand.Uint64()
	}
	schedules, err := strconv.Atoi(os.Getenv("REPRODUCE_SCHEDULES"))
	if err != nil {
		schedules = 100 / stride()
	}
	var faults atomic.Int64
	t.Run("schedules", func(t *testing.T) { // side by side: each has a GitHub and a clock of its own
		for n := range schedules {
			seed := seed + uint64(n)
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				faults.Add(int64(randomSchedule(t, seed)))
				if t.Failed() {
					t.Fatalf("repeat with REPRODUCE_SEED=%d REPRODUCE_SCHEDULES=1", seed)
				}
			})
		}
	})
	t.Logf("%d schedules with %d faults from seed %d", schedules, faults.Load(), seed)
}

func randomSchedule(t *testing.T, seed uint64) int {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 0))
	edition := []githubtest.Edition{githubtest.GitHub, githubtest.Enterprise}[random.IntN(2)]
	p := newProject(t, githubtest.Options{
		Edition: edition, Unversioned: random.IntN(2) == 0,
		Train: projecttest.TrainWell, Looks: random.IntN(4), Lag: random.IntN(4), NoCheckout: true,
	})
	if random.IntN(2) == 0 { // an earlier plan's branch stands in the way
		old := p.Plan("old")
		old.Files[0].After = []byte("train:\n  lr: 0.9\n  epochs: 5\n")
		if _, err := trainer(p.Client(t)).Client.Commit(t.Context(), old, false); err != nil {
			t.Fatal(err)
		}
	}
	planned := 2 + random.IntN(8)
	for range planned {
		p.Fault(1+random.IntN(50), githubtest.Faults[random.IntN(len(githubtest.Faults))])
	}
	p.Clock.Awake = 2
	var both sync.WaitGroup
	for n := range 2 {
		both.Go(func() {
			defer p.Clock.Leave()
			if execution, _, err := p.reproduce(t.Context(), p.Client(t), fmt.Sprintf("attempt-%d", n)); err == nil {
				p.succeeded(t, execution)
			}
		})
	}
	both.Wait()
	p.Clock.Awake = 1
	for n := len(p.Requests()); n < 60; n++ {
		p.Fault(n-len(p.Requests())+1, githubtest.None)
	}
	execution, _, err := p.reproduce(t.Context(), p.Client(t), "in-peace")
	if err != nil {
		t.Errorf("in peace: %v", err)
	}
	p.succeeded(t, execution)
	p.stands(t, 1)
	return planned
}
