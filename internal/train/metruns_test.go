package train

import (
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/observe"
)

// TestMetRuns: ids that a training prints, and those whose metrics it reads.
func TestMetRuns(t *testing.T) {
	t.Parallel()
	a, b, c := strings.Repeat("a1", 16), strings.Repeat("b2", 16), strings.Repeat("c3", 16)
	var met metRuns
	for _, line := range []string{
		"Found existing run " + a, "again " + a + ".", "http://localhost:5000/#/experiments/1/runs/" + b,
		"sha256 " + a + b, "0123456789abcdef", "an image x" + c,
	} {
		met.read(line)
	}
	reads := []observe.Access{{Path: "/p/mlruns/1/" + c + "/metrics/loss"}, {Path: "/p/mlruns/1/" + strings.Repeat("d", 32) + "/meta.yaml"}}
	if got := met.with(&observe.Observation{Processes: []observe.Process{{Reads: reads}}}); !slices.Equal(got, []string{a, b, c}) {
		t.Errorf("%q", got)
	}
	if got := met.with(nil); !slices.Equal(got, []string{a, b}) {
		t.Errorf("nobody looked: %q", got)
	}
}
