package explain

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestReadOthersOutside: trainings of one search that read other files outside, as a cache
// gives them, are told from those that read the same.
func TestReadOthersOutside(t *testing.T) {
	t.Parallel()
	trial := func(outside string, points int, outcome repro.TrialOutcome) repro.Trial {
		return repro.Trial{Outside: outside, Points: points, Outcome: outcome}
	}
	for name, tt := range map[string]struct {
		trials []repro.Trial
		want   bool
	}{
		"none":                          {nil, false},
		"nothing outside":               {[]repro.Trial{trial("", 0, repro.TrialBack), trial("", 0, repro.TrialLost)}, false},
		"one file in all":               {[]repro.Trial{trial("a", 0, repro.TrialBack), trial("a", 0, repro.TrialLost)}, false},
		"another in each state":         {[]repro.Trial{trial("a", 0, repro.TrialBack), trial("b", 0, repro.TrialLost)}, true},
		"one in some":                   {[]repro.Trial{trial("", 0, repro.TrialBack), trial("b", 0, repro.TrialLost)}, true},
		"one that was ended early":      {[]repro.Trial{trial("a", 0, repro.TrialBack), trial("", 3, repro.TrialLost)}, false},
		"one that gave nothing":         {[]repro.Trial{trial("a", 0, repro.TrialBack), trial("", 0, repro.TrialUnresolved)}, false},
		"the first, which gave nothing": {[]repro.Trial{trial("", 0, repro.TrialUnresolved), trial("a", 0, repro.TrialBack), trial("a", 0, repro.TrialLost)}, false},
	} {
		if got := readOthersOutside(tt.trials); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
