package action

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/demo"
)

// TestStep_aSkippedTrainingIsNone: the workflow ends well, its training step has
// an `if:` that was false, and the step after it uploads the metrics file all the
// same. It is the one that was checked out.
func TestStep_aSkippedTrainingIsNone(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	files := s.files(t, "")
	files["metrics/metrics.json"] = trainedMetrics(t)
	s.Push("main", files)
	s.original(t, 3, "kept")
	s.event(t, "workflow_dispatch", map[string]any{})
	s.env["GITHUB_SHA"], s.env["INPUT_VERSION"], s.env["INPUT_METRICS"], s.skip = s.Head("main"), "3", "accuracy", true
	if got := s.step(t.Context()); got != 4 || !strings.Contains(read(t, s.env["GITHUB_OUTPUT"]), "stale-metrics") {
		t.Errorf("exit code %d, want 4 for stale metrics\n%s", got, s.log.String())
	}
}

// TestStep_anotherBranchsMetrics: the commit has no metrics file, and the default branch has
// one with the original's numbers. A workflow that checks out that branch, or has git fetch
// from it, may have uploaded those; one that trains what it was given has its own.
func TestStep_anotherBranchsMetrics(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		line string // of the workflow's steps
		exit int
		want string
	}{
		"checks out what it was given": {"      - uses: actions/checkout@v6\n        with: {ref: '${{ github.ref }}'}\n", 0, "\nreproduced\n"},
		"checks out the other branch":  {"      - uses: actions/checkout@v6\n        with:\n          ref: main\n", 4, "\nother-code\n"},
		"fetches from it":              {"      - run: git fetch origin main && git checkout FETCH_HEAD -- metrics\n", 4, "\nnot-proven\n"},
		"fetches in a script":          {"      - run: bash fetch.sh\n", 4, "\nnot-proven\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			files := s.files(t, "")
			files[".github/workflows/train.yml"] = append([]byte(trainWorkflow), tt.line...)
			files["fetch.sh"] = []byte("git restore --source origin/main metrics\n")
			s.Push("main", files)
			s.original(t, 3, "kept")
			files["metrics/metrics.json"] = trainedMetrics(t)
			s.Push("main", files)
			s.event(t, "workflow_dispatch", map[string]any{})
			s.env["GITHUB_SHA"], s.env["INPUT_VERSION"], s.env["INPUT_METRICS"], s.leave = s.Head("main"), "3", "accuracy\nf1_score\nlog_loss", attachMetrics
			got, outputs := s.step(t.Context()), read(t, s.env["GITHUB_OUTPUT"])
			if got != tt.exit || !strings.Contains(outputs, tt.want) {
				t.Errorf("exit code %d, want %d for%s%s\n%s", got, tt.exit, tt.want, outputs, s.log.String())
			}
		})
	}
}

// trainedMetrics is the metrics file that a training of the demonstration project leaves.
func trainedMetrics(t *testing.T) []byte {
	t.Helper()
	dir := t.TempDir()
	if err := demo.WriteProject(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := demo.Train(t.Context(), demo.Environment{Dir: dir, Store: filepath.Join(dir, "mlruns"), Output: io.Discard}); err != nil {
		t.Fatal(err)
	}
	metrics, err := os.ReadFile(filepath.Join(dir, "metrics", "metrics.json"))
	if err != nil {
		t.Fatal(err)
	}
	return metrics
}
