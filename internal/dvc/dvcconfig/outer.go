package dvcconfig

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// maxConfig is far above any configuration file.
const maxConfig = 1 << 20

// OuterCacheDir gives the cache that is configured for the user or the whole
// system (dvc config --global, --system), "" where none is. environ is the
// environment that DVC runs in. A project's own settings come before it.
// https://dvc.org/doc/command-reference/config#description
func OuterCacheDir(environ []string) string {
	env := map[string]string{}
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		env[name] = value
	}
	first := func(choices ...string) string {
		for _, choice := range choices {
			if filepath.IsAbs(choice) {
				return choice
			}
		}
		return ""
	}
	under := func(dir string) string { // the directories that platformdirs gives
		if dir == "" {
			return ""
		}
		return filepath.Join(dir, "dvc")
	}
	site, _, _ := strings.Cut(env["XDG_CONFIG_DIRS"], string(os.PathListSeparator))
	system := first(env["DVC_SYSTEM_CONFIG_DIR"], under(site), "/etc/xdg/dvc")
	user := first(env["DVC_GLOBAL_CONFIG_DIR"], under(env["XDG_CONFIG_HOME"]), filepath.Join(env["HOME"], ".config", "dvc"))
	if runtime.GOOS == "darwin" {
		system = first(env["DVC_SYSTEM_CONFIG_DIR"], "/Library/Application Support/dvc")
		user = first(env["DVC_GLOBAL_CONFIG_DIR"], filepath.Join(env["HOME"], "Library", "Application Support", "dvc"))
	}
	place := ""
	for _, dir := range []string{system, user} {
		if dir == "" {
			continue
		}
		file := filepath.Join(dir, "config")
		if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() || info.Size() > maxConfig {
			continue
		}
		text, err := os.ReadFile(file) //nolint:gosec // the user's own configuration
		if found := cacheDir(parseConfig(text), dir); err == nil && found != "" {
			place = found
		}
	}
	return place
}
