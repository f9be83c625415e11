package observe

import (
	"path/filepath"
	"testing"
)

// TestInstalled_Has: what a package's list has, and what stands beside code where packages
// have no lists.
func TestInstalled_Has(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	const site = "lib/python3.12/site-packages/"
	for name, text := range map[string]string{
		site + "kit-1.dist-info/RECORD":         "kit/__init__.py,sha256=a,1\nkit/model.pkl,sha256=b,1\n\"kit/a, b.json\",sha256=c,2\r\n../../../share/kit/x.pkl,,\n",
		site + "old.egg-info/top_level.txt":     "old\n",
		site + "kit/model.pkl":                  "",
		site + "lost/__init__.py":               "",
		"lib/python3.12/lib2to3/__init__.py":    "",
		"lib/python3.12/stray/fit.pkl":          "",
		"store/site-packages-not/x/__init__.py": "",
	} {
		writeFile(t, filepath.Join(top, filepath.FromSlash(name)), text)
	}
	installed := &Installed{}
	for name, want := range map[string]bool{
		site + "kit/model.pkl": true, site + "kit/a, b.json": true, site + "kit/fit.pkl": false, site + "kit/sub/fit.pkl": false,
		site + "old/model.pkl": true, site + "lost/fit.pkl": false, site + "fit.pkl": false, site + "kit-1.dist-info/direct_url.json": true,
		site + "own.dist-info/fit.pkl": false, "lib/python3.12/lib2to3/Grammar.pickle": true, "lib/python3.12/stray/fit.pkl": false, "store/site-packages-not/x/fit.pkl": false,
	} {
		if got := installed.Has(filepath.Join(top, filepath.FromSlash(name))); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
