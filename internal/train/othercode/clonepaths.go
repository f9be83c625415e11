package othercode

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// maxNamed bounds the names that one text or directory is searched for.
const maxNamed = 2000

// ClonePaths lists what a command, its scripts and the commit's programs name of the
// user's clone by a path from elsewhere, and what the environment puts there on a
// language's search path, where that is code, or a file that is not what the checkout
// has: it would be run from the clone. Data and environments that git does not have
// are named so for good reason. Names are from the top of the clone.
func (c Checkout) ClonePaths(text string, environ []string, clone string) []string {
	var found []string
	add := func(name string) {
		if !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	taken := map[string]bool{}
	take := func(name string) bool {
		if _, asked := taken[name]; !asked {
			taken[name] = c.takenFrom(clone, name)
		}
		return taken[name]
	}
	python, others := c.texts()
	values := clonesIn(environ, clone)
	home := Getenv(environ, "HOME")
	for _, file := range append(python, others...) {
		for _, name := range c.namesIn(fillIn(file, values, home), clone, false) {
			if take(name) {
				add(name)
			}
		}
	}
	for _, name := range c.namesIn(fillIn(text, values, home), clone, true) {
		if take(name) {
			add(name)
		}
	}
	for _, variable := range variablesRead(append(others, text), values) { // of Python it is seen what it reads
		for _, part := range filepath.SplitList(values[variable]) {
			if name, ok := relativeTo(clone, part); ok && take(name) {
				add(variable + "=" + part)
			}
		}
	}
	slices.Sort(found)
	return found
}

// namesIn lists what a text names of the clone: by its full path, as part of whatever
// word, by a path that goes up and down to it, or, where links are followed, by one that
// leads there in whatever way.
func (c Checkout) namesIn(text, clone string, links bool) []string {
	names := pathsIn(text, clone)
	if real := filestate.RealPath(clone); real != clone {
		names = append(names, pathsIn(text, real)...)
	}
	for _, word := range longPath.FindAllString(text, maxNamed) {
		if !strings.Contains(word, "..") && !(links && strings.HasPrefix(word, "/")) {
			continue // of the checkout
		}
		full := filepath.FromSlash(word)
		if !filepath.IsAbs(full) {
			full = filepath.Join(c.dir, full)
		}
		if name, ok := relativeTo(clone, full); ok {
			names = append(names, name)
		}
	}
	return names
}

// longPath finds what may be a path.
var longPath = regexp.MustCompile(`[^\s"'=:;|&<>()\[\]{},]*/[^\s"'=:;|&<>()\[\]{},]+`)

// relativeTo is a path's name from the top of the clone, with slashes; ok is false
// where it leads elsewhere.
func relativeTo(clone, file string) (name string, ok bool) {
	if !filepath.IsAbs(file) {
		return "", false
	}
	file = filepath.Clean(file)
	if name, err := filepath.Rel(clone, file); err == nil && filepath.IsLocal(name) {
		return filepath.ToSlash(name), true
	}
	name, ok = filestate.Relative(realDir(file), clone)
	return filepath.ToSlash(name), ok
}

// pathsIn lists what a text names of a directory, by paths relative to it; "." is
// the directory itself.
func pathsIn(text, dir string) []string {
	var names []string
	for at := 0; len(names) < maxNamed; {
		i := strings.Index(text[at:], dir)
		if i < 0 {
			break
		}
		start := at + i
		at = start + len(dir)
		rest := text[at:]
		if start > 0 && strings.ContainsRune("/._-", rune(text[start-1])) || rest != "" && !strings.ContainsAny(rest[:1], "/ \t\r\n\"'`;&|:)=,<>") {
			continue // of a longer name
		}
		if end := strings.IndexAny(rest, " \t\r\n\"'`;&|:)=,<>"); end >= 0 {
			rest = rest[:end]
		}
		names = append(names, filepath.ToSlash(filepath.Join(".", strings.TrimLeft(rest, string(os.PathSeparator)))))
	}
	return names
}

// fillIn puts the values of variables that lead into the clone, and the home
// directory, in place of their names, as shells and make write them.
func fillIn(text string, values map[string]string, home string) string {
	if home != "" {
		for _, way := range []string{"~/", "$HOME/", "${HOME}/", "$(HOME)/"} {
			text = strings.ReplaceAll(text, way, home+"/")
		}
	}
	if len(values) == 0 || !strings.Contains(text, "$") {
		return text
	}
	return variableText.ReplaceAllStringFunc(text, func(use string) string {
		found := variableText.FindStringSubmatch(use)
		if value, known := values[found[1]+found[2]]; known {
			return value
		}
		return use
	})
}

// variableText finds uses of variables: $ROOT, ${ROOT:-.}, $(ROOT), $$ROOT.
var variableText = regexp.MustCompile(`\$?\$(?:([A-Za-z_]\w*)|[{(]([A-Za-z_]\w*)(?::?[-=?+][^})]*)?[})])`)

// clonesIn are the variables of an environment that lead into the clone. What shells
// set for themselves is left out.
func clonesIn(environ []string, clone string) map[string]string {
	values := map[string]string{}
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		if name == "PWD" || name == "_" || !strings.Contains(value, string(os.PathSeparator)) {
			continue
		}
		if slices.ContainsFunc(filepath.SplitList(value), func(part string) bool { _, ok := relativeTo(clone, part); return ok }) {
			values[name] = value
		}
	}
	return values
}
