package app

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/reproduce-action/reproduce/internal/redact"
)

func TestSave(t *testing.T) {
	t.Parallel()
	files := map[string]string{"report.json": `{"schema_version": 1, "tool": "reproduce v1"}`, "report.md": "# hunter22\n"}
	a := &App{Process: Process{Dir: t.TempDir()}, Secrets: new(redact.Redactor)}
	a.Secrets.Add("hunter22")

	mine := filepath.Join(a.Dir, "mine")
	if err := os.Mkdir(mine, 0o755); err != nil {
		t.Fatal(err)
	}
	for dir, ignored := range map[string]bool{"new/report": true, "mine": false, ".": false} {
		for range 2 { // again is the same
			if err := a.SaveFiles(dir, files); err != nil {
				t.Fatal(err)
			}
		}
		if got := Exists(filepath.Join(a.Dir, dir, ".gitignore")); got != ignored {
			t.Errorf("%s has a .gitignore: %t, want %t", dir, got, ignored)
		}
		if got := content(t, filepath.Join(a.Dir, dir, "report.md")); got != "# ***\n"+reportMark {
			t.Errorf("%s/report.md is %q", dir, got)
		}
	}
	left, err := filepath.Glob(filepath.Join(a.Dir, "*", ".report*"))
	if err != nil || len(left) > 0 {
		t.Errorf("temporary files are left: %v, %v", left, err)
	}
}

// TestWriteFile replaces a file whole: it keeps its mode, and where it cannot be written
// the old one is still there.
func TestWriteFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "params.yaml")
	if err := os.WriteFile(path, []byte("a: 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := writeFile(path, []byte("a: 2\n"), 0o640); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 || content(t, path) != "a: 2\n" {
		t.Errorf("mode %v, %q, %v", info.Mode(), content(t, path), err)
	}
	directory := filepath.Join(filepath.Dir(path), "directory")
	if err := os.MkdirAll(filepath.Join(directory, "x"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := writeFile(directory, []byte("x"), 0o644); err == nil {
		t.Error("a directory was replaced by a file")
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 2 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func content(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestTryWriting leaves nothing behind, and says what is in the way.
func TestTryWriting(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	file := filepath.Join(top, "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]bool{top: true, filepath.Join(top, "a", "b"): true, file: false, filepath.Join(file, "a"): false} {
		if err := tryWriting(dir); (err == nil) != want {
			t.Errorf("%s: %v", dir, err)
		}
	}
	entries, err := os.ReadDir(top)
	if err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

// TestWriteFileToADevice: it stays what it is.
func TestWriteFileToADevice(t *testing.T) {
	t.Parallel()
	link := filepath.Join(t.TempDir(), "null")
	if err := os.Symlink(os.DevNull, link); err != nil {
		t.Fatal(err)
	}
	if err := writeFile(link, []byte("page"), 0o644); err != nil {
		t.Error(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("what was there is %v now, %v", info.Mode(), err)
	}
}
