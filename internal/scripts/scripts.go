package scripts

import (
	"path"
	"strings"
)

// A Script is a file whose text a command runs.
type Script struct {
	File  string
	Make  bool     // a Makefile
	Goals []string // of make; none means its first target
}

// Of lists the scripts and Makefiles that a command calls by name.
func Of(command string) []Script {
	var found []Script
	for _, part := range Commands(command) {
		words := strings.Fields(part)
		for len(words) > 1 && strings.Contains(words[0], "=") { // VAR=value make
			words = words[1:]
		}
		if len(words) == 0 {
			continue
		}
		words[0] = strings.TrimLeft(words[0], "@-+") // of a recipe
		switch base := path.Base(words[0]); {
		case base == "make" || base == "gmake":
			found = append(found, makefiles(words[1:])...)
		case base == "sh" || base == "bash" || base == "zsh" || base == "source" || base == ".":
			for _, word := range words[1:] {
				if !strings.HasPrefix(word, "-") {
					found = append(found, Script{File: path.Clean(word)})
					break
				}
			}
		case strings.HasPrefix(words[0], "./") || strings.HasSuffix(words[0], ".sh"):
			found = append(found, Script{File: path.Clean(words[0])})
		}
	}
	return found
}

// Commands cuts a shell line where one command ends and another begins.
func Commands(line string) []string {
	return strings.FieldsFunc(line, func(c rune) bool { return strings.ContainsRune(";&|()\n`", c) })
}

// WithoutComments leaves out the lines of a script that are comments.
func WithoutComments(text string) string {
	var kept strings.Builder
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(strings.TrimSpace(line), "#") {
			kept.WriteString(line)
		}
	}
	return kept.String()
}
