package app

import (
	"os"
	"path/filepath"
	"slices"
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

// TestClearSaved: what an earlier step saved goes, in its directory and, where each check has
// one of its own, below it; what anybody else made stays.
func TestClearSaved(t *testing.T) {
	t.Parallel()
	saved := map[string]string{
		"out/report.json": savedReport, "out/audit.json": savedReport, "out/a/.gitignore": "*\n", "out/a/report.json": savedReport, "out/a/report.md": oldSummary, "out/a/notes.txt": "mine",
		"out/b/report.json": savedReport, "out/c/.gitignore": "*.log\n", "out/c/report.json": savedReport, "out/d/.gitignore": "*\n", "out/d/report.json": "{}",
	}
	for name, tt := range map[string]struct {
		dir   string
		below bool
		gone  []string
	}{
		"one check":            {"out", false, []string{"out/report.json", "out/audit.json"}},
		"each in its own":      {"out", true, []string{"out/report.json", "out/audit.json", "out/a/report.json", "out/a/report.md"}},
		"none is named":        {"", true, nil},
		"a directory not made": {"other", true, nil},
	} {
		a := &App{Process: Process{Dir: t.TempDir()}}
		for file, text := range saved {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(a.Dir, file)), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(a.Dir, file), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if err := a.ClearSaved(tt.dir, "", tt.below); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for file := range saved {
			if gone := !Exists(filepath.Join(a.Dir, file)); gone != slices.Contains(tt.gone, file) {
				t.Errorf("%s: %s is gone: %v", name, file, gone)
			}
		}
	}
	a := &App{Process: Process{Dir: t.TempDir()}}
	if err := os.WriteFile(filepath.Join(a.Dir, "out"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := a.ClearSaved("out", "", true); err == nil || !strings.Contains(err.Error(), "name another directory") {
		t.Errorf("a file in its place: %v", err)
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
