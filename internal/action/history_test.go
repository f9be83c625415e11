package action

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestStepKnowsEarlierChecks has a nightly whose job downloaded the report of
// an earlier night. Since then somebody has changed the data.
func TestStepKnowsEarlierChecks(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.event(t, "schedule", map[string]any{})
	s.env["INPUT_VERSION"], s.env["INPUT_CODE-REF"] = "1", "head"
	s.Push("main", s.files(t, ""))
	if got := s.step(t.Context()); got != 0 {
		t.Fatalf("exit code %d, want 0\n%s", got, s.log.String())
	}
	workspace := filepath.Join(s.dir, "workspace")
	saved := read(t, filepath.Join(workspace, "reproduce-report", "report.json"))
	saved = strings.Replace(saved, `"checked_at": "2026-11-23T02:41:07Z"`, `"checked_at": "2026-10-26T02:41:07Z"`, 1)
	if err := os.MkdirAll(filepath.Join(workspace, "checks", "check-0"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(workspace, "checks", "check-0", "report.json"), []byte(saved), 0o644); err != nil {
		t.Fatal(err)
	}
	files := s.files(t, "")
	files["data/iris.csv"] = bytes.ReplaceAll(files["data/iris.csv"], []byte("5.1,"), []byte("1.5,"))
	s.Push("main", files)
	s.env["INPUT_HISTORY"] = "checks\nchecks-of-last-year"
	if got := s.step(t.Context()); got != 3 {
		t.Fatalf("exit code %d, want 3\n%s", got, s.log.String())
	}
	summary := read(t, s.env["GITHUB_STEP_SUMMARY"])
	for _, want := range []string{
		"**Since v1 last reproduced on 26 Oct 2026, iris has changed, which makes it the likelier cause",
		"One earlier check is known, of 26 Oct 2026: reproduced. Oldest first: ✅",
		"history checks-of-last-year: there is no such file or directory",
	} {
		if !strings.Contains(summary, want) {
			t.Errorf("the summary lacks %q:\n%s", want, summary)
		}
	}
	if report := read(t, filepath.Join(workspace, "reproduce-report", "report.json")); !strings.Contains(report, `"since": "changed"`) {
		t.Errorf("report.json does not tell what has changed:\n%s", report)
	}
}
