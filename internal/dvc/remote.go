package dvc

import (
	"strings"
)

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

// RemotePath is where a remote or cache keeps a content, with slashes, below
// its directory. False is a hash that DVC does not store things under, or that
// is no hash: it comes from a file.
// https://dvc.org/doc/user-guide/project-structure/internal-files#structure-of-the-cache-directory
func (h Hash) RemotePath() (string, bool) {
	digest := strings.TrimSuffix(h.Digest, ".dir")
	if len(digest) != 32 || strings.Trim(digest, "0123456789abcdef") != "" {
		return "", false
	}
	split := h.Digest[:2] + "/" + h.Digest[2:]
	switch h.Scheme {
	case MD5:
		return "files/md5/" + split, true
	case MD5DVC2:
		return split, true
	}
	return "", false
}
