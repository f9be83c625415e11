//go:build unix

package wording

import (
	"os"
	"path/filepath"
	"testing"
)

// TestGlobPath: a pattern that begins with a folder finds what is in it, whatever it is called,
// and not what is in another that the name would fit.
func TestGlobPath(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"plain", "churn [old]", "a*b", "what?", `back\slash`, "[", "]", "{a,b}", "[!a]"} {
		dir := t.TempDir()
		for _, folder := range []string{name, "aXb", "whatX", "o"} {
			if err := os.MkdirAll(filepath.Join(dir, folder), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, folder, "x.pth"), nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want := filepath.Join(dir, name, "x.pth")
		found, err := filepath.Glob(filepath.Join(GlobPath(filepath.Join(dir, name)), "*.pth"))
		if err != nil || len(found) != 1 || found[0] != want {
			t.Errorf("%s: found %q, %v", name, found, err)
		}
	}
}
