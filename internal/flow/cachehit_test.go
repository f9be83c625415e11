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
		"nothing is said":           {"epoch 1\nloss 0.5", "epoch 1\nloss 0.7", false},
		"a hit":                     {"cache hit preds_1a.parquet", "cache miss preds_2b.parquet", true},
		"a hit in both":             {"Cache hit: rows", "cache hit: rows", false},
		"from the cache":            {"predictions from cache", "epoch 1", true},
		"a fit that is there":       {"model already fitted, skipping training", "fitting", true},
		"a saved model":             {"Loading saved model from /tmp/m", "training", true},
		"an input in both":          {"Using cached dataset", "Using cached dataset", false},
		"no word of the result":     {"clearing the cache", "fit", false},
		"two hits, and one of them": {"cache hit a\ncache hit b", "cache hit a\ncache miss b", true},
		"fewer hits of an input":    {"cache hit a\ncache hit b", "cache hit a", false},
		"a result of a server":      {"loaded result from redis", "training ...", true},
		"a memo":                    {"[memo] reused", "[memo] computed", true},
		"a flag":                    {"Cached: True", "Cached: False", true},
		"in capitals":               {"INFO:root:HIT key=0.2", "INFO:root:MISS key=0.1", true},
		"a task":                    {"Task is up to date", "run task", true},
		"what is no training":       {"skipping evaluation: already up to date", "", false},
		"a checkpoint":              {"restored from checkpoint server", "", true},
		"a package":                 {"  Using cached numpy-1.26.4-cp311-cp311-linux_x86_64.whl (18 MB)", "Requirement already satisfied: numpy", false},
		"its own best weights":      {"early stop: restored best weights from checkpoint of epoch 17", "epoch 9", false},
		"some rounds of a loop":     {"epoch 1 warm-up\nepoch 15 cache hit\nepoch 16 cache hit", "epoch 1 warm-up", false},
		"all rounds of a loop":      {"epoch 1 from cache\nepoch 2 from cache", "epoch 1\nepoch 2", true},
		"its own best epoch":        {"restored from the best epoch", "fit", false},
		"as many hits, and a miss":  {"cache hit rows", "cache hit rows\ncache miss fit", false},
		"the best of a cache":       {"loading best model from the cache", "fit", true},
		"rounds of another loop":    {"batch 1 read\nbatch 2 read\nround 1: model loaded from cache", "batch 1 read\nround 1: fit", true},
		"a step of a program":       {"step 1/3: rows\nstep 2/3: model loaded from cache\nstep 3/3: score", "step 1/3: rows\nstep 2/3: fit\nstep 3/3: score", true},
		"some steps of a loop":      {"step 100 loss 0.5\nstep 200 cache hit", "step 100 loss 0.5", false},
		"a rate":                    {"hit rate 0.5, 15 hits", "hit rate 0.2", false},
		"skips rows":                {"skipping 3 rows", "skipping 2 rows", false},
	} {
		of := func(text string) repro.Execution { return repro.Execution{Log: strings.Split(text, "\n")} }
		if got := saysCached(of(tt.judged), of(tt.challenged)); got != "" != tt.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}
