package removal

import (
	"os"
	"path/filepath"
	"testing"
)

func TestAll(t *testing.T) {
	t.Parallel()
	outside := t.TempDir()
	if err := os.Chmod(outside, 0o750); err != nil { // a directory
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "clone")
	inner := filepath.Join(dir, "cache", "ab")
	if err := os.MkdirAll(inner, 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(inner, "cdef"), nil, 0o400); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "link")); err != nil {
		t.Skip(err)
	}
	for _, closed := range []string{inner, filepath.Dir(inner), dir} {
		if err := os.Chmod(closed, 0o500); err != nil { // a directory
			t.Fatal(err)
		}
	}
	if err := All(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(dir); !os.IsNotExist(err) {
		t.Errorf("%s: %v; want it to be gone", dir, err)
	}
	info, err := os.Stat(outside)
	if err != nil || info.Mode().Perm() != 0o750 {
		t.Errorf("what a link leads to: %v, %v; want it as it was", info, err)
	}
	if err := All(dir); err != nil {
		t.Errorf("what is not there: %v", err)
	}
}
