package filestate

import (
	"bytes"
	"io/fs"
	"slices"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// A Content is what some files hold; one that cannot be read has no entry.
type Content map[string][]byte

func ContentOf(files fs.FS, names []string) Content {
	found := Content{}
	for _, name := range names {
		if data, err := doc.ReadFile(files, name); err == nil {
			found[name] = data
		}
	}
	return found
}

// Changed names the files that hold something else now, or are gone. It is the
// bytes that count: on disk, git's filters may have made them others than the
// commit's.
func (c Content) Changed(now Content) []string {
	var names []string
	for name, data := range c {
		if left, still := now[name]; !still || !bytes.Equal(data, left) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
