package history

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

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
	each := files[:0]
	for i := range files {
		if last := len(each) - 1; last < 0 || each[last].Path != files[i].Path {
			each = append(each, files[i])
		}
	}
	return each, problem
}

// Append adds checks to a history in a directory, which it makes, and gives those that
// were not there. No file of a check is ever changed, but one that is damaged, or says
// otherwise than its report, is replaced by the check that it was.
func Append(dir string, checks []repro.Check) (added []repro.Check, err error) {
	files, problem := Files(checks)
	for _, file := range append([]File{{Path: ReadmeFile, Data: []byte(Readme)}}, files...) {
		if file.Path != ReadmeFile && file.beside(dir) {
			continue
		}
		wrote, err := addFile(dir, file)
		if errors.As(err, new(inTheWay)) { // of this check alone
			problem = errors.Join(problem, fmt.Errorf("history: add %s: %w", file.Path, err))
			continue
		}
		if err != nil {
			return added, fmt.Errorf("history: add %s: %w", file.Path, err)
		}
		if wrote && file.Path != ReadmeFile {
			added = append(added, file.Check)
		}
	}
	return added, problem
}

// What is inTheWay of a check is neither read nor replaced.
type inTheWay string

func (i inTheWay) Error() string { return string(i) }

// addFile writes a file that is not there or is damaged, whole or not at all, and leaves
// any other. It follows no link below dir, as none is when it is read.
func addFile(dir string, file File) (wrote bool, err error) {
	if err := CheckNoLinks(dir, file.Path); err != nil {
		return false, err
	}
	path, mode, replace := filepath.Join(dir, filepath.FromSlash(file.Path)), fs.FileMode(0o644), false
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return false, err
	case file.Path == ReadmeFile:
		return false, nil
	case !info.Mode().IsRegular():
		return false, inTheWay("no regular file is there; remove it")
	case info.Size() > maxCheck: // of another version, say: nobody knows what would be lost
		return false, inTheWay(fmt.Sprintf("a file of %d bytes is there, more than a check has; move it away", info.Size()))
	default:
		text, err := os.ReadFile(path)
		if err != nil {
			return false, err
		}
		if file.Changed(text) == nil {
			return false, nil
		}
		mode, replace = info.Mode().Perm(), true
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return false, err
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), ".check-*")
	if err != nil {
		return false, err
	}
	defer os.Remove(temporary.Name())
	_, err = temporary.Write(file.Data)
	if err = errors.Join(err, temporary.Chmod(mode), temporary.Close()); err != nil {
		return false, err
	}
	if !replace {
		switch err := os.Link(temporary.Name(), path); { // unlike a rename, it never replaces
		case err == nil:
			return true, nil
		case errors.Is(err, fs.ErrExist):
			return false, nil
		}
	}
	if err := os.Rename(temporary.Name(), path); err != nil { // a file system without links
		return false, err
	}
	return true, nil
}
