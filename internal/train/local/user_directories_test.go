package local

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// TestUserDirectories: directories of the user's caches, data and home whose names stand in
// a text that asks for them.
func TestUserDirectories(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	for _, file := range []string{".cache/churn/x", ".cache/pip/x", ".local/share/shop/x", "fits/x", "clone/x", ".cache/file"} {
		gittest.Write(t, home, file, "")
	}
	for text, want := range map[string][]string{
		"f = path.join(os.homedir(),  .cache ,  churn , key)":                  {".cache/churn"},
		"d, _ := os.UserCacheDir()\nf := filepath.Join(d,  churn , key)":       {".cache/churn"},
		"app =  shop \npd.read_parquet(platformdirs.user_data_dir(app) + key)": {".local/share/shop"},
		"dirs::cache_dir().unwrap().join( churn )":                             {".cache/churn"},
		"path.join(os.homedir(),  fits , key)":                                 {"fits"},
		"x = os.homedir()\nfits = []":                                          nil,
		"path.join(dir,  churn ,  shop , key)":                                 nil,
		"os.UserCacheDir();  churning ,  my-churn ,  churn.json ,  file ":      nil,
		"": nil,
	} {
		var got []string
		for _, dir := range userDirectories(text, home, filepath.Join(home, ".cache")) {
			name, err := filepath.Rel(home, dir)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, filepath.ToSlash(name))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := userDirectories("os.homedir() churn", "", ""); got != nil {
		t.Errorf("nobody's home: %q", got)
	}
}
