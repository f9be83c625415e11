package train

import (
	"bytes"
	"os"
	"path/filepath"
)

// realPath is a path without links, as far as it is there.
func realPath(file string) string {
	if real, err := filepath.EvalSymlinks(file); err == nil {
		return real
	}
	return filepath.Clean(file)
}

// below says whether a file lies in a directory, by the names they really have.
func below(file, dir string) bool {
	_, ok := relative(file, dir)
	return ok
}

// relative is a real file's path below a directory.
func relative(file, dir string) (string, bool) {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	name, err := filepath.Rel(dir, file)
	return name, err == nil && filepath.IsLocal(name)
}

// sameContent says whether two files can be read and hold the same.
func sameContent(a, b string) bool {
	one, err := os.ReadFile(a)
	other, err2 := os.ReadFile(b)
	return err == nil && err2 == nil && bytes.Equal(one, other)
}
