package params

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestAllEqual: two runs with the same params, by their values and not their texts.
func TestAllEqual(t *testing.T) {
	t.Parallel()
	run := repro.NewParams(map[string]string{"lr": "1e-05", "seed": "3"})
	isSeed := func(name string) bool { return name == "seed" }
	for name, tt := range map[string]struct {
		other       map[string]string
		exact, seed bool // whether all are equal, and whether all but the seed are
	}{
		"the same":           {map[string]string{"lr": "0.00001", "seed": "3"}, true, true},
		"another seed":       {map[string]string{"lr": "1e-05", "seed": "4"}, false, true},
		"another rate":       {map[string]string{"lr": "1e-04", "seed": "3"}, false, false},
		"no seed":            {map[string]string{"lr": "1e-05"}, false, false},
		"another in a place": {map[string]string{"lr": "1e-05", "depth": "3"}, false, false},
		"one more":           {map[string]string{"lr": "1e-05", "seed": "3", "depth": "3"}, false, false},
	} {
		other := repro.NewParams(tt.other)
		if AllEqual(run, other, nil) != tt.exact || AllEqual(run, other, isSeed) != tt.seed {
			t.Errorf("%s: want %v, and but for the seed %v", name, tt.exact, tt.seed)
		}
	}
}
