package action

import (
	"context"
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
	dir := t.TempDir()
	if err := demo.WriteProject(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := demo.Train(context.Background(), demo.Environment{Dir: dir, Store: s.store, Output: io.Discard}); err != nil {
		t.Fatal(err)
	}
	metrics, err := os.ReadFile(filepath.Join(dir, "metrics", "metrics.json"))
	if err != nil {
		t.Fatal(err)
	}
	files["metrics/metrics.json"] = metrics
	s.Push("main", files)
	s.original(t, 3, "kept")
	s.event(t, "workflow_dispatch", map[string]any{})
	s.env["GITHUB_SHA"], s.env["INPUT_VERSION"], s.env["INPUT_METRICS"], s.skip = s.Head("main"), "3", "accuracy", true
	if got := s.step(t.Context()); got != 4 || !strings.Contains(read(t, s.env["GITHUB_OUTPUT"]), "stale-metrics") {
		t.Errorf("exit code %d, want 4 for stale metrics\n%s", got, s.log.String())
	}
}
