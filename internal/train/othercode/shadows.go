package othercode

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// Modules that a training puts before the installed ones: Python looks into the
// program's directory first, and what the commit does not have there is not its code.

// Shadows names the modules of the project's directory that the commit does not have
// and that bear the name of an installed one, or that Python runs by itself.
func (c Checkout) Shadows(sites []string) []string {
	entries, err := os.ReadDir(c.dir)
	if err != nil {
		return nil
	}
	prefix, _ := filestate.Relative(c.dir, c.top)
	var found []string
	for _, entry := range entries[:min(len(entries), maxNamed)] {
		name := entry.Name()
		module := strings.TrimSuffix(name, ".py")
		file := filepath.ToSlash(filepath.Join(prefix, name))
		if entry.IsDir() {
			file += "/__init__.py"
			if _, err := os.Stat(filepath.Join(c.dir, name, "__init__.py")); err != nil {
				continue
			}
		} else if filepath.Ext(name) != ".py" {
			continue
		}
		if slices.Contains(c.Files, file) {
			continue
		}
		installed := slices.ContainsFunc(sites, func(site string) bool {
			return isThere(filepath.Join(site, module, "__init__.py")) || isThere(filepath.Join(site, module+".py"))
		})
		if installed || module == "sitecustomize" || module == "usercustomize" {
			found = append(found, file+" (not in git, and before the installed "+module+")")
		}
	}
	return found
}

func isThere(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}
