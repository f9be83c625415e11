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

// TestLooksWithGit: calls of git that read files by chance.
func TestLooksWithGit(t *testing.T) {
	t.Parallel()
	for command, want := range map[string]bool{
		"git status --porcelain && make": true, "git -C . diff --quiet HEAD": true, "git describe --dirty": true,
		"git rev-parse HEAD && make": false, "python train.py": false, "echo digit status": false, "git log; make status": false,
	} {
		if got := looksWithGit.MatchString(command); got != want {
			t.Errorf("%s: %v, want %v", command, got, want)
		}
	}
}
