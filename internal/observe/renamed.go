package observe

import (
	"os"
	"path"
	"path/filepath"
	"slices"
)

// A project may give its package another name than its directory has (package-dir, a
// build's own layout). Installed, it is known by what its files are called and hold.

const (
	maxRenamed  = 200  // files of the commit that are looked for in an installed package
	maxInstalls = 2000 // files of a directory of one
)

// renamed finds a file of an installed package that holds half of a file of the commit, is
// called like it, and is not the same, where the commit's own did not run.
func (v view) renamed(module string, ran map[string]bool) string {
	found := site.FindStringSubmatch(filepath.ToSlash(module))
	if found == nil {
		return ""
	}
	names := map[string]map[string]bool{} // by directory
	has := func(dir, name string) bool {
		if names[dir] == nil {
			names[dir] = map[string]bool{}
			entries, _ := os.ReadDir(dir) //nolint:errcheck // what is not there has no files
			for _, entry := range entries[:min(len(entries), maxInstalls)] {
				names[dir][entry.Name()] = true
			}
		}
		return names[dir][name]
	}
	installed := filepath.FromSlash(found[1])
	for _, own := range v.tree.sources[:min(len(v.tree.sources), maxRenamed)] {
		base, parent := path.Base(own), path.Base(path.Dir(own))
		if path.Ext(own) != ".py" || ran[own] || slices.Contains([]string{"__init__.py", "__main__.py", "setup.py"}, base) {
			continue
		}
		for _, dir := range []string{installed, filepath.Join(installed, parent)} {
			if dir != installed && !has(installed, parent) || !has(dir, base) {
				continue
			}
			file := filepath.Join(dir, base)
			if data, there := codeOf(file); there && v.differs(own, file) && v.tree.alike(own, linesOf(data)) {
				return file
			}
		}
	}
	return ""
}
