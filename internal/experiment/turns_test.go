package experiment

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestSearch_turns: where something outside decides in turns whether a training comes back, as
// servers that answer one after the other, nothing that is restored is called a cause.
func TestSearch_turns(t *testing.T) {
	t.Parallel()
	worlds := 0
	for period := 2; period <= 7; period++ {
		for turns := range 1 << period {
			for n := 1; n <= 5; n++ {
				at := 0
				finding, err := Search(n, 0, func(Set, bool) (Seen, error) {
					seen := Seen{Outcome: repro.TrialLost}
					if turns>>(at%period)&1 == 1 {
						seen.Outcome = repro.TrialBack
					}
					seen.Print = string(seen.Outcome)
					at++
					return seen, nil
				})
				if err != nil {
					t.Fatal(err)
				}
				worlds++
				if finding.Conclusion == repro.CauseEstablished {
					t.Errorf("%d factors, %0*b in turns: %v is called established after %d trials", n, period, turns, finding.Cause.Factors(), at)
				}
			}
		}
	}
	if worlds < 1000 {
		t.Errorf("%d worlds", worlds)
	}
}
