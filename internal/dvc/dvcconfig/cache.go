package dvcconfig

import (
	"path/filepath"
)

// CacheDir gives the directory of DVC's cache by the project's configuration,
// .dvc/config and .dvc/config.local, either of which may be empty. dir is its
// .dvc directory, absolute; outer is what OuterCacheDir gives.
func CacheDir(shared, local []byte, dir, outer string) string {
	place := outer
	if place == "" {
		place = filepath.Join(dir, "cache")
	}
	for _, text := range [][]byte{shared, local} {
		if found := cacheDir(parseConfig(text), dir); found != "" {
			place = found
		}
	}
	return place
}

// cacheDir gives the cache that a configuration in dir names, "" for none.
func cacheDir(c config, dir string) string {
	place := ""
	for _, section := range c {
		for _, entry := range section.entries {
			if section.name == "[cache]" && entry.key == "dir" && entry.value != "" {
				place = absolute(dir, entry.value)
			}
		}
	}
	return place
}
