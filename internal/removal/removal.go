// Package removal deletes directories that a training had its hands on: it may have
// made directories in them that cannot be written to, as DVC's cache does.
//
// It follows no link out of the directory.
package removal

import (
	"io/fs"
	"os"
	"path/filepath"
)

// All deletes a directory and all that is in it, also where directories of it may
// not be written.
func All(dir string) error {
	if err := os.RemoveAll(dir); err == nil {
		return nil
	}
	_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, _ error) error {
		if entry != nil && entry.IsDir() {
			_ = os.Chmod(path, 0o700) //nolint:gosec // a directory, about to be deleted
		}
		return nil
	})
	return os.RemoveAll(dir)
}
