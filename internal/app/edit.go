package app

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// CheckEdit refuses a file of a working tree that is not where its name says: a link, or
// below one, may lead out of the repository.
func CheckEdit(root, name string) error {
	path := root
	for part := range strings.SplitSeq(name, "/") {
		path = filepath.Join(path, part)
		info, err := os.Lstat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case info.Mode()&fs.ModeSymlink != 0:
			return fmt.Errorf("%s: %s is a symbolic link, which is not followed; put a plain file or directory in its place", name, part)
		}
	}
	return nil
}

// WriteEdit makes an edit in a working tree: a new file, or one that is still as it was
// when the edit was worked out.
func WriteEdit(root string, edit repro.FileEdit) error {
	if err := CheckEdit(root, edit.Path); err != nil {
		return err
	}
	path := filepath.Join(root, filepath.FromSlash(edit.Path))
	if edit.Before == nil {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if Exists(path) {
			return fmt.Errorf("%s is there by now; nothing was written over it", edit.Path)
		}
		return writeFile(path, edit.After, 0o644)
	}
	now, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !bytes.Equal(now, edit.Before) {
		return fmt.Errorf("%s has changed meanwhile; run it again", edit.Path)
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return writeFile(path, edit.After, info.Mode().Perm())
}
