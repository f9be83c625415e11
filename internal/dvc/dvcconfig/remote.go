package dvcconfig

import "strings"

// A Remote is where dvc push puts data.
type Remote struct {
	Name string
	Dir  string // absolute, where the remote is a directory of this machine; "" otherwise
}

// DefaultRemote is the remote that dvc push uses, by .dvc/config and
// .dvc/config.local, which wins; either may be empty. dir is the .dvc
// directory, absolute, to which paths in both are relative. False is a project
// that names none.
// https://dvc.org/doc/user-guide/project-structure/configuration
func DefaultRemote(shared, local []byte, dir string) (Remote, bool) {
	merged := merge(shared, local)
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

// HasRemote says whether the two files name any remote, the default one or another:
// an output may be kept in one of its own.
func HasRemote(shared, local []byte) bool {
	for _, section := range merge(shared, local) {
		if strings.Contains(section.name, `remote "`) && len(section.entries) > 0 {
			return true
		}
	}
	return false
}

func merge(shared, local []byte) config {
	merged := parseConfig(shared)
	for _, section := range parseConfig(local) {
		for _, entry := range section.entries {
			merged.set(section.name, entry.key, entry.value)
		}
	}
	return merged
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
