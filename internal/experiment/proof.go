package experiment

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// How many trainings a proof takes. Let a state come back with chance p, whatever is
// restored. Then k trials that come back and k that drift, as the proof demands them, are
// seen with chance (p(1-p))^k at most, which is largest for p = 1/2: 2^-n for n trials in
// all. Ten are wrong once in a thousand at the very worst, sixteen once in 65,000. Sixteen
// are asked for where trials of one state gave different numbers, or numbers so coarse that
// they are equal by chance: then there is noise, or nobody knows.
const (
	steadyTrials, steadyEach = 10, 2
	noisyTrials, noisyEach   = 16, 4
)

// A state is a set of factors that a proof needs, and what has to be seen of it.
type state struct {
	restored Set
	want     repro.TrialOutcome
	chosen   bool // its first trial is why the search came to this cause
	whole    bool // one training of it has to be seen to its end: what is said of the cause is said of it
}

// A Need is a trial that a proof lacks.
type Need struct {
	Restored Set
	Whole    bool // it has to come to its end
}

// states are what the proof for a cause among n factors rests on: restoring it alone comes
// back, breaking it alone is lost, each part of it alone left out is lost, and so are
// today's state lost and the whole restoration back.
func states(n int, cause Set) []state {
	all := All(n)
	var needed []state
	add := func(restored Set, want repro.TrialOutcome, chosen, whole bool) {
		for _, known := range needed {
			if known.restored == restored {
				return
			}
		}
		needed = append(needed, state{restored, want, chosen, whole})
	}
	add(all&^cause, repro.TrialLost, false, true)
	add(cause, repro.TrialBack, true, true)
	if cause.Len() > 1 {
		for _, factor := range cause.Factors() {
			add(cause&^SetOf(factor), repro.TrialLost, true, true)
		}
	}
	add(0, repro.TrialLost, false, false)
	add(all, repro.TrialBack, false, false)
	return needed
}

// A record is what was seen of one state.
type record struct {
	back, lost, unresolved int
	prints                 map[string]int
	coarse                 bool
	after                  int // of the trials, those that were made after the search had its cause
	whole                  int // of the trials, those that came to their end
	hints                  int // of the trials, those that prove nothing
}

func recordOf(trials []Trial, restored Set, cut int) record {
	r := record{prints: map[string]int{}}
	for at, trial := range trials {
		if trial.Restored != restored {
			continue
		}
		switch {
		case trial.Hint:
			r.hints++
		case at > cut:
			r.after++
		}
		switch trial.Outcome {
		case repro.TrialBack:
			r.back++
		case repro.TrialLost:
			r.lost++
		default:
			r.unresolved++
			continue
		}
		if trial.Begun {
			r.prints["begun "+trial.Print]++
			continue
		}
		r.whole++
		r.prints[trial.Print]++
		r.coarse = r.coarse || trial.Print == ""
	}
	return r
}

func (r record) of(outcome repro.TrialOutcome) int {
	switch outcome {
	case repro.TrialBack:
		return r.back
	case repro.TrialLost:
		return r.lost
	}
	return r.unresolved
}

// varies says whether equal trainings gave different numbers. What was ended early has
// numbers of its own.
func (r record) varies() bool {
	begun, whole := 0, 0
	for print := range r.prints {
		if strings.HasPrefix(print, "begun ") {
			begun++
		} else {
			whole++
		}
	}
	return begun > 1 || whole > 1
}

// Proven says whether trials prove that a set is the cause among n factors. Where they do
// not and nothing speaks against it, next is what has to be seen once more. What restores the
// cause, or breaks it or a part of it, has to be seen to the end of a training, and where
// trials are hints all that counts has.
func Proven(n int, cause Set, trials []Trial) (proven bool, next Need) {
	if cause == 0 || cause&^All(n) != 0 || Wavering(trials) || Misled(trials) {
		return false, Need{}
	}
	needed := states(n, cause)
	cut := chosenAt(needed, trials)
	total, fewest, noisy := 0, -1, false
	var unseen []Need
	hinted := false
	for _, trial := range trials {
		hinted = hinted || trial.Hint
	}
	for _, s := range needed {
		r := recordOf(trials, s.restored, cut)
		against := r.back + r.lost + r.unresolved - r.of(s.want)
		if against > 0 {
			return false, Need{s.restored, true}
		}
		if s.whole && r.whole == 0 {
			unseen = append(unseen, Need{s.restored, true})
		}
		noisy = noisy || r.coarse || r.varies()
		count := r.after
		if s.restored == 0 || s.restored == All(n) { // they are looked at whatever was seen
			count = r.of(s.want) - r.hints
		}
		total += count
		if fewest < 0 || count < fewest {
			fewest, next = count, Need{Restored: s.restored, Whole: hinted}
		}
	}
	if len(unseen) > 0 {
		return false, unseen[0]
	}
	least, each := steadyTrials, steadyEach
	if noisy {
		least, each = noisyTrials, noisyEach
	}
	return total >= least && fewest >= each, next
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
