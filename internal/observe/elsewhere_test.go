package observe

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestPackagesElsewhere: packages that were imported from elsewhere than the environment, whoever installed
// them, and code that is nobody's package.
func TestPackagesElsewhere(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(top, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	place, environment := filepath.Join(top, "place"), filepath.Join(top, "env")
	program := write("place/train.py", "")
	target := write("home/pkgs/tiny.py", "")
	deep := write("home/pkgs/big/sub/net.py", "")
	write("home/pkgs/tiny-1.0.dist-info/RECORD", "tiny.py,,\n")
	write("home/pkgs/big-1.0.dist-info/RECORD", "big/sub/net.py,,\n")
	vendored := write("place/pkgs/six.py", "")
	write("place/pkgs/six-1.0.dist-info/RECORD", "six.py,,\n")
	own := write("built/churn.py", "")
	write("built/churn-1.0.dist-info/RECORD", "churn.py,,\n")
	write("built/churn-1.0.dist-info/direct_url.json", `{"url": "file://`+filepath.ToSlash(place)+`", "dir_info": {}}`)
	source, plugin := write("lib/helper.py", ""), write("home/pkgs/mine.py", "")
	ofEnv, ofOther := write("env/lib/python3.12/site-packages/numpy/__init__.py", ""), write("tmp/v/lib/python3.12/site-packages/pandas/__init__.py", "")
	access := func(files ...string) (all []Access) {
		for _, file := range files {
			all = append(all, Access{Path: file})
		}
		return all
	}
	o := Observation{Processes: []Process{
		{ID: 1, Args: []string{"python", "train.py"}, Code: access(program, target, deep, vendored, own, source, plugin), Packages: access(filepath.Dir(ofEnv), filepath.Dir(ofOther))},
		{ID: 2, Args: []string{"python", "/x/other.py"}, Packages: access("/usr/lib/python3/dist-packages/apt")},
	}}
	want := []string{deep, target, vendored, filepath.Dir(ofOther)}
	slices.Sort(want)
	if got := o.Elsewhere([]string{environment}, place); !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}
