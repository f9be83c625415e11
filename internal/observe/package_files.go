package observe

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/wording"
)

// Installed knows which files packages brought with them, by the lists that installers
// keep. Each list is read once.
type Installed struct {
	sites  map[string]siteFiles
	system map[string]bool // by dpkg; nil where it was not asked
}

// siteFiles are the files of one site-packages that packages list.
type siteFiles struct {
	listed map[string]bool // by their paths from it
	owned  map[string]bool // the directories and modules of packages with a list
}

var (
	inSite    = regexp.MustCompile(`^(.*/(?:site|dist)-packages)/(.+)$`)
	inLibrary = regexp.MustCompile(`/lib/python[\d.]+/`)
)

// InSite says whether a full path with slashes is one of installed packages.
func InSite(slashed string) bool { return inSite.MatchString(slashed) }

// SiteOf parts a full path with slashes of an installed package's file: the directory that packages
// are installed in, and the path from it. ok says whether it is one.
func SiteOf(slashed string) (site, within string, ok bool) {
	found := inSite.FindStringSubmatch(slashed)
	if found == nil {
		return "", "", false
	}
	return found[1], found[2], true
}

// Has says whether a file, by its full path, came with a package: its list has it, or, of a
// package without one, as those of a distribution of Linux, code stands beside it.
func (i *Installed) Has(file string) bool {
	slashed := filepath.ToSlash(file)
	found := inSite.FindStringSubmatch(slashed)
	if found == nil {
		return inLibrary.MatchString(slashed) && hasCode(filepath.Dir(file)) || strings.HasPrefix(slashed, "/usr/") && i.ofSystem(slashed)
	}
	site, name := found[1], found[2]
	if _, read := i.sites[site]; !read {
		if i.sites == nil {
			i.sites = map[string]siteFiles{}
		}
		i.sites[site] = readSite(site)
	}
	top, rest, _ := strings.Cut(name, "/")
	switch files := i.sites[site]; {
	case files.listed[name]:
		return true
	case files.owned[top]:
		return false
	case strings.HasSuffix(top, ".dist-info"), strings.HasSuffix(top, ".egg-info"):
		return path.Ext(rest) == ".txt" || path.Ext(rest) == ".json" || path.Ext(rest) == ""
	}
	return strings.HasPrefix(site, "/usr/lib/python3/") && hasCode(filepath.Dir(file)) || i.ofEgg(site, top)
}

// ofEgg says whether a package without a list was put there by setuptools.
func (i *Installed) ofEgg(site, top string) bool {
	names, _ := filepath.Glob(filepath.Join(wording.GlobPath(filepath.FromSlash(site)), "*.egg-info", "top_level.txt"))
	for _, name := range names[:min(len(names), maxDistributions)] {
		for line := range strings.Lines(readBeside(name)) {
			if strings.TrimSpace(line) == top {
				return true
			}
		}
	}
	return strings.HasSuffix(top, ".egg")
}

// readSite reads the lists of one site-packages.
func readSite(site string) siteFiles {
	files := siteFiles{map[string]bool{}, map[string]bool{}}
	lists, _ := filepath.Glob(filepath.Join(wording.GlobPath(filepath.FromSlash(site)), "*.dist-info", "RECORD"))
	for _, list := range lists[:min(len(lists), maxDistributions)] {
		for line := range strings.Lines(readBeside(list)) {
			name := strings.TrimRight(line, "\r\n")
			for range 2 { // its digest and its size
				if at := strings.LastIndexByte(name, ','); at >= 0 {
					name = name[:at]
				}
			}
			name = strings.Trim(name, `"`)
			files.listed[name] = true
			if top, _, _ := strings.Cut(name, "/"); top != ".." && top != "" {
				files.owned[top] = true
			}
		}
	}
	return files
}

// ofSystem says whether dpkg has a file on its lists, with /usr or without.
func (i *Installed) ofSystem(slashed string) bool {
	if i.system == nil {
		i.system = map[string]bool{}
		lists, _ := filepath.Glob("/var/lib/dpkg/info/*.list")
		for _, list := range lists[:min(len(lists), maxDistributions)] {
			for line := range strings.Lines(readBeside(list)) {
				i.system[strings.TrimSpace(line)] = true
			}
		}
	}
	return i.system[slashed] || i.system[strings.TrimPrefix(slashed, "/usr")]
}

// hasCode says whether a directory has a module of Python.
func hasCode(dir string) bool {
	entries, _ := os.ReadDir(dir) // one that is gone has none
	for _, entry := range entries {
		if ending := path.Ext(entry.Name()); ending == ".py" || ending == ".so" {
			return true
		}
	}
	return false
}
