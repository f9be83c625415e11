package train

import (
	"bytes"
	"io/fs"
	"slices"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// A content is what some files hold; one that cannot be read has no entry.
type content map[string][]byte

func contents(files fs.FS, names []string) content {
	found := content{}
	for _, name := range names {
		if data, err := doc.ReadFile(files, name); err == nil {
			found[name] = data
		}
	}
	return found
}

// changed names the files that hold something else now, or are gone. It is the
// bytes that count: on disk, git's filters may have made them others than the
// commit's.
func (c content) changed(now content) []string {
	var names []string
	for name, data := range c {
		if left, still := now[name]; !still || !bytes.Equal(data, left) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
