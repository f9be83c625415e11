package action

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/demo"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// TestStep_audits: the page goes to the job summary, the document to a file,
// and nothing is written on GitHub.
func TestStep_audits(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.env["INPUT_COMMAND"], s.env["INPUT_MODEL"], s.env["INPUT_WORKFLOW"] = "audit", "", ""
	s.Requests()
	if code := s.step(t.Context()); code != 0 {
		t.Fatalf("exit code %d\n%s", code, s.log.String())
	}
	if summary := read(t, s.env["GITHUB_STEP_SUMMARY"]); !strings.Contains(summary, "Could these models be trained again?") || !strings.Contains(summary, demo.Model+" v2") {
		t.Errorf("the job summary does not show the audit:\n%s", summary)
	}
	if _, _, writes := counted(s.Requests()); writes > 0 {
		t.Errorf("an audit only reads; it wrote %d times", writes)
	}
	output := read(t, s.env["GITHUB_OUTPUT"])
	if !strings.Contains(output, "reproduce-report/audit.json") {
		t.Errorf("the outputs do not say where the document is:\n%s", output)
	}
	found, err := filepath.Glob(filepath.Join(s.dir, "*", "reproduce-report", "audit.json"))
	if err != nil || len(found) != 1 {
		t.Fatalf("audit.json: %v, %v", found, err)
	}
	var document struct {
		Versions []struct{ Name string }
	}
	if err := json.Unmarshal([]byte(read(t, found[0])), &document); err != nil || len(document.Versions) != 2 {
		t.Errorf("%d versions in audit.json, %v; want 2", len(document.Versions), err)
	}
}

// TestStep_auditInTheWay: a document that is not ours is named before the registry is asked
// anything, and stays.
func TestStep_auditInTheWay(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.env["INPUT_COMMAND"], s.env["INPUT_MODEL"], s.env["INPUT_WORKFLOW"], s.env["INPUT_TRACKING-URI"] = "audit", "", "", "http://127.0.0.1:1"
	gittest.Write(t, filepath.Join(s.dir, "workspace"), "reproduce-report/audit.json", "mine")
	code := s.step(t.Context())
	if said := s.log.String(); code == 0 || !strings.Contains(said, "audit.json") || strings.Contains(said, "127.0.0.1") {
		t.Errorf("exit code %d\n%s", code, said)
	}
	if left := read(t, filepath.Join(s.dir, "workspace", "reproduce-report", "audit.json")); left != "mine" {
		t.Errorf("audit.json is %q", left)
	}
}
