package experiment

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/longtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A world is what would come out of each trial.
type world struct {
	n   int
	try func(Set) Seen
}

// steady gives the same outcome and the same numbers each time.
func steady(back func(Set) bool) func(Set) Seen {
	return func(s Set) Seen {
		if back(s) {
			return Seen{Outcome: repro.TrialBack, Print: "original"}
		}
		return Seen{Outcome: repro.TrialLost, Print: fmt.Sprint("lost ", s)}
	}
}

// exactly holds of one set alone.
func exactly(cause Set) func(Set) bool { return func(s Set) bool { return s == cause } }

// isCause says by all that there is to know whether a set is a cause: restoring it alone
// comes back, breaking it alone is lost, and no part of it comes back alone.
func isCause(n int, back func(Set) bool, cause Set) bool {
	if cause == 0 || !back(cause) || back(All(n)&^cause) || back(0) || !back(All(n)) {
		return false
	}
	for _, factor := range cause.Factors() {
		if back(cause &^ SetOf(factor)) {
			return false
		}
	}
	return true
}

// searched runs a search, and counts its trials.
func searched(t *testing.T, w world) Finding {
	t.Helper()
	limit := w.n*w.n + 3*w.n + 2 + noisyTrials + noisyEach*(w.n+4)
	made := 0
	finding, err := Search(w.n, 0, func(s Set, _ bool) (Seen, error) {
		if made++; made > limit {
			t.Fatalf("%d trials of %d factors, more than %d", made, w.n, limit)
		}
		return w.try(s), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(finding.Trials) != made {
		t.Errorf("the finding has %d trials of %d", len(finding.Trials), made)
	}
	if proven, _ := Proven(w.n, finding.Cause, finding.Trials); proven != (finding.Conclusion == repro.CauseEstablished) {
		t.Errorf("%s, and its trials prove it: %v", finding.Conclusion, proven)
	}
	return finding
}

// TestSearch_oneCause: whatever set is the cause, alone or together, it is found, in few
// trials where it is the likeliest.
func TestSearch_oneCause(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 2, 3, 5, 8, 17, 40} {
		for _, cause := range []Set{SetOf(0), SetOf(n - 1), SetOf(n / 2), SetOf(0, n-1), SetOf(0, n/2, n-1)} {
			w := world{n: n, try: steady(func(s Set) bool { return s&cause == cause })}
			finding := searched(t, w)
			if finding.Conclusion != repro.CauseEstablished || finding.Cause != cause || finding.Why != repro.WhyBoth {
				t.Errorf("%d factors, cause %v: %s %v (%s)", n, cause.Factors(), finding.Conclusion, finding.Cause.Factors(), finding.Why)
			}
			if cause == SetOf(0) && len(finding.Trials) != Least(n) {
				t.Errorf("%d factors, the likeliest is the cause: %d trials, want %d", n, len(finding.Trials), Least(n))
			}
		}
	}
}

// TestSearch_findings: what cannot be shown is not said.
func TestSearch_findings(t *testing.T) {
	t.Parallel()
	fails := func(which func(Set) bool, otherwise func(Set) Seen) func(Set) Seen {
		return func(s Set) Seen {
			if which(s) {
				return Seen{Outcome: repro.TrialUnresolved}
			}
			return otherwise(s)
		}
	}
	first := steady(func(s Set) bool { return s.Has(0) })
	both := steady(func(s Set) bool { return s.Has(0) && s.Has(1) })
	for name, c := range map[string]struct {
		n          int
		try        func(Set) Seen
		conclusion repro.Conclusion
		why        repro.ExperimentWhy
		cause      Set
		trials     int // 0: any number
	}{
		"nothing to restore":          {0, nil, repro.CauseUnknown, repro.WhyNoFactors, 0, 0},
		"too many":                    {MaxFactors + 1, nil, repro.CauseUnknown, repro.WhyNoFactors, 0, 0},
		"today comes back":            {4, steady(func(Set) bool { return true }), repro.CauseUnknown, repro.WhyTodayBack, 0, 1},
		"today does not run":          {4, fails(exactly(0), first), repro.CauseUnknown, repro.WhyTodayFailed, 0, 1},
		"nothing brings it back":      {4, steady(func(Set) bool { return false }), repro.CauseUnknown, repro.WhyNotRestored, 0, 2},
		"the restoration fails":       {4, fails(exactly(All(4)), first), repro.CauseUnknown, repro.WhyRestoredFailed, 0, 2},
		"either of two does it":       {4, steady(func(s Set) bool { return s.Has(0) || s.Has(1) }), repro.CauseIsolated, repro.WhyNotLost, SetOf(0), 0},
		"two are needed":              {4, both, repro.CauseEstablished, repro.WhyBoth, SetOf(0, 1), 0},
		"one masks another":           {3, steady(func(s Set) bool { return s == SetOf(0) || s == All(3) }), repro.CauseEstablished, repro.WhyBoth, SetOf(0), 0},
		"breaking it does not run":    {4, fails(exactly(All(4)&^SetOf(0)), first), repro.CauseIsolated, repro.WhyBreakFailed, SetOf(0), 0},
		"a part of it does not run":   {4, fails(exactly(SetOf(1)), both), repro.CauseIsolated, repro.WhyInseparable, SetOf(0, 1), 0},
		"nothing runs but both ends":  {5, fails(func(s Set) bool { return s != 0 && s != All(5) }, first), repro.CauseIsolated, repro.WhyInseparable, All(5), 0},
		"one factor, all or nothing":  {1, first, repro.CauseEstablished, repro.WhyBoth, SetOf(0), steadyTrials},
		"others do not run by itself": {3, fails(func(s Set) bool { return s == SetOf(1) || s == SetOf(2) }, first), repro.CauseEstablished, repro.WhyBoth, SetOf(0), 0},
	} {
		finding := searched(t, world{n: c.n, try: c.try})
		if finding.Conclusion != c.conclusion || finding.Why != c.why || finding.Cause != c.cause {
			t.Errorf("%s: %s (%s) %v, want %s (%s) %v", name, finding.Conclusion, finding.Why, finding.Cause.Factors(), c.conclusion, c.why, c.cause.Factors())
		}
		if c.trials > 0 && len(finding.Trials) != c.trials {
			t.Errorf("%s: %d trials, want %d", name, len(finding.Trials), c.trials)
		}
	}
}

// TestSearch_anyWorld: of whatever comes out of the trials, the same each time, nothing is
// established but a cause; and monotone worlds in which all trials run have one unless
// several factors can each do it.
func TestSearch_anyWorld(t *testing.T) {
	t.Parallel()
	established := 0
	worlds := longtest.Of(3000, 300)
	for seed := range uint64(worlds) {
		random := rand.New(rand.NewPCG(seed, 16))
		n := 1 + random.IntN(7)
		monotone := seed%2 == 0
		outcomes := map[Set]repro.TrialOutcome{}
		var minimal []Set
		for range 1 + random.IntN(3) {
			minimal = append(minimal, 1+Set(random.Uint64N(uint64(All(n)))))
		}
		for s := range All(n) + 1 {
			back := random.IntN(2) == 0
			if monotone {
				back = slices.ContainsFunc(minimal, func(m Set) bool { return s&m == m })
			}
			switch {
			case random.IntN(5) == 0 && seed%3 == 0 && s != 0 && s != All(n):
				outcomes[s] = repro.TrialUnresolved
			case back:
				outcomes[s] = repro.TrialBack
			default:
				outcomes[s] = repro.TrialLost
			}
		}
		outcomes[0], outcomes[All(n)] = repro.TrialLost, repro.TrialBack
		finding := searched(t, world{n: n, try: func(s Set) Seen { return Seen{Outcome: outcomes[s], Print: fmt.Sprint(s)} }})
		if finding.Conclusion != repro.CauseEstablished {
			continue
		}
		established++
		c := finding.Cause
		wrong := outcomes[c] != repro.TrialBack || outcomes[All(n)&^c] != repro.TrialLost
		for _, factor := range c.Factors() {
			wrong = wrong || outcomes[c&^SetOf(factor)] != repro.TrialLost
		}
		if wrong {
			t.Errorf("seed %d: %v is called established, and is no cause", seed, c.Factors())
		}
		if monotone && seed%3 != 0 && !isCause(n, func(s Set) bool { return outcomes[s] == repro.TrialBack }, c) {
			t.Errorf("seed %d: %v", seed, c.Factors())
		}
	}
	if established < worlds/6 {
		t.Errorf("%d of %d worlds have an established cause: the test shows little", established, worlds)
	}
}

// TestSearch_unseeded: a training that comes back by chance, with any chance and with
// numbers that are equal or not, has no cause, and none is established.
func TestSearch_unseeded(t *testing.T) {
	t.Parallel()
	isolated := 0
	for _, chance := range []float64{0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98} {
		for _, print := range []string{"", "two values", "each its own"} {
			for seed := range uint64(60) {
				random := rand.New(rand.NewPCG(seed, uint64(chance*100)))
				n := 1 + random.IntN(9)
				finding := searched(t, world{n: n, try: func(Set) Seen {
					seen := Seen{Outcome: repro.TrialLost, Print: print}
					if random.Float64() < chance {
						seen.Outcome = repro.TrialBack
					}
					switch print {
					case "two values":
						seen.Print = string(seen.Outcome)
					case "each its own":
						seen.Print = fmt.Sprint(random.Uint64())
					}
					return seen
				}})
				if finding.Conclusion == repro.CauseIsolated {
					isolated++
				}
				if finding.Conclusion == repro.CauseEstablished {
					t.Errorf("chance %v, prints %q, seed %d: %v is called established after %d trials", chance, print, seed, finding.Cause.Factors(), len(finding.Trials))
				}
			}
		}
	}
	if isolated > 2 {
		t.Errorf("%d of 1260 are called isolated", isolated)
	}
}

// TestSearch_noisyCause: where a cause is behind the noise of its numbers, it is found with
// more trials; where it only makes a drift likelier, nothing is established.
func TestSearch_noisyCause(t *testing.T) {
	t.Parallel()
	for seed := range uint64(40) {
		random := rand.New(rand.NewPCG(seed, 7))
		n := 1 + random.IntN(6)
		cause := SetOf(random.IntN(n))
		noisy := func(chance float64) func(Set) Seen {
			return func(s Set) Seen {
				seen := Seen{Outcome: repro.TrialLost, Print: fmt.Sprint(random.Uint64())}
				if (s&cause == cause) != (random.Float64() < chance) {
					seen.Outcome = repro.TrialBack
				}
				return seen
			}
		}
		finding := searched(t, world{n: n, try: noisy(0)})
		if finding.Conclusion != repro.CauseEstablished || finding.Cause != cause || len(finding.Trials) < noisyTrials {
			t.Errorf("seed %d: %s %v after %d trials", seed, finding.Conclusion, finding.Cause.Factors(), len(finding.Trials))
		}
		if finding := searched(t, world{n: n, try: noisy(0.3)}); finding.Conclusion == repro.CauseEstablished && finding.Cause != cause {
			t.Errorf("seed %d: %v is called established, and %v is the cause", seed, finding.Cause.Factors(), cause.Factors())
		}
	}
}

// TestSearch_spent: a budget that ends leaves what was seen, and never establishes.
func TestSearch_spent(t *testing.T) {
	t.Parallel()
	try := steady(func(s Set) bool { return s.Has(2) })
	for budget := range 30 {
		left := budget
		finding, err := Search(6, 0, func(s Set, _ bool) (Seen, error) {
			if left == 0 {
				return Seen{}, ErrSpent
			}
			left--
			return try(s), nil
		})
		if err != nil {
			t.Fatal(err)
		}
		proven, _ := Proven(6, finding.Cause, finding.Trials)
		if proven != (finding.Conclusion == repro.CauseEstablished) || !proven && finding.Why != repro.WhySpent {
			t.Errorf("%d trials: %s (%s), proven: %v", budget, finding.Conclusion, finding.Why, proven)
		}
		if finding.Conclusion == repro.CauseEstablished && budget < steadyTrials {
			t.Errorf("established after %d trials", budget)
		}
	}
	if _, err := Search(2, 0, func(Set, bool) (Seen, error) { return Seen{}, errors.New("no disk") }); err == nil || err.Error() != "no disk" {
		t.Errorf("the search hides why it ended: %v", err)
	}
}

// TestProven_saved: one trial less, or one that says otherwise, and there is no proof.
func TestProven_saved(t *testing.T) {
	t.Parallel()
	finding := searched(t, world{n: 4, try: steady(func(s Set) bool { return s.Has(1) && s.Has(3) })})
	if finding.Conclusion != repro.CauseEstablished {
		t.Fatal(finding)
	}
	for i := range finding.Trials {
		for name, change := range map[string]func([]Trial) []Trial{
			"turned": func(trials []Trial) []Trial {
				trials[i].Outcome = map[repro.TrialOutcome]repro.TrialOutcome{repro.TrialBack: repro.TrialLost, repro.TrialLost: repro.TrialBack}[trials[i].Outcome]
				return trials
			},
			"without its state": func(trials []Trial) []Trial {
				gone := trials[i].Restored
				return slices.DeleteFunc(trials, func(trial Trial) bool { return trial.Restored == gone })
			},
		} {
			needed := slices.ContainsFunc(states(4, finding.Cause), func(s state) bool { return s.restored == finding.Trials[i].Restored })
			if proven, _ := Proven(4, finding.Cause, change(slices.Clone(finding.Trials))); proven && needed {
				t.Errorf("trial %d %s, and it is proven all the same", i, name)
			}
		}
	}
	for _, cause := range []Set{0, SetOf(1), SetOf(1, 2), SetOf(1, 2, 3), SetOf(5)} {
		if proven, _ := Proven(4, cause, finding.Trials); proven {
			t.Errorf("%v is proven by trials of another cause", cause.Factors())
		}
	}
}
