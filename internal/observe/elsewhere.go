package observe

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/wording"
)

// Elsewhere names the installed packages, by the paths of their modules, that Pythons which ran code
// below one of the names of a directory imported from outside of an environment, by its names: of
// another one, or of a directory that an installer filled, as pip install --target does. What was
// installed of a source in that directory is the training's own code.
func (o Observation) Elsewhere(environment []string, dirs ...string) (found []string) {
	filled := map[string][]string{} // directories, and the lists of what is installed in each
	for i := range o.running(dirs) {
		p := o.Processes[i]
		for _, module := range p.Packages {
			if within(module.Path, environment) == "" && !sourceIn(moduleList(filepath.Dir(module.Path), filepath.Base(module.Path), filled), dirs) {
				add(&found, module.Path)
			}
		}
		for _, code := range p.Code {
			if within(code.Path, environment) != "" {
				continue
			}
			for dir, deep := filepath.Dir(code.Path), 0; dir != filepath.Dir(dir) && deep < maxPackageDepth; dir, deep = filepath.Dir(dir), deep+1 {
				name, err := filepath.Rel(dir, code.Path)
				if err != nil || slices.Contains(dirs, dir) {
					break
				}
				if list := moduleList(dir, filepath.ToSlash(name), filled); list != "" {
					if !sourceIn(list, dirs) {
						add(&found, code.Path)
					}
					break
				}
			}
		}
	}
	slices.Sort(found)
	return found
}

// maxPackageDepth is how deep in a directory of packages a module is looked for.
const maxPackageDepth = 6

// moduleList is the list of the package in a directory that has a file; "" for none. filled is what is
// known of directories.
func moduleList(dir, name string, filled map[string][]string) string {
	lists, known := filled[dir]
	if !known {
		lists, _ = filepath.Glob(filepath.Join(wording.GlobPath(dir), "*.dist-info", "RECORD"))
		lists = lists[:min(len(lists), maxDistributions)]
		filled[dir] = lists
	}
	for _, list := range lists {
		if _, has := hasFile(list, map[string]bool{name: true}); has {
			return list
		}
	}
	return ""
}

// sourceIn says of a package's list whether it was installed from a source below one of the directories.
func sourceIn(list string, dirs []string) bool {
	if list == "" {
		return false
	}
	origin, _ := installed(filepath.Dir(list), "")
	path, local := strings.CutPrefix(origin, "file://")
	return local && (slices.Contains(dirs, filepath.Clean(path)) || within(path, dirs) != "")
}
