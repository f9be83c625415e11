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

// begun makes a world whose trainings are ended early where begins tells an outcome of a
// state, and nobody asks for the end.
func begun(w world, begins func(Set) repro.TrialOutcome) Try {
	return func(s Set, whole bool) (Seen, error) {
		if outcome := begins(s); !whole && outcome != repro.TrialUnresolved {
			return Seen{Outcome: outcome, Print: "begins " + fmt.Sprint(s), Begun: true}, nil
		}
		return w.try(s), nil
	}
}

// TestSearch_begun: where beginnings tell the truth, a cause is found with the same trials. They
// save trainings before the proof, and all that counts for the proof comes to its end.
func TestSearch_begun(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 2, 3, 8, 40} {
		for _, cause := range []Set{SetOf(0), SetOf(n - 1), SetOf(0, n-1)} {
			w := world{n: n, try: steady(func(s Set) bool { return s&cause == cause })}
			plain := searched(t, w)
			finding, err := Search(n, 0, begun(w, func(s Set) repro.TrialOutcome { return w.try(s).Outcome }))
			if err != nil || finding.Conclusion != repro.CauseEstablished || finding.Cause != cause {
				t.Fatalf("%d factors, cause %v: %v, %s %v", n, cause.Factors(), err, finding.Conclusion, finding.Cause.Factors())
			}
			ends := Completed(finding.Trials)
			if len(ends) < steadyTrials || len(finding.Trials) > len(plain.Trials)+cause.Len()+1 || n > 2 && len(ends) > len(finding.Trials)-3 {
				t.Errorf("%d factors, cause %v: %d of %d trainings come to their end; %d without", n, cause.Factors(), len(ends), len(finding.Trials), len(plain.Trials))
			}
			if proven, _ := Proven(n, cause, finding.Trials[:len(finding.Trials)-1]); proven && cause.Len() == 1 {
				t.Errorf("%d factors, cause %v: proven with one end less", n, cause.Factors())
			}
		}
	}
}

// TestSearch_begunLies: whatever beginnings say, nothing is established but what the ends of
// trainings bear out, nothing is isolated that no end was seen of, and a search that is misled
// ends as such.
func TestSearch_begunLies(t *testing.T) {
	t.Parallel()
	outcomes := []repro.TrialOutcome{repro.TrialBack, repro.TrialLost, repro.TrialUnresolved}
	established, misled := 0, 0
	worlds := longtest.Of(3000, 300)
	for seed := range uint64(worlds) {
		random := rand.New(rand.NewPCG(seed, 61))
		n := 1 + random.IntN(6)
		ends, begins := map[Set]repro.TrialOutcome{}, map[Set]repro.TrialOutcome{}
		cause := 1 + Set(random.Uint64N(uint64(All(n))))
		for s := range All(n) + 1 {
			ends[s] = repro.TrialLost
			if s&cause == cause || seed%4 == 0 && random.IntN(2) == 0 {
				ends[s] = repro.TrialBack
			}
			begins[s] = ends[s]
			if random.IntN(3+int(seed%9)) == 0 {
				begins[s] = outcomes[random.IntN(3)]
			}
		}
		finding, err := Search(n, 0, begun(world{n: n, try: func(s Set) Seen { return Seen{Outcome: ends[s], Print: fmt.Sprint(s)} }}, func(s Set) repro.TrialOutcome { return begins[s] }))
		switch {
		case errors.Is(err, ErrMisled):
			misled++
			continue
		case err != nil:
			t.Fatal(err)
		}
		c := finding.Cause
		seen := slices.ContainsFunc(finding.Trials, func(trial Trial) bool { return trial.Restored == c && !trial.Begun })
		switch {
		case finding.Conclusion == repro.CauseIsolated && (!seen || ends[c] != repro.TrialBack):
			t.Errorf("seed %d: %v is called isolated, and no end of it was seen to come back", seed, c.Factors())
		case finding.Why == repro.WhyTodayBack && ends[0] != repro.TrialBack, finding.Why == repro.WhyNotRestored && ends[All(n)] != repro.TrialLost:
			t.Errorf("seed %d: %s rests on a beginning", seed, finding.Why)
		case finding.Conclusion != repro.CauseEstablished:
			continue
		}
		if finding.Conclusion == repro.CauseEstablished {
			established++
		}
		for _, s := range states(n, c) {
			if finding.Conclusion == repro.CauseEstablished && ends[s.restored] != s.want {
				t.Errorf("seed %d: %v is called established, and %v is %s", seed, c.Factors(), s.restored.Factors(), ends[s.restored])
			}
		}
	}
	if established < worlds/6 || misled < worlds/30 {
		t.Errorf("%d established, %d misled of %d worlds: the test shows little", established, misled, worlds)
	}
}

