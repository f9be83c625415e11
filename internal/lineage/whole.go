package lineage

import (
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/lineage/sourcetext"
)

// A project may be a directory of its repository, and take in what lies beside it:
// two commits are the same code where their whole trees are. Files are named from
// the project, as git does in a directory: ../libs/features.py.

// all are the files of the repository, as far as they are known.
func (t tree) all() fs.FS {
	if t.whole != nil {
		return t.whole
	}
	return t.files
}

// fromTop is the path of a file in the repository.
func (t tree) fromTop(file string) string {
	if t.whole == nil {
		return file
	}
	return path.Join(t.prefix, file)
}

// fromProject is the path from the project of a file of the repository.
func (t tree) fromProject(file string) string {
	if t.whole == nil {
		return file
	}
	name, err := filepath.Rel(filepath.FromSlash(t.prefix), filepath.FromSlash(file))
	if err != nil {
		return file
	}
	return filepath.ToSlash(name)
}

// beside says whether a file, by its path from the project, lies outside of it.
func beside(file string) bool { return strings.HasPrefix(file, "../") }

// mentioned says whether a program's text names a file, by its path from the top.
// Other projects of the repository have files of the same names: one of theirs has to
// be named with its directory.
func (t tree) mentioned(text, file string) bool {
	if path.Ext(file) == ".ipynb" { // one beside the data is not named with its folder
		return sourcetext.NamesFile(text, path.Base(file), false)
	}
	if !beside(t.fromProject(file)) {
		return sourcetext.Mentions(text, file)
	}
	return sourcetext.NamesFile(text, path.Join(path.Base(path.Dir(file)), path.Base(file)), false)
}

// read gives what a file holds, by its path from the project.
func (t tree) read(file string) ([]byte, error) { return doc.ReadFile(t.all(), t.fromTop(file)) }
