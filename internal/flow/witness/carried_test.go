package witness

import (
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestYounger: files of elsewhere are a doubt until a challenge shows that the training had
// not found its results there. How long it took shows nothing: it may do all but fit.
func TestYounger(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for name, tt := range map[string]struct {
		took       time.Duration
		doubtful   []string
		challenged string
		want       bool
	}{
		"nothing was read":              {time.Second, nil, "", false},
		"it was short":                  {time.Second, []string{"/x/w.json"}, "", true},
		"it was long":                   {time.Hour, []string{"/x/w.json"}, "", true},
		"a challenge moved the numbers": {time.Second, []string{"/x/w.json"}, "lr", false},
	} {
		training := train.Training{Doubtful: tt.doubtful, Execution: repro.Execution{Started: began, Ended: began.Add(tt.took)}}
		if gates := younger(training, collect.Collected{Challenged: tt.challenged}); (len(gates) == 1) != tt.want {
			t.Errorf("%s: %+v", name, gates)
		}
	}
}
