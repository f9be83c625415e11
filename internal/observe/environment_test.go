package observe

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestNamesFor: all packages of an environment of its own are known by name, and nothing of one
// that takes the system's packages, or of a Python in none.
func TestNamesFor(t *testing.T) {
	t.Parallel()
	make := func(settings string) string {
		root := filepath.Join(t.TempDir(), "churn [old]") // which looks like a pattern
		for file, text := range map[string]string{
			"pyvenv.cfg": settings, "bin/python": "", "src/own.egg-info/PKG-INFO": "",
			"lib/python3.12/site-packages/churn_plug-1.0.dist-info/METADATA": "", "lib/python3.12/site-packages/old-2-py3.12.egg-info": "",
			"lib/python3.12/site-packages/kit/__init__.py": "", "lib/python3.12/site-packages/own.pth": "import os\n" + root + "/src\n",
		} {
			if text == "" && file == "pyvenv.cfg" {
				continue
			}
			name := filepath.Join(root, filepath.FromSlash(file))
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return filepath.Join(root, "bin", "python")
	}
	got := namesFor(make("home = /usr/bin\ninclude-system-site-packages = false\n"))
	slices.Sort(got)
	if !slices.Equal(got, []string{"churn_plug", "old", "own"}) {
		t.Errorf("%q", got)
	}
	if got := append(namesFor(make("include-system-site-packages = true\n")), namesFor(make(""))...); got != nil {
		t.Errorf("nobody knows: %q", got)
	}
}
