package report

import (
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestFurtherTrainings: a reader sees why there was more than one training.
func TestFurtherTrainings(t *testing.T) {
	t.Parallel()
	challenged := []repro.Gate{{Name: evidence.NumbersComputed, State: repro.GatePassed,
		Text: evidence.Row{}.Sentence("the numbers follow a param", []string{string(evidence.Run), string(evidence.Challenged)})}}
	for want, r := range map[string]repro.Result{
		"":                          {},
		"4 further trainings":       {Further: repro.Trainings{Made: 4}},
		"a challenge":               {Further: repro.Trainings{Made: 1}, Evidence: challenged},
		"a challenge, 1m00s in all": {Further: repro.Trainings{Made: 1, Took: time.Minute}, Evidence: challenged},
		"3 further trainings, a challenge among them": {Further: repro.Trainings{Made: 3}, Evidence: challenged},
	} {
		if got := furtherTrainings(r); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
