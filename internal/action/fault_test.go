package action

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/reproduce-action/reproduce/internal/longtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A schedule is one schedule: nights that meet faults, and one more that meets none.
type schedule struct {
	truth  repro.Verdict
	nights [][]planned
}

func (s schedule) String() string { return fmt.Sprintf("%s %v", s.truth, s.nights) }

// tell plays a story and gives all that is broken in it.
func (w *world) tell(s schedule) (broken []string) {
	w.begin(s.truth)
	for i, plan := range append(s.nights, nil) {
		told := w.night(plan...)
		found, wrong := w.holds(told)
		if i == len(s.nights) {
			wrong = append(wrong, w.completes(told, found)...)
		}
		if len(wrong) > 0 {
			return append(wrong, fmt.Sprintf("night %d, whose calls were\n%s\nand whose log is\n%s", i+1, strings.Join(w.relay.calls, "\n"), told.log))
		}
	}
	return nil
}

var truths = []repro.Verdict{repro.Reproduced, repro.Drifted}

// TestFaults lets each call of a check and of the report after it meet each fault, once
// and for good, and each death. Whatever happens, nothing is made twice and nothing
// false is said; and a job that meets no fault completes. Here each call meets some, and
// a fifth of them where time is short; make test-faults has all, and as many random ones
// as SCHEDULES says.
func TestFaults(t *testing.T) {
	t.Parallel()
	stories := matrix(t)
	if os.Getenv("REPRODUCE_FAULTS") == "" {
		some := stories[:0]
		for i := 0; i < len(stories); i += 149 * stride() {
			some = append(some, stories[i])
		}
		stories = some
	}
	play(t, len(stories), func(i int) schedule { return stories[i] })
}

// stride is of how many faults one is played, beyond those that are left out anyway.
func stride() int {
	return longtest.Of(1, 5)
}

// matrix is every call times every fault and every death, for each verdict.
func matrix(t *testing.T) (all []schedule) {
	t.Helper()
	w := newWorld(t)
	for _, truth := range truths {
		w.begin(truth)
		told := w.night()
		found, broken := w.holds(told)
		if broken = append(broken, w.completes(told, found)...); len(broken) > 0 {
			t.Fatalf("with no fault: %s\n%s", strings.Join(broken, "\n"), told.log)
		}
		for call := 1; call <= told.calls; call++ {
			for _, f := range faults {
				all = append(all, schedule{truth, [][]planned{{{call: call, fault: f}}}}, schedule{truth, [][]planned{{{call: call, fault: f, lasting: true}}}})
			}
			for _, f := range deaths {
				all = append(all, schedule{truth, [][]planned{{{call: call, fault: f}}}})
			}
		}
	}
	return all
}

// TestFaultsAtRandom has one to three nights with up to four faults each, of which the
// last may be a death. A seed gives the same again.
func TestFaultsAtRandom(t *testing.T) {
	t.Parallel()
	schedules, seed := 20/stride(), uint64(1)
	if text := os.Getenv("REPRODUCE_SCHEDULES"); text != "" {
		var err error
		if schedules, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
		seed = rand.Uint64()
	}
	if text := os.Getenv("REPRODUCE_SEED"); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d schedules, SEED=%d", schedules, seed)
	play(t, schedules, func(i int) schedule { return random(rand.New(rand.NewPCG(seed, uint64(i)))) })
}

func random(r *rand.Rand) schedule {
	s := schedule{truth: truths[r.IntN(2)]}
	for range 1 + r.IntN(3) {
		var plan []planned
		for range 1 + r.IntN(4) {
			plan = append(plan, planned{call: 1 + r.IntN(70), fault: faults[r.IntN(len(faults))], lasting: r.IntN(4) == 0})
		}
		if r.IntN(4) == 0 {
			plan = append([]planned{{call: 1 + r.IntN(70), fault: deaths[r.IntN(2)]}}, plan...)
		}
		s.nights = append(s.nights, plan)
	}
	return s
}

// play tells stories, in as many worlds at once as there are processors.
func play(t *testing.T, n int, of func(int) schedule) {
	t.Helper()
	var next, wrong atomic.Int64
	var wait sync.WaitGroup
	for range 2 {
		w := newWorld(t)
		wait.Add(1)
		go func() {
			defer wait.Done()
			for i := next.Add(1) - 1; i < int64(n) && wrong.Load() < 20; i = next.Add(1) - 1 {
				s := of(int(i))
				if broken := w.tell(s); len(broken) > 0 {
					wrong.Add(1)
					t.Errorf("story %d: %s\n%s", i, s, strings.Join(broken, "\n"))
				}
				if (i+1)%500 == 0 { // somebody waits for hours
					t.Logf("%d stories begun, %d broken", i+1, wrong.Load())
				}
			}
		}()
	}
	wait.Wait()
	t.Logf("%d stories, %d broken", min(next.Load(), int64(n)), wrong.Load())
}
