package environment

import (
	"os"
	"path/filepath"
	"testing"
)

// TestFind_content: an environment of the cache is taken as it was built, without what
// Python compiled since then, and not at all where a file of it became another.
func TestFind_content(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change func(venv string) error
		found  bool
	}{
		"as it was built": {func(string) error { return nil }, true},
		"compiled since": {func(venv string) error {
			return os.WriteFile(filepath.Join(venv, compiled, "fit.pyc"), []byte("other"), 0o600)
		}, true},
		"another content":      {func(venv string) error { return os.WriteFile(filepath.Join(venv, "fit.py"), []byte("2"), 0o600) }, false},
		"to be executed":       {func(venv string) error { return os.Chmod(filepath.Join(venv, "fit.py"), 0o700) }, false}, // that is what is tried
		"one more":             {func(venv string) error { return os.WriteFile(filepath.Join(venv, "fit.pth"), nil, 0o600) }, false},
		"a link to the same":   {func(venv string) error { return linked(filepath.Join(venv, "fit.py")) }, false},
		"compiled, and a link": {func(venv string) error { return linked(filepath.Join(venv, compiled)) }, false},
	} {
		dir := t.TempDir()
		venv := filepath.Join(dir, "d-1", "venv")
		if err := os.MkdirAll(filepath.Join(venv, compiled), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(venv, "fit.py"), []byte("1"), 0o600); err != nil {
			t.Fatal(err)
		}
		c := cache{dir: dir, digest: "d", say: func(string) {}}
		if err := c.publish(filepath.Dir(venv), Built{Dir: venv}); err != nil {
			t.Fatal(err)
		}
		if err := tt.change(venv); err != nil {
			t.Fatal(err)
		}
		if _, found := c.find(map[string]bool{}); found != tt.found {
			t.Errorf("%s: found is %v", name, found)
		}
		if _, err := os.Stat(filepath.Join(venv, compiled)); tt.found && err == nil {
			t.Errorf("%s: what was compiled is still there", name)
		}
	}
}

// linked puts what lies in an environment beside it, and a link to it in its place.
func linked(path string) error {
	moved := filepath.Join(filepath.Dir(filepath.Dir(path)), "moved")
	if err := os.Rename(path, moved); err != nil {
		return err
	}
	return os.Symlink(moved, path)
}
