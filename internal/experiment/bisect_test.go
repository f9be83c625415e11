package experiment

import (
	"errors"
	"math/bits"
	"math/rand/v2"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// bisected bisects steps, of which some do not run, and counts the trials.
func bisected(t *testing.T, last, each int, outcome func(int) repro.TrialOutcome) (Between, int) {
	t.Helper()
	made := 0
	b, err := Bisect(last, each, func(step int) (repro.TrialOutcome, error) {
		if step <= 0 || step >= last {
			t.Errorf("step %d of %d is tried, and is known", step, last)
		}
		made++
		return outcome(step), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b, made
}

// TestBisect: of any number of steps the one is found by which the metrics are lost, with
// no more trials than the logarithm.
func TestBisect(t *testing.T) {
	t.Parallel()
	for last := 1; last <= 130; last++ {
		for lost := 1; lost <= last; lost++ {
			b, made := bisected(t, last, 1, func(step int) repro.TrialOutcome {
				if step >= lost {
					return repro.TrialLost
				}
				return repro.TrialBack
			})
			if b != (Between{Back: lost - 1, Lost: lost}) || made > bits.Len(uint(last-1)) {
				t.Fatalf("step %d of %d: %+v after %d trials", lost, last, b, made)
			}
		}
	}
}

// TestBisect_anyHistory: whatever comes out of the steps, what is named was seen, and what
// does not run is named by nothing.
func TestBisect_anyHistory(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2000) {
		random := rand.New(rand.NewPCG(seed, 64))
		last := 1 + random.IntN(70)
		outcomes := make([]repro.TrialOutcome, last+1)
		for i := range outcomes {
			outcomes[i] = []repro.TrialOutcome{repro.TrialBack, repro.TrialLost, repro.TrialUnresolved}[random.IntN(3)]
		}
		outcomes[0], outcomes[last] = repro.TrialBack, repro.TrialLost
		b, made := bisected(t, last, 1, func(step int) repro.TrialOutcome { return outcomes[step] })
		if outcomes[b.Back] != repro.TrialBack || outcomes[b.Lost] != repro.TrialLost || b.Back >= b.Lost || made > last {
			t.Fatalf("seed %d: %+v after %d trials of %v", seed, b, made, outcomes)
		}
		for step := b.Back + 1; step < b.Lost; step++ {
			if outcomes[step] != repro.TrialUnresolved {
				t.Fatalf("seed %d: %+v leaves out step %d, which is %s", seed, b, step, outcomes[step])
			}
		}
	}
}

// TestBisect_ends: noise and a spent budget are said, and end it.
func TestBisect_ends(t *testing.T) {
	t.Parallel()
	turn := 0
	b, made := bisected(t, 64, noisyEach, func(int) repro.TrialOutcome {
		turn++
		return []repro.TrialOutcome{repro.TrialBack, repro.TrialLost}[turn%2]
	})
	if !b.Varies || made != 2 || b.Back != 0 || b.Lost != 64 {
		t.Errorf("a step that varies: %+v after %d trials", b, made)
	}
	b, made = bisected(t, 64, noisyEach, func(step int) repro.TrialOutcome {
		if step < 40 {
			return repro.TrialBack
		}
		return repro.TrialLost
	})
	if b != (Between{Back: 39, Lost: 40}) || made != 6*noisyEach {
		t.Errorf("noisy numbers: %+v after %d trials", b, made)
	}
	left := 3
	b, err := Bisect(64, 1, func(int) (repro.TrialOutcome, error) {
		if left--; left < 0 {
			return "", ErrSpent
		}
		return repro.TrialLost, nil
	})
	if err != nil || !b.Spent || b.Lost != 8 || b.Back != 0 {
		t.Errorf("a budget of three: %+v, %v", b, err)
	}
	if _, err := Bisect(9, 1, func(int) (repro.TrialOutcome, error) { return "", errors.New("no disk") }); err == nil {
		t.Error("an error is hidden")
	}
	for name, c := range map[string]struct {
		trials []Trial
		noisy  bool
	}{
		"none":           {nil, false},
		"one each":       {[]Trial{{0, Seen{Outcome: repro.TrialLost, Print: "a"}}, {1, Seen{Outcome: repro.TrialBack, Print: "b"}}}, false},
		"equal":          {[]Trial{{0, Seen{Outcome: repro.TrialLost, Print: "a"}}, {0, Seen{Outcome: repro.TrialLost, Print: "a"}}}, false},
		"other numbers":  {[]Trial{{0, Seen{Outcome: repro.TrialLost, Print: "a"}}, {0, Seen{Outcome: repro.TrialLost, Print: "b"}}}, true},
		"coarse numbers": {[]Trial{{0, Seen{Outcome: repro.TrialLost, Print: ""}}}, true},
		"not run":        {[]Trial{{0, Seen{Outcome: repro.TrialUnresolved, Print: ""}}}, false},
	} {
		if noisy, each := Noisy(c.trials); noisy != c.noisy || noisy != (each == noisyEach) {
			t.Errorf("%s: %v, %d each", name, noisy, each)
		}
	}
}
