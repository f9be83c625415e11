package experiment

import (
	"github.com/reproduce-action/reproduce/internal/repro"
)

// How many trainings a proof takes. Twelve that came to their end are asked for, and sixteen where
// those of one state gave different numbers, or numbers so coarse that they are equal by chance:
// then there is noise, or nobody knows. And what they show has to be seen once in 4000 times
// at most where a factor of the cause does nothing, and chance alone has a training come back or
// not: see odds. The search itself looks at several sets, each of which chance may favour; with
// them it is once in a thousand. Fewer ends tell too little even of a training that is seeded and
// begins alike each time: it may take one of two courses later on.
const (
	steadyTrials, steadyEach = 12, 2
	noisyTrials, noisyEach   = 16, 4
	worst                    = 1.0 / 4000
)

// A state is a set of factors that a proof needs, and what has to be seen of it.
type state struct {
	restored Set
	want     repro.TrialOutcome
	chosen   bool // its first trial is why the search came to this cause
}

// states are what the proof for a cause among n factors rests on: restoring it alone comes
// back, breaking it alone is lost, each part of it alone left out is lost, and so are
// today's state lost and the whole restoration back.
func states(n int, cause Set) []state {
	all := All(n)
	var needed []state
	add := func(restored Set, want repro.TrialOutcome, chosen bool) {
		for _, known := range needed {
			if known.restored == restored {
				return
			}
		}
		needed = append(needed, state{restored, want, chosen})
	}
	add(all&^cause, repro.TrialLost, false)
	add(cause, repro.TrialBack, true)
	if cause.Len() > 1 {
		for _, factor := range cause.Factors() {
			add(cause&^SetOf(factor), repro.TrialLost, true)
		}
	}
	add(0, repro.TrialLost, false)
	add(all, repro.TrialBack, false)
	return needed
}

// A record is what was seen of one state.
type record struct {
	want, against int
	prints        map[string]bool // of trainings that came to their end
	ends          int             // of the trials, those that count: they came to their end, and the search did not choose by them
}

func recordOf(trials []Trial, s state, cut int, ofSearch bool) record {
	r := record{prints: map[string]bool{}}
	for at, trial := range trials {
		switch {
		case trial.Restored != s.restored:
		case trial.Outcome != s.want:
			r.against++
		case trial.Begun: // it says where to look, and proves nothing
			r.want++
		default:
			r.want++
			r.prints[trial.Print] = true
			if at > cut || ofSearch {
				r.ends++
			}
		}
	}
	return r
}

// Proven says whether trials prove that a set is the cause among n factors. Where they do
// not and nothing speaks against it, lacking is what has to be seen once more, each state as
// often as it is named. All that counts was seen to the end of a training.
func Proven(n int, cause Set, trials []Trial) (proven bool, lacking []Set) {
	if cause == 0 || cause&^All(n) != 0 || Wavering(trials) || Misled(trials) {
		return false, nil
	}
	needed := states(n, cause)
	cut := chosenAt(needed, trials)
	ends := make([]int, len(needed))
	least, each := steadyTrials, steadyEach
	for i, s := range needed {
		r := recordOf(trials, s, cut, s.restored == 0 || s.restored == All(n)) // those two are looked at whatever was seen
		if r.against > 0 {
			return false, []Set{s.restored}
		}
		if r.prints[""] || len(r.prints) > 1 {
			least, each = noisyTrials, noisyEach
		}
		ends[i] = r.ends
	}
	for {
		total, fewest := 0, 0
		for i, count := range ends {
			total += count
			if count < ends[fewest] {
				fewest = i
			}
		}
		enough, next := odds(needed, cause, ends)
		switch {
		case total < least || ends[fewest] < each:
			next = fewest
		case enough:
			return len(lacking) == 0, lacking
		}
		ends[next]++
		lacking = append(lacking, needed[next].restored)
	}
}

// chosenAt is the last trial by whose outcome the search came to its cause: it, and those
// before it, were looked for, and prove nothing.
func chosenAt(needed []state, trials []Trial) int {
	cut := -1
	for _, s := range needed {
		for at, trial := range trials {
			if s.chosen && trial.Restored == s.restored {
				cut = max(cut, at)
				break
			}
		}
	}
	return cut
}

// Wavering says whether one state both came back and was lost.
func Wavering(trials []Trial) bool {
	seen := map[Set]repro.TrialOutcome{}
	for _, trial := range trials {
		if trial.Outcome != repro.TrialBack && trial.Outcome != repro.TrialLost {
			continue
		}
		if before, known := seen[trial.Restored]; known && before != trial.Outcome {
			return true
		}
		seen[trial.Restored] = trial.Outcome
	}
	return false
}

// Least is how many trials a proof takes at least where nothing varies: for the plan.
func Least(factors int) int {
	if factors < 2 {
		return steadyTrials
	}
	return steadyTrials + 1 // the one that found the cause counts for nothing
}
