package action

import (
	"strings"
	"testing"
)

// TestStep_show: what the log shows is in the job summary too, and later steps get the version's
// number and its run.
func TestStep_show(t *testing.T) {
	t.Parallel()
	s := &stage{fixture: newFixture(t)}
	s.on(t, "workflow_dispatch")
	s.as(t, "show", "model=iris-classifier", "version=production")
	if code := s.job(t); code != 0 {
		t.Fatalf("exit code %d\n%s", code, s.log.String())
	}
	out, summary := s.outputs(t), read(t, s.env["GITHUB_STEP_SUMMARY"])
	if out["version"] != "1" || len(out["original-run-id"]) != 32 || !strings.HasPrefix(out["summary"], "iris-classifier v1 (") || out["verdict"] != "" {
		t.Errorf("the outputs are %v", out)
	}
	if !strings.HasPrefix(summary, "### `iris-classifier` v1\n\n```text\n") || !strings.Contains(summary, out["original-run-id"]) {
		t.Errorf("the summary is\n%s", summary)
	}
	s.as(t, "show", "model=iris-classifier", "version=production", "job-summary=false")
	if code, summary := s.job(t), read(t, s.env["GITHUB_STEP_SUMMARY"]); code != 0 || summary != "" {
		t.Errorf("without a summary: exit code %d, %q", code, summary)
	}
}
