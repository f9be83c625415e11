package github

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestEightAtOnce starts eight reproductions of one model version together, as
// an overlapping schedule or a matrix does.
func TestEightAtOnce(t *testing.T) {
	t.Parallel()
	for _, edition := range []githubtest.Edition{githubtest.GitHub, githubtest.Enterprise} {
		t.Run(string(edition), func(t *testing.T) {
			t.Parallel()
			p := newProject(t, githubtest.Options{Edition: edition, Train: trainWell, Looks: 4, Lag: 2, NoCheckout: true})
			p.when.awake = 8
			var all sync.WaitGroup
			for n := range 8 {
				all.Go(func() {
					defer p.when.leave()
					execution, err := p.train(t, fmt.Sprintf("attempt-%d", n))
					if err != nil {
						t.Errorf("%d: %v", n, err)
						return
					}
					comment := p.comment(repro.Reproduced, checked.Add(time.Duration(n)*time.Second), execution.ID)
					if _, err := p.client(t).Post(t.Context(), comment); err != nil {
						t.Errorf("%d: %v", n, err)
					}
				})
			}
			all.Wait()
			p.stands(t, 1)
			marker, _ := parseMarker(p.Comments(12)[0].Body)
			t.Logf("the comment is about the check of %s", marker.At)
		})
	}
}

// train goes as far as the end of the training.
func (p *project) train(t testing.TB, id string) (repro.Execution, error) {
	trainer := Trainer{Client: p.client(t)}
	change, err := trainer.Apply(t.Context(), p.plan(id))
	if err != nil {
		return repro.Execution{}, err
	}
	return trainer.Train(t.Context(), p.plan(id), change)
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
	faults := 0
	for n := range schedules {
		faults += randomSchedule(t, seed+uint64(n))
		if t.Failed() {
			t.Fatalf("repeat with REPRODUCE_SEED=%d REPRODUCE_SCHEDULES=1", seed+uint64(n))
		}
	}
	t.Logf("%d schedules with %d faults from seed %d", schedules, faults, seed)
}

func randomSchedule(t *testing.T, seed uint64) int {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 0))
	edition := []githubtest.Edition{githubtest.GitHub, githubtest.Enterprise}[random.IntN(2)]
	p := newProject(t, githubtest.Options{
		Edition: edition, Unversioned: random.IntN(2) == 0,
		Train: trainWell, Looks: random.IntN(4), Lag: random.IntN(4), NoCheckout: true,
	})
	if random.IntN(2) == 0 { // an earlier plan's branch stands in the way
		old := p.plan("old")
		old.Files[0].After = []byte("train:\n  lr: 0.9\n  epochs: 5\n")
		if _, err := p.client(t).Commit(t.Context(), old, false); err != nil {
			t.Fatal(err)
		}
	}
	planned := 2 + random.IntN(8)
	for range planned {
		p.Fault(1+random.IntN(50), githubtest.Faults[random.IntN(len(githubtest.Faults))])
	}
	p.when.awake = 2
	var both sync.WaitGroup
	for n := range 2 {
		both.Go(func() {
			defer p.when.leave()
			if execution, _, err := p.reproduce(t.Context(), p.client(t), fmt.Sprintf("attempt-%d", n)); err == nil {
				p.succeeded(t, execution)
			}
		})
	}
	both.Wait()
	p.when.awake = 1
	for n := len(p.Requests()); n < 60; n++ {
		p.Fault(n-len(p.Requests())+1, githubtest.None)
	}
	execution, _, err := p.reproduce(t.Context(), p.client(t), "in-peace")
	if err != nil {
		t.Errorf("in peace: %v", err)
	}
	p.succeeded(t, execution)
	p.stands(t, 1)
	return planned
}
