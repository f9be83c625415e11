package experiment

import (
	"errors"
	"slices"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// A Finding is what a search came to.
type Finding struct {
	Conclusion repro.Conclusion
	Why        repro.ExperimentWhy
	Cause      Set // of what is established or isolated
	Trials     []Trial
}

// A search is one under way.
type search struct {
	n      int
	groups Set // factors that are several things each
	try    Try
	trials []Trial
	first  map[Set]repro.TrialOutcome // of each state's first trial
}

// Search looks for the smallest set among n factors, the likeliest first, whose restoring
// brings the metrics back and whose breaking loses them. It is delta debugging: ddmin of A.
// Zeller and R. Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", IEEE
// Transactions on Software Engineering 28(2), 2002, with the restored factors as the input
// that is made smaller. What it finds is trained again until Proven; a trial that does not
// run is unresolved, and never taken for a drift. groups are factors that are several things
// each: a set with one of them is not proven, but isolated as WhyGrouped, for the caller to
// take it apart and to search anew.
//
// A trial may be ended as soon as its curve tells what comes of it, but for those by which
// the search concludes. An error of try other than ErrSpent ends the search, and so does
// ErrMisled; the finding has its trials.
func Search(n int, groups Set, try Try) (Finding, error) {
	s := &search{n: n, groups: groups, try: try, first: map[Set]repro.TrialOutcome{}}
	finding, err := s.steadied(s.run())
	finding.Trials = s.trials
	if Wavering(s.trials) {
		finding.Conclusion, finding.Why, finding.Cause = repro.CauseUnknown, repro.WhyVaries, 0
	}
	if errors.Is(err, ErrSpent) {
		err = nil
	}
	return finding, err
}

func (s *search) run() (Finding, error) {
	if s.n <= 0 || s.n > MaxFactors {
		return Finding{Conclusion: repro.CauseUnknown, Why: repro.WhyNoFactors}, nil
	}
	unknown := Finding{Conclusion: repro.CauseUnknown, Why: repro.WhySpent}
	today, err := s.end(0, repro.TrialLost)
	switch {
	case err != nil:
		return unknown, err
	case today == repro.TrialBack:
		return Finding{Conclusion: repro.CauseUnknown, Why: repro.WhyTodayBack}, nil
	case today != repro.TrialLost:
		return Finding{Conclusion: repro.CauseUnknown, Why: repro.WhyTodayFailed}, nil
	}
	restored, err := s.end(All(s.n), repro.TrialBack)
	switch {
	case err != nil:
		return unknown, err
	case restored == repro.TrialLost:
		return Finding{Conclusion: repro.CauseUnknown, Why: repro.WhyNotRestored}, nil
	case restored != repro.TrialBack:
		return Finding{Conclusion: repro.CauseUnknown, Why: repro.WhyRestoredFailed}, nil
	}
	cause, err := s.minimise()
	if err != nil {
		if cause == All(s.n) || !s.seenBack(cause) {
			return unknown, err // all of them are no answer
		}
		return Finding{Conclusion: repro.CauseIsolated, Why: repro.WhySpent, Cause: cause}, err
	}
	if cause&s.groups != 0 {
		if back, err := s.toTheEnd(cause); err != nil || back != repro.TrialBack {
			return unknown, err
		}
		return Finding{Conclusion: repro.CauseIsolated, Why: repro.WhyGrouped, Cause: cause}, nil
	}
	return s.prove(cause)
}

// again makes one trial, whatever is known of the state.
func (s *search) again(restored Set, whole bool) (repro.TrialOutcome, error) {
	seen, err := s.try(restored, whole)
	if err != nil {
		return "", err
	}
	s.trials = append(s.trials, Trial{restored, seen})
	if Misled(s.trials) {
		return "", ErrMisled
	}
	if _, known := s.first[restored]; !known {
		s.first[restored] = seen.Outcome
	}
	return seen.Outcome, nil
}

// outcome is that of a state's first trial.
func (s *search) outcome(restored Set) (repro.TrialOutcome, error) {
	if outcome, known := s.first[restored]; known {
		return outcome, nil
	}
	return s.again(restored, false)
}

// comesBack tries some factors.
func (s *search) comesBack(factors []int) (bool, error) {
	outcome, err := s.outcome(SetOf(factors...))
	return outcome == repro.TrialBack, err
}

// minimise gives a set that comes back and of which no single factor can be left out.
// With an error it gives the smallest one so far.
func (s *search) minimise() (Set, error) {
	current := All(s.n).Factors()
	if s.n > 2 { // the likeliest factor alone is the commonest answer
		if back, err := s.comesBack(current[:1]); back || err != nil {
			if back {
				current = current[:1]
			}
			return SetOf(current...), err
		}
	}
	for parts := 2; len(current) > 1; {
		smaller, err := s.smaller(current, parts)
		switch {
		case err != nil:
			return SetOf(current...), err
		case smaller != nil && len(smaller)*parts <= len(current)+parts:
			current, parts = smaller, 2
		case smaller != nil:
			current, parts = smaller, max(parts-1, 2)
		case parts >= len(current):
			return SetOf(current...), nil
		default:
			parts = min(2*parts, len(current))
		}
		parts = min(parts, max(len(current), 2))
	}
	return SetOf(current...), nil
}

// smaller tries each of so many parts alone, and then all but each; nil where none comes
// back.
func (s *search) smaller(current []int, parts int) ([]int, error) {
	chunks := split(current, parts)
	for _, chunk := range chunks {
		if back, err := s.comesBack(chunk); back || err != nil {
			return chunk, err
		}
	}
	for _, chunk := range chunks {
		rest := slices.DeleteFunc(slices.Clone(current), func(factor int) bool { return slices.Contains(chunk, factor) })
		if back, err := s.comesBack(rest); back || err != nil {
			return rest, err
		}
	}
	return nil, nil
}

// split cuts a list into parts that differ by one in length at most.
func split(list []int, parts int) (chunks [][]int) {
	for i := range parts {
		if chunk := list[i*len(list)/parts : (i+1)*len(list)/parts]; len(chunk) > 0 {
			chunks = append(chunks, chunk)
		}
	}
	return chunks
}

// drawn is one of the states that a proof lacks. They are trained in no order that something
// outside could keep: two servers that answer in turns would give each state its own one.
func drawn(lacking []Set, made int) Set {
	mixed := (uint64(made) + 1) * 0x9e3779b97f4a7c15
	return lacking[(mixed^mixed>>29)*0xbf58476d1ce4e5b9>>33%uint64(len(lacking))]
}

// prove repeats what a cause's proof rests on until it is proven, or something speaks
// against it.
func (s *search) prove(cause Set) (Finding, error) {
	isolated := Finding{Conclusion: repro.CauseIsolated, Cause: cause, Why: repro.WhySpent}
	back, err := s.toTheEnd(cause)
	switch {
	case err != nil:
		return Finding{Conclusion: repro.CauseUnknown, Why: repro.WhySpent}, err
	case back == repro.TrialUnresolved: // its curve began as the original's, and no end was seen
		return Finding{Conclusion: repro.CauseUnknown, Why: repro.WhyRepeatFailed}, nil
	}
	broken, err := s.toTheEnd(All(s.n) &^ cause)
	switch {
	case err != nil:
		return isolated, err
	case broken == repro.TrialBack:
		isolated.Why = repro.WhyNotLost
		return isolated, nil
	case broken != repro.TrialLost:
		isolated.Why = repro.WhyBreakFailed
		return isolated, nil
	}
	for _, part := range states(s.n, cause) {
		if s.first[part.restored] == repro.TrialUnresolved {
			isolated.Why = repro.WhyInseparable
			return isolated, nil
		}
	}
	for range 2 * (noisyTrials + noisyEach*MaxFactors) { // each makes one trial: this many always do
		proven, lacking := Proven(s.n, cause, s.trials)
		if proven {
			return Finding{Conclusion: repro.CauseEstablished, Why: repro.WhyBoth, Cause: cause}, s.alone(cause)
		}
		if len(lacking) == 0 {
			return isolated, nil
		}
		outcome, err := s.again(drawn(lacking, len(s.trials)), true)
		switch {
		case err != nil:
			return isolated, err
		case Wavering(s.trials):
			return Finding{Conclusion: repro.CauseUnknown, Why: repro.WhyVaries}, nil
		case outcome == repro.TrialUnresolved:
			isolated.Why = repro.WhyRepeatFailed
			return isolated, nil
		}
	}
	return isolated, nil
}
