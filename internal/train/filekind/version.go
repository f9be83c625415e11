package filekind

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// A file that names the version of a build is written anew by each, and holds no code:
// setuptools-scm, versioneer and Makefiles write _version.py.

var (
	versionFiles = setOf("version versions about build buildinfo revision scm release")
	versionWords = setOf("version versions tuple commit id revision sha date time build branch hash dirty node describe git full short info scm pkg package number release tag")
	// assignment is a line that gives names literals and nothing else.
	assignment = regexp.MustCompile(`^\s*((?:\w+\s*(?::\s*[\w\[\], .|"']+)?=\s*)+)([^=]*)$`)
	quotedText = regexp.MustCompile(`"[^"\\]*"|'[^'\\]*'`)
	literals   = regexp.MustCompile(`^(?:[0-9.,()\[\]+\-\s]|None|True|False)*$`)
)

// SameButVersion says whether two contents of a program differ in nothing but the version
// that they name.
func SameButVersion(file string, then, now []byte) bool {
	if path.Ext(file) != ".py" || !oneOf(WordsOf(path.Base(file)), versionFiles) {
		return false
	}
	before, after := strings.Split(strings.TrimSpace(string(then)), "\n"), strings.Split(strings.TrimSpace(string(now)), "\n")
	return slices.EqualFunc(before, after, func(a, b string) bool {
		if a == b || comment(a) && comment(b) {
			return true
		}
		names, ok := versionOf(a)
		others, ok2 := versionOf(b)
		return ok && ok2 && names == others
	})
}

func comment(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), "#") }

// versionOf gives what a line assigns to, where that names a version and gets a
// literal.
func versionOf(line string) (names string, ok bool) {
	found := assignment.FindStringSubmatch(quotedText.ReplaceAllString(line, ""))
	if found == nil || !literals.MatchString(found[2]) {
		return "", false
	}
	for name := range strings.SplitSeq(found[1], "=") {
		name, _, _ = strings.Cut(name, ":")
		if slices.ContainsFunc(WordsOf(name), func(word string) bool { return !versionWords[word] }) {
			return "", false
		}
	}
	return found[1], true
}
