package history

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A File is one file to add to a history.
type File struct {
	Path  string // below the history's root, with slashes
	Data  []byte
	Check repro.Check // whose document it is
}

// Files are the documents of checks, sorted by path, each once. A check that has none is
// in the error, and the others are given.
func Files(checks []repro.Check) (files []File, problem error) {
	for _, c := range checks {
		text, err := Encode(c)
		if err != nil {
			problem = errors.Join(problem, err)
			continue
		}
		files = append(files, File{Place(c, text), text, c})
	}
	order.By(files, func(a, b File) int { return bytes.Compare([]byte(a.Path), []byte(b.Path)) })
	return slices.CompactFunc(files, func(a, b File) bool { return a.Path == b.Path }), problem
}

// Append adds checks to a history in a directory, which it makes, and gives those that
// were not there. No file of a check is ever changed.
func Append(dir string, checks []repro.Check) (added []repro.Check, err error) {
	files, problem := Files(checks)
	for _, file := range append([]File{{Path: ReadmeFile, Data: []byte(Readme)}}, files...) {
		wrote, err := addFile(filepath.Join(dir, filepath.FromSlash(file.Path)), file.Data)
		if err != nil {
			return added, fmt.Errorf("history: add %s: %w", file.Path, err)
		}
		if wrote && file.Path != ReadmeFile {
			added = append(added, file.Check)
		}
	}
	return added, problem
}

// addFile writes a file that is not there, whole or not at all, and leaves one
// that is.
func addFile(path string, data []byte) (wrote bool, err error) {
	if _, err := os.Lstat(path); err == nil {
		return false, nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return false, err
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), ".check-*")
	if err != nil {
		return false, err
	}
	defer os.Remove(temporary.Name())
	_, err = temporary.Write(data)
	if err = errors.Join(err, temporary.Chmod(0o644), temporary.Close()); err != nil {
		return false, err
	}
	switch err := os.Link(temporary.Name(), path); { // unlike a rename, it never replaces
	case err == nil:
		return true, nil
	case errors.Is(err, fs.ErrExist):
		return false, nil
	}
	if err := os.Rename(temporary.Name(), path); err != nil { // a file system without links
		return false, err
	}
	return true, nil
}
