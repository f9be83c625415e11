package flow

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestSaysCached: a judged training that says that it found its result, and a challenge that
// does not, did not do the same.
func TestSaysCached(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		judged, challenged string
		want               bool
	}{
		"nothing is said":       {"epoch 1\nloss 0.5", "epoch 1\nloss 0.7", false},
		"a hit":                 {"cache hit preds_1a.parquet", "cache miss preds_2b.parquet", true},
		"a hit in both":         {"Cache hit: rows", "cache hit: rows", false},
		"from the cache":        {"predictions from cache", "epoch 1", true},
		"a fit that is there":   {"model already fitted, skipping training", "fitting", true},
		"a saved model":         {"Loading saved model from /tmp/m", "training", true},
		"an input in both":      {"Using cached dataset", "Using cached dataset", false},
		"no word of the result": {"clearing the cache", "fit", false},
		"skips rows":            {"skipping 3 rows", "skipping 2 rows", false},
	} {
		of := func(text string) repro.Execution { return repro.Execution{Log: strings.Split(text, "\n")} }
		if got := saysCached(of(tt.judged), of(tt.challenged)); got != "" != tt.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}
