package dvcconfig

import "strings"

// A Remote is where dvc push puts data.
type Remote struct {
	Name string
	Dir  string // absolute, where the remote is a directory of this machine; "" otherwise
}

// DefaultRemote is the remote that dvc push uses, by .dvc/config and
// .dvc/config.local, which wins; either may be empty. dir is the .dvc
// directory, absolute, to which paths in both are relative. outer counts where neither
// says anything. False is a project that names none.
// https://dvc.org/doc/user-guide/project-structure/configuration
func DefaultRemote(outer Outer, shared, local []byte, dir string) (Remote, bool) {
	merged := merge(outer, shared, local)
	name := merged.get("[core]", "remote")
	if name == "" {
		return Remote{}, false
	}
	remote := Remote{Name: name}
	for _, section := range []string{`['remote "` + name + `"']`, `[remote "` + name + `"]`} {
		if url := merged.get(section, "url"); url != "" && isDirectory(url) {
			remote.Dir = absolute(dir, url)
		}
	}
	return remote, true
}

// HasRemote says whether the two files, or the settings outside of the project, name any remote, the default one or another:
// an output may be kept in one of its own.
func HasRemote(outer Outer, shared, local []byte) bool {
	for _, section := range merge(outer, shared, local) {
		if strings.Contains(section.name, `remote "`) && len(section.entries) > 0 {
			return true
		}
	}
	return false
}

func merge(outer Outer, shared, local []byte) (merged config) {
	same := func(path string) string { return path }
	merged.add(outer.settings, same)
	merged.add(parseConfig(shared), same)
	merged.add(parseConfig(local), same)
	return merged
}

// add puts settings over those that are there; place gives a path of theirs as it counts
// everywhere.
func (c *config) add(other config, place func(string) string) {
	for _, section := range other {
		for _, entry := range section.entries {
			isCache := section.name == "[cache]" && entry.key == "dir"
			if isCache && entry.value != "" || strings.Contains(section.name, `remote "`) && entry.key == "url" && isDirectory(entry.value) {
				entry.value = place(entry.value)
			}
			c.set(section.name, entry.key, entry.value)
		}
	}
}

func (c config) get(section, key string) string {
	for _, s := range c {
		for _, entry := range s.entries {
			if s.name == section && entry.key == key {
				return entry.value
			}
		}
	}
	return ""
}
