package othercode

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/scripts"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// Started are the programs outside of a repository that shell commands start, by their full paths, as a
// shell in a directory finds them. Those of the system, of environments and tools are none of a training.
func Started(commands, environ []string, dir, top string) (files []string) {
	search := filepath.SplitList(Getenv(environ, "PATH"))
	for _, text := range commands {
		for _, line := range scripts.Commands(text) {
			file := inPath(firstWord(line), dir, search)
			if file == "" || slices.Contains(files, file) {
				continue
			}
			if real := filestate.RealPath(file); !filestate.Below(real, filestate.RealPath(top)) && !ofSomebody(file, real) {
				files = append(files, file)
			}
		}
	}
	return files
}

// firstWord is the word of a command that names its program.
func firstWord(line string) string {
	for _, word := range strings.Fields(line) {
		word = strings.TrimLeft(strings.Trim(word, `"'`), "@-+")
		if word != "" && !beforeProgram[word] && !strings.Contains(word, "=") {
			return word
		}
	}
	return ""
}

// inPath is the program that a word starts, as a shell finds it; "" for none, and for a tool.
func inPath(word, dir string, search []string) string {
	switch {
	case word == "" || tools.MatchString(filepath.Base(word)):
		return ""
	case strings.ContainsRune(word, '/') && !filepath.IsAbs(word):
		word = filepath.Join(dir, word)
		fallthrough
	case strings.ContainsRune(word, '/'):
		search, word = []string{filepath.Dir(word)}, filepath.Base(word)
	}
	for _, at := range search {
		name := filepath.Join(at, word)
		if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() && info.Mode().Perm()&0o111 != 0 {
			return name
		}
	}
	return ""
}

// ofSomebody says whether a file, which really is another, is the system's, an environment's or a tool's.
func ofSomebody(file, real string) bool {
	return observe.IsOfSystem(file) || observe.IsOfSystem(real) || IsInstalled(real) && !strings.HasPrefix(real, "/usr/local/") || ofTools.MatchString(filepath.ToSlash(real))
}
