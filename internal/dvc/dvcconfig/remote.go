package dvcconfig

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
	merged := parseConfig(shared)
	for _, section := range parseConfig(local) {
		for _, entry := range section.entries {
			merged.set(section.name, entry.key, entry.value)
		}
	}
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
