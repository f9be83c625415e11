package project

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// This file follows symbolic links among a project's files: a params.yaml that links to
// config/params.yaml is edited there, and its link stays as it is.

// maxLinks is how many links are followed on the way to one file, as kernels do.
const maxLinks = 40

// Follow gives the path of the file that a path leads to, which may go through links. It
// refuses one that leads out of the project, by .. or from the root, and into git's own
// directory. A path that is not there is an error that wraps fs.ErrNotExist.
func Follow(files fs.FS, name string) (string, error) {
	left := strings.Split(name, "/")
	at, links := ".", 0
	for len(left) > 0 {
		part := left[0]
		left = left[1:]
		if part == ".." && at == "." || strings.EqualFold(part, ".git") {
			return "", outside(name)
		}
		next := path.Join(at, part)
		info, err := fs.Lstat(files, next)
		if err != nil {
			return "", err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			at = next
			continue
		}
		target, err := fs.ReadLink(files, next)
		switch {
		case err != nil:
			return "", err
		case links == maxLinks:
			return "", fmt.Errorf("%s: more than %d symbolic links lead to it; name the file itself", name, maxLinks)
		case target == "" || path.IsAbs(target) || strings.ContainsAny(target, "\\\x00"):
			return "", outside(name)
		}
		links++
		left = append(strings.Split(target, "/"), left...) // each part once more: it may be a link too
	}
	return at, nil
}

func outside(name string) error {
	return fmt.Errorf("%s is there, and a symbolic link leads out of the directory that is read; put the file itself there", name)
}

// Linked gives files of which those that are reached by symbolic links inside of them
// can be opened too, by the links' names.
func Linked(files fs.FS) fs.FS { return linked{files} }

type linked struct{ fs.FS }

// Open implements fs.FS.
func (l linked) Open(name string) (fs.File, error) {
	target, err := l.follow("open", name)
	if err != nil {
		return nil, err
	}
	return l.FS.Open(target)
}

// Stat implements fs.StatFS.
func (l linked) Stat(name string) (fs.FileInfo, error) {
	target, err := l.follow("stat", name)
	if err != nil {
		return nil, err
	}
	return fs.Stat(l.FS, target)
}

// ReadDir implements fs.ReadDirFS.
func (l linked) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(l.FS, name) }

// ReadLink implements fs.ReadLinkFS.
func (l linked) ReadLink(name string) (string, error) { return fs.ReadLink(l.FS, name) }

// Lstat implements fs.ReadLinkFS.
func (l linked) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(l.FS, name) }

func (l linked) follow(op, name string) (string, error) {
	if !fs.ValidPath(name) {
		return "", &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	target, err := Follow(l.FS, name)
	if err != nil && !errors.As(err, new(*fs.PathError)) {
		err = &fs.PathError{Op: op, Path: name, Err: err}
	}
	return target, err
}
