package environment

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestAltered: a package is altered where a file is not what its list says, or is gone, or
// where it is not there itself; what the list has no hash of does not count.
func TestAltered(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change func(t *testing.T, site string)
		want   []string
	}{
		"as installed":      {func(*testing.T, string) {}, nil},
		"a file was edited": {func(t *testing.T, site string) { put(t, filepath.Join(site, "six.py"), "other") }, []string{"six"}},
		"a file is gone":    {func(t *testing.T, site string) { _ = os.Remove(filepath.Join(site, "six.py")) }, []string{"six"}},
		"another is beside": {func(t *testing.T, site string) { put(t, filepath.Join(site, "new.py"), "x") }, nil},
		"no hash in its list": {func(t *testing.T, site string) {
			put(t, filepath.Join(site, "six-1.16.0.dist-info", "INSTALLER"), "uv")
		}, nil},
		"it was uninstalled":  {func(t *testing.T, site string) { _ = os.RemoveAll(filepath.Join(site, "six-1.16.0.dist-info")) }, []string{"six"}},
		"its list is no list": {func(t *testing.T, site string) { put(t, filepath.Join(site, "six-1.16.0.dist-info", "RECORD"), "\"") }, []string{"six"}},
	} {
		venv := filepath.Join(t.TempDir(), "churn [old]")
		site := filepath.Join(venv, "lib", "python3.11", "site-packages")
		put(t, filepath.Join(site, "six.py"), "source")
		sum := sha256.Sum256([]byte("source"))
		put(t, filepath.Join(site, "six-1.16.0.dist-info", "INSTALLER"), "pip")
		put(t, filepath.Join(site, "six-1.16.0.dist-info", "RECORD"), fmt.Sprintf("six.py,sha256=%s,6\nsix-1.16.0.dist-info/INSTALLER,,\nsix-1.16.0.dist-info/RECORD,,\n", base64.RawURLEncoding.EncodeToString(sum[:])))
		tt.change(t, site)
		if got := Altered(venv, map[string]string{"six": "1.16.0"}); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
