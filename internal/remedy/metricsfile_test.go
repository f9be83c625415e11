package remedy

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestWrittenMetrics: who forgot to name the metrics file is told its name, and never
// that of a file that this training did not write.
func TestWrittenMetrics(t *testing.T) {
	t.Parallel()
	original := repro.Metrics{{Name: "acc", Value: 0.5}, {Name: "f1", Value: 0.25}}
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"old.json":             `{"acc": 0.5, "f1": 0.25}`,
		"out/scores.json":      `{"acc": 0.5, "f1": 0.3}`,
		"out/one.yaml":         "acc: 0.5\n",
		"out/other.json":       `{"rows": 3}`,
		"out/broken.json":      `{"acc": `,
		".cache/metrics.json":  `{"acc": 0.5, "f1": 0.25}`,
		"mlruns/0/m/meta.yaml": "acc: 0.5\nf1: 0.25\n",
	} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	for name, tt := range map[string]struct {
		wrote string // what the files that were written begin with
		want  string
	}{
		"the one with most of them": {"out/", "the training wrote some of the metrics to out/scores.json: give --metrics-file out/scores.json"},
		"the only one":              {"out/one", "give --metrics-file out/one.yaml"},
		"none with a metric":        {"out/other", "give --metrics-file"},
		"a file that is broken":     {"out/broken", "give --metrics-file"},
		"an old one":                {"nothing", "give --metrics-file"},
		"hidden, and MLflow's own":  {"", "give --metrics-file old.json"}, // of those with both, the one in sight
	} {
		t.Run(name, func(t *testing.T) {
			training := train.Training{Files: files, Wrote: func(file string) bool { return strings.HasPrefix(file, tt.wrote) }}
			if got := NameMetricsFile(training, original); !strings.HasSuffix(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	if got := NameMetricsFile(train.Training{}, original); got != "give --metrics-file" {
		t.Errorf("where nobody can look: %q", got)
	}
}
