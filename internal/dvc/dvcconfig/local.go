package dvcconfig

import (
	"path/filepath"
	"slices"
	"strings"
)

// Local gives the .dvc/config.local of a second working tree, such that
// DVC finds there what it finds in the first: the cache, and remotes that are
// directories. shared is .dvc/config and local .dvc/config.local of the first
// tree, either may be empty; dir is its .dvc directory, absolute. Relative
// paths in both are relative to dir, which the second tree is not in. outer is
// what OuterCacheDir gives: DVC finds it by itself.
// https://dvc.org/doc/user-guide/project-structure/configuration
func Local(shared, local []byte, dir, outer string) []byte {
	result := parseConfig(local)
	if outer == "" {
		result.set("[cache]", "dir", filepath.Join(dir, "cache"))
	}
	for _, config := range []config{parseConfig(shared), parseConfig(local)} {
		for _, section := range config {
			for _, entry := range section.entries {
				place := section.name == "[cache]" && entry.key == "dir"
				remote := strings.Contains(section.name, "remote ") && entry.key == "url" && isDirectory(entry.value)
				if place || remote {
					result.set(section.name, entry.key, absolute(dir, entry.value))
				}
			}
		}
	}
	return result.text()
}

// A config is DVC's configuration: sections of entries, in order. DVC refuses
// a section that stands twice, so that nothing may simply be appended.
type config []configSection

type configSection struct {
	name    string // with its brackets; "" for what stands before the first
	entries []configEntry
}

type configEntry struct{ key, value string }

func parseConfig(text []byte) config {
	var c config
	section := ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			section = line
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		if ok && !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, ";") {
			c.set(section, strings.TrimSpace(key), strings.TrimSpace(value))
		}
	}
	return c
}

func (c *config) set(section, key, value string) {
	at := slices.IndexFunc(*c, func(s configSection) bool { return s.name == section })
	if at < 0 {
		*c = append(*c, configSection{name: section})
		at = len(*c) - 1
	}
	entries := &(*c)[at].entries
	for i := range *entries {
		if (*entries)[i].key == key {
			(*entries)[i].value = value
			return
		}
	}
	*entries = append(*entries, configEntry{key, value})
}

func (c config) text() []byte {
	var b strings.Builder
	for _, section := range c {
		if section.name != "" {
			b.WriteString(section.name + "\n")
		}
		for _, entry := range section.entries {
			b.WriteString("    " + entry.key + " = " + entry.value + "\n")
		}
	}
	return []byte(b.String())
}

func absolute(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// isDirectory tells a path from an address.
func isDirectory(url string) bool {
	return !strings.Contains(url, "://") && !strings.HasPrefix(url, "remote:")
}
