package experiment

import "github.com/reproduce-action/reproduce/internal/repro"

// alone trains with all restored but one factor of a cause, for each of several: the proof does
// not tell whether it is enough by itself to lose the metrics.
func (s *search) alone(cause Set) error {
	if cause.Len() < 2 {
		return nil
	}
	for _, factor := range cause.Factors() {
		if _, err := s.toTheEnd(All(s.n) &^ SetOf(factor)); err != nil {
			return err
		}
	}
	return nil
}

// Alone says of the factors of a cause whether each is known to lose the metrics by itself, with
// all others restored; and which are known not to: something else takes part there.
func Alone(n int, cause Set, trials []Trial) (each bool, not Set) {
	enough := Set(0)
	for _, trial := range Completed(trials) {
		factor := All(n) &^ trial.Restored
		switch {
		case factor.Len() != 1 || factor&^cause != 0:
		case trial.Outcome == repro.TrialLost:
			enough |= factor
		case trial.Outcome == repro.TrialBack:
			not |= factor
		}
	}
	return enough == cause && not == 0, not
}
