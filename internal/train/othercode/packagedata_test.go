package othercode

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// TestOtherPackageData: what is read of an installed copy of the commit's package has to be what
// the commit has there.
func TestOtherPackageData(t *testing.T) {
	t.Parallel()
	top, world := t.TempDir(), t.TempDir()
	site := filepath.Join(world, "venv", "lib", "python3.12", "site-packages")
	for name, text := range map[string]string{"src/churn/__init__.py": "", "src/churn/data/scale.json": "1", "src/churn/table.csv": "a", "docs/numbers/x.csv": "1"} {
		gittest.Write(t, top, name, text)
	}
	for name, text := range map[string]string{"churn/__init__.py": "", "churn/data/scale.json": "2", "churn/table.csv": "a", "churn/more.csv": "3", "numbers/x.csv": "2", "top.csv": "2"} {
		gittest.Write(t, site, name, text)
	}
	gittest.Write(t, world, "share/churn/data/scale.json", "2")
	c := Checkout{top: top, dir: top, Files: []string{"src/churn/__init__.py", "src/churn/data/scale.json", "src/churn/table.csv", "docs/numbers/x.csv"}}
	for name, tt := range map[string]struct {
		read string
		want bool
	}{
		"other data":                   {filepath.Join(site, "churn", "data", "scale.json"), true},
		"the same data":                {filepath.Join(site, "churn", "table.csv"), false},
		"data that the commit has not": {filepath.Join(site, "churn", "more.csv"), false},
		"code":                         {filepath.Join(site, "churn", "__init__.py"), false},
		"no package of the commit":     {filepath.Join(site, "numbers", "x.csv"), false},
		"a file beside packages":       {filepath.Join(site, "top.csv"), false},
		"data of no installed package": {filepath.Join(world, "share", "churn", "data", "scale.json"), false},
		"the commit's":                 {filepath.Join(top, "src", "churn", "data", "scale.json"), false},
	} {
		var want []string
		if tt.want {
			want = []string{site}
		}
		if got := c.OtherPackageData([]string{tt.read}); !slices.Equal(got, want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}