// TestSearch_begunVaries: a training whose beginning varies from run to run misleads, and
// establishes nothing; by chance alone it would once in a thousand searches at the worst.
func TestSearch_begunVaries(t *testing.T) {
	t.Parallel()
	for _, chance := range []float64{0.05, 0.3, 0.5, 0.7, 0.95} {
		for seed := range uint64(60) {
			random := rand.New(rand.NewPCG(seed, 100+uint64(chance*100)))
			finding, err := Search(1+random.IntN(9), 0, func(_ Set, whole bool) (Seen, error) {
				seen := Seen{Outcome: repro.TrialLost, Begun: !whole}
				if random.Float64() < chance {
					seen.Outcome = repro.TrialBack
				}
				seen.Print = string(seen.Outcome)
				return seen, nil
			})
			if err != nil && !errors.Is(err, ErrMisled) || finding.Conclusion == repro.CauseEstablished {
				t.Errorf("chance %v, seed %d: %v, %s after %d trials", chance, seed, err, finding.Conclusion, len(finding.Trials))
			}
		}
	}
}

// TestProven_begun: without ends of each state there is no proof.
func TestProven_begun(t *testing.T) {
	t.Parallel()
	cause := SetOf(1, 3)
	w := world{n: 4, try: steady(func(s Set) bool { return s&cause == cause })}
	finding, err := Search(4, 0, begun(w, func(s Set) repro.TrialOutcome { return w.try(s).Outcome }))
	if err != nil || finding.Conclusion != repro.CauseEstablished {
		t.Fatal(err, finding)
	}
	for _, s := range states(4, cause) {
		trials := slices.Clone(finding.Trials)
		for i := range trials {
			if trials[i].Restored == s.restored && !trials[i].Begun {
				trials[i].Begun, trials[i].Print = true, "begins "+fmt.Sprint(s.restored)
			}
		}
		if proven, lacking := Proven(4, cause, trials); proven || !slices.Contains(lacking, s.restored) {
			t.Errorf("no end of %v: proven is %v, lacking %v", s.restored.Factors(), proven, lacking)
		}
	}
}

// TestSearch_begunByChance: a training that begins alike each time, and ends one of two ways by
// chance, has no cause: none is established, but once in a thousand at the worst.
func TestSearch_begunByChance(t *testing.T) {
	t.Parallel()
	const worlds = 4000
	established := 0
	for seed := range uint64(worlds) {
		random := rand.New(rand.NewPCG(seed, 62))
		n := 1 + random.IntN(5)
		cause := 1 + Set(random.Uint64N(uint64(All(n))))
		finding, err := Search(n, 0, func(s Set, whole bool) (Seen, error) {
			seen := Seen{Outcome: repro.TrialLost, Print: "begins without"}
			if !whole {
				if s&cause == cause {
					seen = Seen{Outcome: repro.TrialBack, Print: "begins with"}
				}
				seen.Begun = true
				return seen, nil
			}
			if random.IntN(2) == 0 {
				seen.Outcome = repro.TrialBack
			}
			seen.Print = string(seen.Outcome)
			return seen, nil
		})
		if err != nil && !errors.Is(err, ErrMisled) {
			t.Fatal(err)
		}
		if err == nil && finding.Conclusion == repro.CauseEstablished {
			established++
		}
	}
	if established > 3*worlds/1000 {
		t.Errorf("%d of %d are called established", established, worlds)
	}
}
