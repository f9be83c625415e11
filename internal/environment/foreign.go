package environment

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/packaging"
)

// Packages that were no index's: of a git repository, an address, a file, a directory. An
// index may have others by their names, which anybody can put there; it is not asked for
// them, whoever needs them.

// foreign notes a requirement that is no index's, by all names that it may have.
func (d *Declared) foreign(line, file string) {
	names := namesIn(line)
	told := "a line that names no version"
	if len(names) > 0 {
		told = names[0]
	}
	d.Foreign = append(d.Foreign, names...)
	d.Lacking = append(d.Lacking, told+" ("+file+" has it from elsewhere, or in a form that is not read)")
}

var (
	eggName  = regexp.MustCompile(`[#&]egg=([A-Za-z0-9][A-Za-z0-9._-]*)`)
	fileName = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9._]*?(?:-[A-Za-z][A-Za-z0-9._]*?)*)-v?[0-9][^/]*$`)
	schemeOf = regexp.MustCompile(`^(?:-e|--editable)?[ =]*[A-Za-z][A-Za-z0-9+]*:`)
	archive  = regexp.MustCompile(`(?i)\.(?:whl|zip|egg|tar\.[a-z0-9]+|tgz|tbz2?|txz)$`)
	setupPy  = regexp.MustCompile(`(?m)\bname\s*=\s*["']([A-Za-z0-9][A-Za-z0-9._-]*)["']`)
	setupCfg = regexp.MustCompile(`(?ms)^\[metadata\][^\[]*?^name\s*[=:]\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*$`)
)

// isArchive says whether a place is a file that packages are installed from.
func isArchive(place string) bool {
	place, _, _ = strings.Cut(place, ";")
	return archive.MatchString(strings.TrimSpace(place))
}

// placeIn is the place that a line installs from, as an editable or by its path.
func placeIn(line string) (place string, ok bool) {
	for _, option := range []string{"--editable", "-e"} {
		if rest, found := strings.CutPrefix(line, option); found && (option == "-e" || rest == "" || strings.ContainsAny(rest[:1], " =\t")) {
			return withoutExtras(strings.Trim(rest, " =\t")), true
		}
	}
	name, _, _ := strings.Cut(line, ";")
	name = withoutExtras(strings.TrimSpace(name))
	if strings.HasPrefix(name, ".") || strings.Contains(name, "/") && !strings.ContainsAny(name, ":@ ") || isArchive(name) && !strings.ContainsAny(name, ":@ ") {
		return name, true
	}
	return "", false
}

func withoutExtras(place string) string {
	if at := strings.LastIndexByte(place, '['); at > 0 && strings.HasSuffix(place, "]") {
		place = place[:at]
	}
	return strings.Trim(place, `"'`)
}

// namesIn are the names that a package may have which a line has from elsewhere: what it is
// called there, and what its file, its repository or its directory is called.
func namesIn(line string) []string {
	var names []string
	take := func(name string) {
		if name = packaging.PackageName(strings.TrimSpace(name)); wholeName.MatchString(name) && len(name) <= maxPart && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if before, _, found := strings.Cut(line, "@"); found {
		before, _, _ = strings.Cut(before, "[")
		take(before)
	}
	if egg := eggName.FindStringSubmatch(line); egg != nil {
		take(egg[1])
	}
	place, _, _ := strings.Cut(line, " ;")
	place, _, _ = strings.Cut(place, "#")
	place, _, _ = strings.Cut(place, "?")
	if scheme := schemeOf.FindString(place); scheme != "" {
		place = "./" + place[len(scheme):]
	}
	if !strings.ContainsAny(place, "/\\") && !isArchive(place) {
		if len(names) == 0 { // a version that is none
			take(packaging.NamePattern.FindString(place))
		}
		return names
	}
	last := path.Base(strings.ReplaceAll(withoutExtras(strings.TrimSpace(place)), "\\", "/"))
	last, _, _ = strings.Cut(last, "@")
	last = strings.TrimSuffix(archive.ReplaceAllString(last, ""), ".git")
	if file := fileName.FindStringSubmatch(last); file != nil {
		last = file[1]
	}
	take(last)
	return names
}

// ownNames are the names of the package whose source is in a directory.
func ownNames(read func(file string) []byte, dir string) []string {
	var names []string
	take := func(name string) {
		if wholeName.MatchString(name) {
			names = append(names, packaging.PackageName(name))
		}
	}
	if root, err := doc.Read(doc.TOML, read(path.Join(dir, "pyproject.toml")), maxLock); err == nil {
		for _, key := range [][]string{{"project", "name"}, {"tool", "poetry", "name"}} {
			if name, ok := root.Get(key...).Str(); ok {
				take(name)
			}
		}
	}
	for file, pattern := range map[string]*regexp.Regexp{"setup.cfg": setupCfg, "setup.py": setupPy} {
		for _, match := range pattern.FindAllSubmatch(read(path.Join(dir, file)), -1) {
			take(string(match[1]))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
