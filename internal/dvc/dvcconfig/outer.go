package dvcconfig

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// maxConfig is far above any configuration file.
const maxConfig = 1 << 20

// An Outer is what is configured for the user or the whole system (dvc config --global,
// --system), with each path absolute. A project's own settings come before it.
type Outer struct{ settings config }

// OuterCacheDir gives the cache that is configured there, "" where none is. environ is
// the environment that DVC runs in.
func OuterCacheDir(environ []string) string { return cacheDir(ReadOuter(environ).settings, "/") }

// ReadOuter reads what DVC reads in an environment: the user's settings count before the
// system's.
// https://dvc.org/doc/command-reference/config#description
func ReadOuter(environ []string) (outer Outer) {
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
	for _, dir := range []string{system, user} {
		if dir == "" {
			continue
		}
		file := filepath.Join(dir, "config")
		if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() || info.Size() > maxConfig {
			continue
		}
		text, err := os.ReadFile(file) // the user's own configuration
		if err == nil {
			outer.settings.add(parseConfig(text), func(path string) string { return absolute(dir, expandHome(path, env["HOME"])) })
		}
	}
	return outer
}

// expandHome is the path that ~ stands for; DVC expands it in each of its files.
func expandHome(path, home string) string {
	if rest, below := strings.CutPrefix(path, "~/"); below && filepath.IsAbs(home) {
		return filepath.Join(home, rest)
	}
	return path
}
