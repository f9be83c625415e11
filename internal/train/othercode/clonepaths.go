package othercode

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// maxNamed bounds the names that one text or directory is searched for.
const maxNamed = 2000

// ClonePaths lists what a command, its scripts and the commit's programs name of the
// user's clone by its full path, where the checkout has code of the same name:
// that would be run or imported from the clone. Data and environments that git
// does not have are named so for good reason.
func ClonePaths(text string, files fs.FS, stood filestate.Stamps, clone, prefix, home string) []string {
	var found []string
	for _, text := range append(stood.Programs(files), text) {
		for _, way := range []string{"~/", "$HOME/", "${HOME}/"} {
			if home != "" {
				text = strings.ReplaceAll(text, way, home+"/")
			}
		}
		for _, dir := range []string{clone, filestate.RealPath(clone)} {
			for _, name := range pathsIn(text, filepath.Join(dir, prefix)) {
				if hasProgram(stood, name) && !slices.Contains(found, name) {
					found = append(found, name)
				}
			}
		}
	}
	slices.Sort(found)
	return found
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

// hasProgram says whether a name is a program of the place, or a directory that has one.
func hasProgram(s filestate.Stamps, name string) bool {
	for file := range s {
		if lineage.IsProgram(file) && (name == "." || file == name || strings.HasPrefix(file, name+"/")) {
			return true
		}
	}
	return false
}
