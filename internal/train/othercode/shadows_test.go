//go:build unix

package othercode

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// TestShadows: what the commit does not have and what comes before an installed
// module; the commit's own modules and names that nobody installed are none.
func TestShadows(t *testing.T) {
	t.Parallel()
	top, site := t.TempDir(), t.TempDir()
	for _, file := range []string{"yaml/__init__.py", "six.py", "requests/__init__.py"} {
		gittest.Write(t, site, file, "")
	}
	gittest.Write(t, top, "sub/six.py", "") // the commit's own
	c := CheckoutOf(top, filepath.Join(top, "sub"))
	if got := c.Shadows([]string{site}); got != nil {
		t.Fatalf("before the training %q", got)
	}
	for _, file := range []string{"sub/yaml/__init__.py", "sub/sitecustomize.py", "sub/made.py", "sub/requests/notes.txt", "sub/yaml.json", "six.py"} {
		gittest.Write(t, top, file, "")
	}
	want := []string{"sub/sitecustomize.py (not in git, and before the installed sitecustomize)", "sub/yaml/__init__.py (not in git, and before the installed yaml)"}
	if got := c.Shadows([]string{site}); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
