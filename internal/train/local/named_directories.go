package local

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
)

// Directories outside of the place that a command or a program names. What is read
// there natively, or by a shell, only file events tell.

// maxElsewhere bounds the directories that are watched.
const maxElsewhere = 8

// fillsIn finds where a path has a part that only the training knows.
var fillsIn = regexp.MustCompile(`[$*?{%<` + "`" + `]`)

// namedOutside lists directories that are named by full paths, from the home directory
// or by a variable, in programs or settings, or to which a link of the commit leads, and are neither the system's nor so high that all is below them; of
// those it lists the files that are named themselves.
func (p place) namedOutside(r restorer, clone string, environ []string) []string {
	home, cache := othercode.Getenv(environ, "HOME"), othercode.Getenv(environ, "XDG_CACHE_HOME")
	if cache == "" && home != "" {
		cache = filepath.Join(home, ".cache")
	}
	filled := func(text string) string {
		text = withVariables(text, func(name string) string {
			if name == "XDG_CACHE_HOME" {
				return cache
			}
			return othercode.Getenv(environ, name)
		})
		if home != "" {
			text = strings.ReplaceAll(text, "~/", home+"/")
		}
		return text
	}
	text := withNames(withAssigned(filled(ofMake.ReplaceAllString(r.all, "$${${1}}"))), environ)
	found := p.codeAtHome(text, home)
	add := func(dir string) {
		slashed := filepath.ToSlash(dir) + "/"
		above := slices.ContainsFunc([]string{p.clone.Dir, clone, home, os.TempDir()}, func(other string) bool { return other != "" && filestate.Below(filestate.RealPath(other), dir) })
		high := strings.Count(slashed, "/") < 3 && !filekind.IsStateFolder(slashed)
		if !above && !high && len(found) < maxElsewhere && !slices.Contains(found, dir) && !filestate.Below(dir, p.clone.Dir) && !filestate.Below(dir, clone) &&
			!ofSystem(slashed) && !othercode.IsInstalled(slashed) && placed(slashed) == anybodys && !caches.MatchString(slashed) {
			found = append(found, dir)
		}
	}
	for _, dir := range slices.Concat(p.linkedDirectories(), temporaryDirectories(text, environ)) {
		if dir = existing(dir); dir != "" {
			add(dir)
		}
	}
	for _, token := range pathText.FindAllString(text+withNames(withAssigned(filled(p.settingsText())), environ), maxPaths) {
		if file := p.highFile(filepath.FromSlash(token), home, clone); file != "" && len(found) < maxElsewhere && !slices.Contains(found, file) {
			found = append(found, file)
			continue
		}
		dir := existing(filepath.FromSlash(token))
		if dir != "" && dir == filestate.RealPath(cache) {
			entries, _ := os.ReadDir(dir) // one that is gone has none
			for _, entry := range entries[:min(len(entries), maxPaths)] {
				if entry.IsDir() {
					add(filepath.Join(dir, entry.Name()))
				}
			}
		} else if dir != "" {
			add(dir)
		}
	}
	for _, dir := range userDirectories(text, home, cache) {
		add(filestate.RealPath(dir))
	}
	return found
}

// highFile is a file that a full path names right in the home directory or that for
// temporary files, which are too high to be watched as a whole; "" where it is none.
func (p place) highFile(name, home, clone string) string {
	name = filestate.RealPath(name)
	info, err := os.Stat(name)
	dir := filepath.Dir(name)
	if !filepath.IsAbs(name) || err != nil || !info.Mode().IsRegular() || filestate.Below(name, p.clone.Dir) || filestate.Below(name, clone) {
		return ""
	}
	if dir == filestate.RealPath(os.TempDir()) || home != "" && dir == filestate.RealPath(home) {
		return name
	}
	return ""
}

// atHome finds where a program asks for the home directory, to put a name to it.
var atHome = regexp.MustCompile(`\b(?:homedir|expanduser|path\.expand|Path\.home|Dir\.home|home_dir)\b|\bHOME\b`)

