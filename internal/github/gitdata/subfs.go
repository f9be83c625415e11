package gitdata

import (
	"io/fs"
	"path"
)

// This file gives one directory of a commit as files of its own. fs.Sub would do, but that
// a file whose size or blob is asked for would then be read.

// Below gives the files of a directory, named from it; "" is all files. What links in it
// lead to outside of it cannot be named.
func (f *CommitFS) Below(dir string) fs.FS {
	if dir == "" {
		return f
	}
	return &dirFS{f, dir}
}

type dirFS struct {
	whole *CommitFS
	dir   string
}

// at gives the name of a file from the top. One that is not valid stays so.
func (d *dirFS) at(name string) string {
	if !fs.ValidPath(name) {
		return name
	}
	return path.Join(d.dir, name)
}

// Open implements fs.FS.
func (d *dirFS) Open(name string) (fs.File, error) { return d.whole.Open(d.at(name)) }

// Stat implements fs.StatFS.
func (d *dirFS) Stat(name string) (fs.FileInfo, error) { return d.whole.Stat(d.at(name)) }

// Lstat implements fs.ReadLinkFS.
func (d *dirFS) Lstat(name string) (fs.FileInfo, error) { return d.whole.Lstat(d.at(name)) }

// ReadLink implements fs.ReadLinkFS.
func (d *dirFS) ReadLink(name string) (string, error) { return d.whole.ReadLink(d.at(name)) }

// ReadDir implements fs.ReadDirFS.
func (d *dirFS) ReadDir(name string) ([]fs.DirEntry, error) { return d.whole.ReadDir(d.at(name)) }
