package flow

import (
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestYounger: files of elsewhere are a doubt until a challenge, or the training's own
// length, shows that it had not found its results there.
func TestYounger(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for name, tt := range map[string]struct {
		original, took time.Duration
		doubtful       []string
		challenged     string
		want           bool
	}{
		"nothing was read":                   {time.Hour, time.Second, nil, "", false},
		"much shorter than the original":     {time.Hour, time.Second, []string{"/x/w.json"}, "", true},
		"as long as the original":            {time.Hour, time.Hour, []string{"/x/w.json"}, "", false},
		"as long as an original of a second": {time.Second, time.Second, []string{"/x/w.json"}, "", true},
		"no time of the original":            {0, time.Hour, []string{"/x/w.json"}, "", true},
		"a challenge moved the numbers":      {time.Hour, time.Second, []string{"/x/w.json"}, "lr", false},
	} {
		plan := repro.Plan{Original: repro.Run{Started: began, Ended: began.Add(tt.original)}}
		training := train.Training{Doubtful: tt.doubtful, Execution: repro.Execution{Started: began, Ended: began.Add(tt.took)}}
		if gates := younger(plan, training, collected{challenged: tt.challenged}); (len(gates) == 1) != tt.want {
			t.Errorf("%s: %+v", name, gates)
		}
	}
}
