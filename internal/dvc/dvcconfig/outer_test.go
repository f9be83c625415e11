package dvcconfig

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// TestOuterCacheDir follows DVC: the user's settings before the system's, each
// relative to its own file, and the directories that the environment names.
func TestOuterCacheDir(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	plant := func(dir, text string) string {
		t.Helper()
		dir = filepath.Join(home, dir)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "config"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	nothing := filepath.Join(home, "nothing")
	system := plant("system", "[cache]\n    dir = /srv/dvc\n")
	user := plant("user", "[core]\n    remote = r\n[cache]\n    dir = store\n")
	plant("config/dvc", "[cache]\n    dir = /xdg\n")
	plant(".config/dvc", "[cache]\n    dir = /home\n")
	for name, tt := range map[string]struct {
		env  []string
		want string
	}{
		"none":                {[]string{"DVC_SYSTEM_CONFIG_DIR=" + nothing, "DVC_GLOBAL_CONFIG_DIR=" + nothing, "HOME=" + home}, ""},
		"the system's":        {[]string{"DVC_SYSTEM_CONFIG_DIR=" + system, "DVC_GLOBAL_CONFIG_DIR=" + nothing}, "/srv/dvc"},
		"the user's wins":     {[]string{"DVC_SYSTEM_CONFIG_DIR=" + system, "DVC_GLOBAL_CONFIG_DIR=" + user}, filepath.Join(user, "store")},
		"XDG_CONFIG_HOME":     {[]string{"DVC_SYSTEM_CONFIG_DIR=" + nothing, "XDG_CONFIG_HOME=" + filepath.Join(home, "config"), "HOME=" + home}, "/xdg"},
		"the home directory":  {[]string{"DVC_SYSTEM_CONFIG_DIR=" + nothing, "HOME=" + home}, "/home"},
		"an empty variable":   {[]string{"DVC_SYSTEM_CONFIG_DIR=" + nothing, "DVC_GLOBAL_CONFIG_DIR=", "HOME=" + home}, "/home"},
		"no home, no setting": {[]string{"DVC_SYSTEM_CONFIG_DIR=" + nothing}, ""},
	} {
		if runtime.GOOS != "linux" && (name == "XDG_CONFIG_HOME" || name == "the home directory" || name == "an empty variable") {
			continue // other systems have other places
		}
		if got := OuterCacheDir(tt.env); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