// codeAtHome lists programs right in the home directory, which is too high to be watched as
// a whole, where a text asks for that directory.
func (p place) codeAtHome(text, home string) []string {
	if home == "" || !atHome.MatchString(text) {
		return nil
	}
	entries, _ := os.ReadDir(home) // one that is gone has none
	var found []string
	for _, entry := range entries[:min(len(entries), maxPaths)] {
		if file := filestate.RealPath(filepath.Join(home, entry.Name())); othercode.Runs(entry.Name()) && len(found) < maxElsewhere && !filestate.Below(file, p.clone.Dir) {
			found = append(found, file)
		}
	}
	return found
}

// asked finds where a program of another language asks for a variable; quotes and brackets
// were taken out of its text.
var asked = regexp.MustCompile(`(?:process\.env\.|(?:process\.env|environ(?:\.get)?|getenv|\bENV(?:\.fetch)?)\s+|\$ENV\{\s*)(\w+)(?:\s*\})?`)

// variable finds a shell's variable, and what it is where it is not set.
var variable = regexp.MustCompile(`\$(?:(\w+)|\{(\w+)(?::?[-=]((?:[^{}$]|\$\w+)*))?\})`)

// ofMake finds a variable of make; brackets were taken out of its text.
var ofMake = regexp.MustCompile(`\$ (\w+) `)

// assigned finds where a shell or make gives a variable a full path.
var assigned = regexp.MustCompile(`(?m)(?:^|[\s;&])(\w+)(?:=|[ \t]*[:?]{0,2}=[ \t]*)["']?(/[^\s"';&|()]+)`)

// withAssigned puts the full paths that a text itself gives to variables in their places, also
// where one is given by way of another.
func withAssigned(text string) string {
	for range 2 {
		held := map[string]string{}
		for _, found := range assigned.FindAllStringSubmatch(text, maxPaths) {
			held[found[1]] = found[2]
		}
		text = withVariables(text, func(name string) string { return held[name] })
	}
	return text
}

// partOfName is what a variable may hold to be part of a file's name, as a user's name is of a
// cache's.
var partOfName = regexp.MustCompile(`^[\w.-]+$`)

// withNames puts what variables of the environment hold in their places where it is part of a name.
func withNames(text string, environ []string) string {
	return variable.ReplaceAllStringFunc(text, func(found string) string {
		parts := variable.FindStringSubmatch(found)
		if value := othercode.Getenv(environ, parts[1]+parts[2]); partOfName.MatchString(value) {
			return value
		}
		return found
	})
}

// withVariables puts the full paths that variables of the environment hold in their
// places, and where one is not set what the text has for that. A path that a program
// sets itself stays as it is.
func withVariables(text string, getenv func(string) string) string {
	text = asked.ReplaceAllString(text, " $${${1}}")
	return variable.ReplaceAllStringFunc(text, func(found string) string {
		parts := variable.FindStringSubmatch(found)
		switch value := getenv(parts[1] + parts[2]); {
		case filepath.IsAbs(value) && !strings.ContainsRune(value, filepath.ListSeparator):
			return value
		case value == "" && parts[3] != "":
			if rest := withHome(parts[3], getenv); filepath.IsAbs(rest) {
				return rest
			}
		}
		return found
	})
}

// withHome is a default of a variable, with the home directory in it.
func withHome(text string, getenv func(string) string) string {
	home := getenv("HOME")
	if home == "" {
		return text
	}
	return strings.NewReplacer("$HOME", home, "~", home).Replace(text)
}

// existing is the directory that a full path names, or the lowest that is there
// before a part that only the training knows; "" where that says too little.
func existing(name string) string {
	if !filepath.IsAbs(name) {
		return ""
	}
	if at := fillsIn.FindStringIndex(name); at != nil {
		name = filepath.Dir(name[:at[0]] + "x")
	}
	for range 3 {
		if info, err := os.Stat(name); err == nil {
			if !info.IsDir() {
				name = filepath.Dir(name)
			}
			return filestate.RealPath(name)
		}
		name = filepath.Dir(name)
	}
	return ""
}

// programs are those of the place that Python was seen to run; nil where nobody
// looked.
func (p place) programs(seen *observe.Observation) []string {
	if seen == nil {
		return nil
	}
	return append([]string{}, seen.RunIn(p.clone.Dir, filestate.RealPath(p.clone.Dir))...)
}
