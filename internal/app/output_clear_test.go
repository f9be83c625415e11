package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestClearReport: of a directory's files those that are ours go, and anybody else's stay.
func TestClearReport(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ before, after map[string]string }{
		"ours":              {map[string]string{"report.json": savedReport, "report.md": oldSummary, "notes.txt": "mine"}, map[string]string{"notes.txt": "mine"}},
		"theirs":            {map[string]string{"report.json": `{"a": 1}`, "report.md": "# Mine\n"}, map[string]string{"report.json": `{"a": 1}`, "report.md": "# Mine\n"}},
		"a summary of ours": {map[string]string{"report.md": "x" + reportMark}, map[string]string{}},
		"nothing":           {map[string]string{}, map[string]string{}},
	} {
		a := &App{Process: Process{Dir: t.TempDir()}}
		for file, text := range tt.before {
			if err := os.WriteFile(filepath.Join(a.Dir, file), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if err := a.ClearReport(".", ReportFiles...); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, file := range []string{"report.json", "report.md", "notes.txt"} {
			if text, _ := os.ReadFile(filepath.Join(a.Dir, file)); string(text) != tt.after[file] {
				t.Errorf("%s: %s is %q, want %q", name, file, text, tt.after[file])
			}
		}
	}
}

// TestRemoveOld: what cannot be removed is an error with a way out.
func TestRemoveOld(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "x"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := removeOld([]string{dir, filepath.Join(dir, "gone")}); err == nil || !strings.Contains(err.Error(), "name another directory with --output-dir") {
		t.Errorf("%v", err)
	}
}
