package observe

import (
	"os"
	"path"
	"path/filepath"
	"slices"
)

// A project may give its package another name than its directory has (package-dir, a
// build's own layout). Installed, it is known by what its files are called and hold.

// renamed finds a file of an installed package that holds half of a file of the commit, is
// called like it, and is not the same, where the commit's own did not run.
func (v view) renamed(module string, ran map[string]bool) string {
	found := site.FindStringSubmatch(filepath.ToSlash(module))
	if found == nil {
		return ""
	}
	installed := filepath.FromSlash(found[1])
	in := func(dir string, entries []os.DirEntry) string {
		for _, entry := range entries {
			for _, own := range v.tree.called[entry.Name()] {
				if path.Ext(own) != ".py" || ran[own] || slices.Contains([]string{"__init__.py", "__main__.py", "setup.py"}, entry.Name()) ||
					dir != installed && filepath.Base(dir) != path.Base(path.Dir(own)) {
					continue
				}
				file := filepath.Join(dir, entry.Name())
				if data, there := codeOf(file); there && v.differs(own, file) && v.tree.alike(own, linesOf(data)) {
					return file
				}
			}
		}
		return ""
	}
	entries, _ := os.ReadDir(installed) // what is not there has no files
	if file := in(installed, entries); file != "" {
		return file
	}
	for _, entry := range entries {
		if dir := filepath.Join(installed, entry.Name()); entry.IsDir() && v.parents[entry.Name()] {
			below, _ := os.ReadDir(dir) // as above
			if file := in(dir, below); file != "" {
				return file
			}
		}
	}
	return ""
}
