package witness

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestDisagreeing: a file whose numbers the run of the same training logged
// otherwise is not known to be its own.
func TestDisagreeing(t *testing.T) {
	t.Parallel()
	numbers := func(id, from string, accuracy float64) repro.Run {
		return repro.Run{ID: id, From: from, Metrics: repro.NewMetrics(map[string]float64{"accuracy": accuracy, "epoch_time": 3})}
	}
	file := numbers("", "m.json", 0.9777777777777777)
	plan := repro.Plan{Original: flowtest.Original}
	mapped := plan
	mapped.Metrics.Map = map[string]string{"accuracy": "acc"}
	unselected := plan
	unselected.Metrics.Select = []string{"loss"}
	for name, tt := range map[string]struct {
		plan repro.Plan
		c    collect.Collected
		want bool
	}{
		"no run":                      {plan, collect.Collected{Run: file}, false},
		"the same":                    {plan, collect.Collected{Run: file, Tracked: numbers("new", "", 0.9777777777777777)}, false},
		"the file is rounded":         {plan, collect.Collected{Run: numbers("", "m.json", 0.978), Tracked: numbers("new", "", 0.9777777777777777)}, false},
		"the run is rounded":          {plan, collect.Collected{Run: file, Tracked: numbers("new", "", 0.978)}, false},
		"another":                     {plan, collect.Collected{Run: file, Tracked: numbers("new", "", 0.9111)}, true},
		"the last bit":                {plan, collect.Collected{Run: file, Tracked: numbers("new", "", 0.9777777777777776)}, true},
		"another, not judged":         {unselected, collect.Collected{Run: file, Tracked: numbers("new", "", 0.9111)}, false},
		"the file has it not, by map": {mapped, collect.Collected{Run: file, Tracked: numbers("new", "", 0.9111)}, false},
		"the numbers are the run's":   {plan, collect.Collected{Run: numbers("new", "", 0.5), Tracked: numbers("new", "", 0.9111)}, false},
		"a run without metrics":       {plan, collect.Collected{Run: file, Tracked: repro.Run{ID: "new"}}, false},
	} {
		gates := disagreeing(tt.plan, tt.c)
		if (len(gates) == 1) != tt.want {
			t.Errorf("%s: %+v, want a doubt: %v", name, gates, tt.want)
		}
		for _, gate := range gates {
			refused(repro.AmbiguousMetrics, "accuracy (").check(t, gate)
		}
	}
}
