package rest

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// section reads one section of a file in Python's form of ini, keys in lower case; nil
// where there is none. A file that is absent or unreadable has none.
func section(path, name string) map[string]string {
	data, err := doc.ReadFile(os.DirFS(filepath.Dir(path)), filepath.Base(path))
	if err != nil {
		return nil
	}
	var values map[string]string
	inside := false
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			if inside = line == "["+name+"]"; inside && values == nil {
				values = map[string]string{}
			}
			continue
		}
		if at := strings.IndexAny(line, "=:"); inside && at > 0 && line[0] != '#' && line[0] != ';' {
			values[strings.ToLower(strings.TrimSpace(line[:at]))] = strings.TrimSpace(line[at+1:])
		}
	}
	return values
}

// inHome is a file below the user's home; "" where nobody says where that is.
func (o Options) inHome(below string) string {
	home := o.getenv("HOME")
	if home == "" {
		return ""
	}
	return filepath.Join(home, below)
}
