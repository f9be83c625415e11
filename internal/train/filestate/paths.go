package filestate

import (
	"bytes"
	"os"
	"path/filepath"
)

// RealPath is a path without links, as far as it is there.
func RealPath(file string) string {
	if real, err := filepath.EvalSymlinks(file); err == nil {
		return real
	}
	return filepath.Clean(file)
}

// Below says whether a file lies in a directory, by the names they really have.
func Below(file, dir string) bool {
	_, ok := Relative(file, dir)
	return ok
}

// Relative is a real file's path below a directory.
func Relative(file, dir string) (string, bool) {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	name, err := filepath.Rel(dir, file)
	return name, err == nil && filepath.IsLocal(name)
}

// SameContent says whether two files can be read and hold the same.
func SameContent(a, b string) bool {
	for _, file := range []string{a, b} {
		if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() {
			return false // a pipe would be waited for
		}
	}
	one, err := os.ReadFile(a)
	other, err2 := os.ReadFile(b)
	return err == nil && err2 == nil && bytes.Equal(one, other)
}
