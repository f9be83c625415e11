package local

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// asksUser finds where a program asks for its user's directories, to put a name to one:
// os.homedir() of Node, os.UserCacheDir() of Go, user_data_dir of Python.
var asksUser = regexp.MustCompile(`\b(?:UserCacheDir|UserHomeDir|UserConfigDir|R_user_dir|user_(?:cache|data|state)_(?:dir|path)|(?:cache|data|data_local|state)_dir)\b|` + atHome.String())

// ofAll are directories of all programs.
var ofAll = map[string]bool{".cache": true, ".config": true, ".local": true}

// userDirectories are those of the user's directories for caches and data that a text which
// asks for them has the name of, and those of the home directory that the line which asks
// names. A name that is computed is not known.
func userDirectories(text, home, cache string) []string {
	if home == "" {
		return nil
	}
	asking := ""
	for line := range strings.Lines(text) {
		if asksUser.MatchString(line) {
			asking += line
		}
	}
	if asking == "" {
		return nil
	}
	var found []string
	for _, parent := range []string{cache, filepath.Join(home, ".local", "share"), filepath.Join(home, ".local", "state"), home} {
		said := text
		if parent == home {
			said = asking
		}
		entries, _ := os.ReadDir(parent) // one that is gone has none
		for _, entry := range entries[:min(len(entries), maxPaths)] {
			name := entry.Name()
			if !entry.IsDir() || len(name) <= 2 || ofAll[name] || !strings.Contains(said, name) {
				continue
			}
			if whole := regexp.MustCompile(`(?:^|[^\w.-])` + regexp.QuoteMeta(name) + `(?:$|[^\w.-])`); whole.MatchString(said) {
				found = append(found, filepath.Join(parent, name))
			}
		}
	}
	return found
}
