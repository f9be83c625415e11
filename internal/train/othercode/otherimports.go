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
	// setsPath is a setting of PYTHONPATH with its value, which may be of several parts, with
	// what a shell puts there from a command of its own.
	setsPath  = regexp.MustCompile(`\bPYTHONPATH=((?:"(?:` + substituted + `|[^"\n])*"|'[^'\n]*'|` + substituted + `|[^\s;&|"'])*)`)
	runsOther = regexp.MustCompile(`\bpython[\d.]*(?:\s+-\S+)*?\s+-\w*[mc]\b`)
	runsFile  = regexp.MustCompile(`\bpython[\d.]*(?:\s+-[a-zA-Z]\S*)*\s+([\w./-]+\.py)\b`)
	isolating = regexp.MustCompile(`\bpython[\d.]*(?:\s+-\w+)*\s+-\w*[EI]`)
)

// substituted is a command whose output a shell, or make, puts in its place.
const substituted = `\$\((?:[^()\n]|\$?\((?:[^()\n]|\$?\([^()\n]*\))*\))*\)`

// OtherImports lists the directories outside of the checkout that hold a package of
// the commit with other content, where a training's Python may import it from: an
// environment leads there that is not redirected, or the command sets PYTHONPATH
// itself. Before them Python looks into the directory of the program.
func (c Checkout) OtherImports(environ []string, command, text, clone string) []string {
	text = c.located(text)
	var given []string
	first, lost := c.lookedFirst(text)
	for _, found := range setsPath.FindAllStringSubmatch(text, maxLinks) {
		given = append(given, entries(found[1])...)
	}
	if !lost {
		given = append(given, filepath.SplitList(Getenv(environ, "PYTHONPATH"))...)
		first = given
	}
	installed := SitePackages(environ, command, clone)
	dirs := append(slices.Clone(given), editable(installed)...)
	if lost { // nobody saw which of two came first, and what is installed may be an older build
		dirs = append(dirs, installed...)
	}
	var names []string
	for _, dir := range dirs {
		if !filepath.IsAbs(dir) || filestate.Below(filestate.RealPath(dir), c.top) || slices.Contains(names, dir) {
			continue
		}
		if counterpart(dir, clone, c.top) != "" && !lost {
			continue // the checkout's comes first
		}
		if c.otherPackage(dir, first) {
			names = append(names, dir)
		}
	}
	return names
}

// entries are the directories that a value of PYTHONPATH names.
func entries(value string) []string {
	return filepath.SplitList(strings.NewReplacer(`"`, "", `'`, "").Replace(value))
}

// lookedFirst are the directories where every Python of a text looks before it looks among
// installed packages, where one of them does not go on with the PYTHONPATH that it is given;
// lost says whether one does so.
func (c Checkout) lookedFirst(text string) (first []string, lost bool) {
	for _, found := range setsPath.FindAllStringSubmatch(text, maxLinks) {
		if strings.Contains(found[1], "PYTHONPATH") {
			continue
		}
		all := entries(found[1])
		if lost { // another Python has other ones
			all = slices.DeleteFunc(all, func(entry string) bool { return !slices.Contains(first, entry) })
		}
		first, lost = all, true
	}
	isolated := isolating.FindAllString(text, maxLinks)
	if len(isolated) > 0 {
		first, lost = nil, true // it does not look at PYTHONPATH
	}
	if !lost || runsOther.MatchString(text) || slices.ContainsFunc(isolated, func(python string) bool { return strings.Contains(python, "I") }) {
		return first, lost
	}
	var beside []string
	for _, run := range runsFile.FindAllStringSubmatch(text, maxLinks) {
		if dir := filepath.FromSlash(path.Dir(run[1])); !slices.Contains(beside, dir) {
			beside = append(beside, dir)
		}
	}
	if len(beside) == 1 {
		first = append(first, beside...)
	}
	return first, lost
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
