//go:build unix

package othercode

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// TestRedirected: what would be imported from the user's clone is imported from
// the checkout, and nothing else is put anywhere.
func TestRedirected(t *testing.T) {
	t.Parallel()
	clone, checkout, venv := t.TempDir(), t.TempDir(), filepath.Join(t.TempDir(), "churn[old]") // which looks like a pattern
	for _, dir := range []string{clone, checkout} {
		gittest.Write(t, dir, "src/churn/__init__.py", "")
		gittest.Write(t, dir, "lib/x.py", "")
	}
	gittest.Write(t, clone, ".venv/lib/x", "")
	gittest.Write(t, clone, "build/x", "") // not in the commit
	site := filepath.Join("lib", "python3.12", "site-packages")
	gittest.Write(t, venv, filepath.Join(site, "churn.pth"), "# a remark\nimport os\n"+filepath.Join(clone, "src")+"\n/elsewhere\n")
	gittest.Write(t, venv, filepath.Join(site, "__editable___x_finder.py"), "MAPPING: dict = {'x': '"+filepath.Join(clone, "lib", "x")+"', 'y': '/elsewhere/y'}\n")
	gittest.Write(t, venv, "bin/python", "")
	list := func(dirs ...string) string { return strings.Join(dirs, string(os.PathListSeparator)) }
	src, lib := filepath.Join(checkout, "src"), filepath.Join(checkout, "lib")
	if got, want := Redirected(nil, filepath.Join(venv, "bin", "python")+" train.py", clone, checkout), []string{"PYTHONPATH=" + list(src, lib)}; !slices.Equal(got, want) {
		t.Errorf("an environment that the command names: %q, want %q", got, want)
	}
	for name, tt := range map[string]struct{ environ, want []string }{
		"nothing leads anywhere":        {[]string{"PATH=/nowhere/bin", "A=b"}, []string{"PATH=/nowhere/bin", "A=b"}},
		"PYTHONPATH leads to the clone": {[]string{"PYTHONPATH=" + list(filepath.Join(clone, "src"), "/other", "rel")}, []string{"PYTHONPATH=" + list(src, "/other", "rel")}},
		"to its top":                    {[]string{"PYTHONPATH=" + clone}, []string{"PYTHONPATH=" + checkout}},
		"to what is not in the commit":  {[]string{"PYTHONPATH=" + filepath.Join(clone, "build")}, []string{"PYTHONPATH=" + filepath.Join(clone, "build")}},
		"an environment that is active": {[]string{"VIRTUAL_ENV=" + venv}, []string{"VIRTUAL_ENV=" + venv, "PYTHONPATH=" + list(src, lib)}},
		"the python on the path":        {[]string{"PATH=" + list("/nowhere", filepath.Join(venv, "bin")), "PYTHONPATH=" + src}, []string{"PATH=" + list("/nowhere", filepath.Join(venv, "bin")), "PYTHONPATH=" + list(src, lib)}},
		"the checkout itself":           {[]string{"PYTHONPATH=" + src}, []string{"PYTHONPATH=" + src}},
	} {
		if got := Redirected(tt.environ, "python train.py", clone, checkout); !slices.Equal(got, tt.want) {
			t.Errorf("%s:\n%q, want\n%q", name, got, tt.want)
		}
	}
}
