//go:build unix

package othercode

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// TestLinksOut: links within the place, to data and to environments are none of
// code.
func TestLinksOut(t *testing.T) {
	t.Parallel()
	top, away := t.TempDir(), t.TempDir()
	gittest.Write(t, top, "src/real.py", "1\n")
	gittest.Write(t, away, "train.py", "2\n")
	gittest.Write(t, away, "lib/mod.py", "2\n")
	gittest.Write(t, away, "data/a.csv", "2\n")
	for name, to := range map[string]string{
		"within.py": "src/real.py", "train.py": filepath.Join(away, "train.py"), "src/lib": filepath.Join(away, "lib"), "later.py": filepath.Join(away, "gone.py"),
		"up.py": "../x/up.py", "data": filepath.Join(away, "data"), "a.csv": filepath.Join(away, "data/a.csv"), "conf.yaml": filepath.Join(away, "conf.yaml"), ".venv": filepath.Join(away, "lib"),
	} {
		if err := os.Symlink(to, filepath.Join(top, name)); err != nil {
			t.Fatal(err)
		}
	}
	var want []string
	for _, file := range []string{"conf.yaml", "later.py", "src/lib", "train.py", "up.py"} {
		want = append(want, file+" (a link that leads out of the checkout)")
	}
	if got := CheckoutOf(top, top).LinksOut(); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
