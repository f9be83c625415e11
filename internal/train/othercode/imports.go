package othercode

import (
	"bufio"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Where a training's Python finds modules: PYTHONPATH, and packages that were
// installed for editing, lead into the user's clone, whose code is not the
// commit's. The same directories of the checkout are put before them.

const (
	maxLinks    = 2000    // .pth files and finders of one environment that are read
	maxLinkFile = 1 << 20 // bytes of one
)

// Redirected is an environment in which what would be imported from the clone
// is imported from the checkout, by Python and other languages. Nothing changes where
// nothing leads there.
func Redirected(environ []string, command, clone, checkout string) []string {
	environ = redirectedPaths(environ, clone, checkout)
	const name = "PYTHONPATH"
	given := Getenv(environ, name)
	var paths []string
	for _, dir := range filepath.SplitList(given) {
		if there := counterpart(dir, clone, checkout); there != "" {
			dir = there
		}
		paths = append(paths, dir)
	}
	for _, dir := range editable(SitePackages(environ, command, clone)) {
		if there := counterpart(dir, clone, checkout); there != "" && !slices.Contains(paths, there) {
			paths = append(paths, there)
		}
	}
	value := strings.Join(paths, string(os.PathListSeparator))
	if value == given {
		return environ
	}
	kept := slices.DeleteFunc(slices.Clone(environ), func(entry string) bool { return strings.HasPrefix(entry, name+"=") })
	return append(kept, name+"="+value)
}

// Getenv is what an environment says last of a name; "" for nothing.
func Getenv(environ []string, name string) string {
	found := ""
	for _, entry := range environ {
		if text, ok := strings.CutPrefix(entry, name+"="); ok {
			found = text
		}
	}
	return found
}

// counterpart is the checkout's directory for one of the clone; "" where it is
// none of the clone's, or the checkout does not have it.
func counterpart(dir, clone, checkout string) string {
	there := sameIn(dir, clone, checkout)
	if info, err := os.Stat(there); err != nil || !info.IsDir() {
		return "" // a virtual environment, say
	}
	return there
}

// sameIn is the checkout's file or directory for one of the clone; "" where it is none
// of the clone's, or the checkout does not have it.
func sameIn(dir, clone, checkout string) string {
	if !filepath.IsAbs(dir) || filestate.Below(filestate.RealPath(dir), checkout) {
		return ""
	}
	name, ok := filestate.Relative(filestate.RealPath(dir), clone)
	if !ok {
		return ""
	}
	there := filepath.Join(checkout, name)
	if _, err := os.Stat(there); err != nil {
		return ""
	}
	return there
}

// mapped finds the directories in a finder that setuptools leaves:
// MAPPING = {'pkg': '/home/ada/clone/src/pkg'}.
var mapped = regexp.MustCompile(`:\s*'(/[^']+)'`)

// editable lists the directories that environments import packages from which
// were installed for editing.
func editable(sites []string) []string {
	var dirs []string
	for _, site := range sites {
		links, _ := filepath.Glob(filepath.Join(wording.GlobPath(site), "*.pth"))
		finders, _ := filepath.Glob(filepath.Join(wording.GlobPath(site), "__editable__*finder.py"))
		for _, file := range append(links, finders...)[:min(maxLinks, len(links)+len(finders))] {
			info, err := os.Stat(file)
			if err != nil || !info.Mode().IsRegular() || info.Size() > maxLinkFile {
				continue
			}
			data, err := os.ReadFile(file)
			if err != nil {
				continue
			}
			if filepath.Ext(file) == ".py" {
				for _, found := range mapped.FindAllStringSubmatch(string(data), -1) {
					dirs = append(dirs, filepath.Dir(found[1]))
				}
				continue
			}
			lines := bufio.NewScanner(strings.NewReader(string(data)))
			for lines.Scan() {
				if line := strings.TrimSpace(lines.Text()); filepath.IsAbs(line) {
					dirs = append(dirs, line)
				}
			}
		}
	}
	return dirs
}

// binaries finds the environments whose programs a command names.
var binaries = regexp.MustCompile(`(/[^\s"'` + "`" + `;&|=:()]+)/bin/[\w.-]+`)

// SitePackages are those of the Python that a process would start, of the
// virtual environment that it says it is in, of those that the command names and
// of those that lie in the clone.
func SitePackages(environ []string, command, clone string) []string {
	roots := []string{Getenv(environ, "VIRTUAL_ENV"), Getenv(environ, "CONDA_PREFIX"), filepath.Join(clone, ".venv"), filepath.Join(clone, "venv")}
	for _, found := range binaries.FindAllStringSubmatch(command, maxLinks) {
		roots = append(roots, found[1])
	}
	for _, dir := range filepath.SplitList(Getenv(environ, "PATH")) {
		if info, err := os.Stat(filepath.Join(dir, "python")); err == nil && info.Mode().IsRegular() && filepath.Base(dir) == "bin" {
			roots = append(roots, filepath.Dir(dir))
			break
		}
	}
	var sites []string
	for _, root := range roots {
		if root == "" || !filepath.IsAbs(root) {
			continue
		}
		found, _ := filepath.Glob(filepath.Join(wording.GlobPath(root), "lib", "python*", "site-packages"))
		sites = append(sites, found...)
	}
	return sites
}
