package othercode

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

var (
	setsPath  = regexp.MustCompile(`\bPYTHONPATH[ \t]*[:?]?=[ \t]*("[^"\n]*"|'[^'\n]*'|[^\s;&|]*)`)
	runsFile  = regexp.MustCompile(`\bpython[\d.]*(?:\s+-[a-zA-Z]\S*)*\s+([\w./-]+\.py)\b`)
	isolating = regexp.MustCompile(`\bpython[\d.]*(?:\s+-\w+)*\s+-\w*[EI]`)
)

// OtherImports lists the directories outside of the checkout that hold a package of
// the commit with other content, where a training's Python may import it from: an
// environment leads there that is not redirected, or the command sets PYTHONPATH
// itself. Before them Python looks into the directory of the program.
func (c Checkout) OtherImports(environ []string, command, text, clone string) []string {
	var given []string
	lost := isolating.MatchString(text)
	for _, found := range setsPath.FindAllStringSubmatch(text, maxLinks) {
		value := strings.Trim(found[1], `"'`)
		lost = lost || !strings.Contains(value, "PYTHONPATH")
		given = append(given, filepath.SplitList(value)...)
	}
	if !lost {
		given = append(given, filepath.SplitList(Getenv(environ, "PYTHONPATH"))...)
	}
	installed := SitePackages(environ, command, clone)
	dirs := append(slices.Clone(given), editable(installed)...)
	if lost { // nobody saw which of two came first, and what is installed may be an older build
		dirs = append(dirs, installed...)
		for _, run := range runsFile.FindAllStringSubmatch(text, maxLinks) {
			given = append(given, filepath.FromSlash(path.Dir(run[1])))
		}
	}
	var names []string
	for _, dir := range dirs {
		if !filepath.IsAbs(dir) || filestate.Below(filestate.RealPath(dir), c.top) || slices.Contains(names, dir) {
			continue
		}
		if counterpart(dir, clone, c.top) != "" && !lost {
			continue // the checkout's comes first
		}
		if c.otherPackage(dir, given) {
			names = append(names, dir)
		}
	}
	return names
}

// otherPackage says whether a directory has a module of one of the commit's packages
// with other content. A package that lies where Python looks first is left out.
func (c Checkout) otherPackage(dir string, first []string) bool {
	for _, file := range c.Files[:min(len(c.Files), maxNamed)] {
		if path.Base(file) != "__init__.py" {
			continue
		}
		parent := path.Dir(path.Dir(file))
		at := filepath.Join(c.top, filepath.FromSlash(parent))
		looked := at == c.dir || slices.ContainsFunc(first, func(entry string) bool {
			return filepath.Clean(entry) == at || !filepath.IsAbs(entry) && filepath.Join(c.dir, entry) == at
		})
		if looked {
			continue
		}
		for _, module := range c.Files {
			within, ok := strings.CutPrefix(module, path.Dir(file)+"/")
			if !ok || path.Ext(module) != ".py" {
				continue
			}
			copied := filepath.Join(dir, path.Base(path.Dir(file)), filepath.FromSlash(within))
			if info, err := os.Stat(copied); err == nil && info.Size() <= maxLinkFile && !filestate.SameContent(copied, filepath.Join(c.top, filepath.FromSlash(module))) {
				return true
			}
		}
	}
	return false
}
