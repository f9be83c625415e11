package planning

import (
	"bytes"
	"io/fs"
	"time"

	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// editedFS is a tree of files as it will be once the edits are in it.
type editedFS struct {
	fs.FS
	edits []repro.FileEdit
}

// Open opens an edited file with its new content, and any other as it is.
func (a editedFS) Open(name string) (fs.File, error) {
	file, err := a.FS.Open(name)
	if err != nil {
		return nil, err
	}
	target, err := project.Follow(a.FS, name)
	if err != nil {
		target = name
	}
	for _, edit := range a.edits {
		if edit.Path == target {
			return &editedFile{File: file, Reader: bytes.NewReader(edit.After)}, nil
		}
	}
	return file, nil
}

// An editedFile has the name and mode of a file and other content.
type editedFile struct {
	fs.File
	*bytes.Reader
}

func (f *editedFile) Read(p []byte) (int, error) { return f.Reader.Read(p) }

func (f *editedFile) Stat() (fs.FileInfo, error) {
	info, err := f.File.Stat()
	return editedInfo{info, f.Reader.Size()}, err
}

type editedInfo struct {
	fs.FileInfo
	size int64
}

func (i editedInfo) Size() int64 { return i.size }

func (i editedInfo) ModTime() time.Time { return time.Time{} }
