package git

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/order"
)

// FS gives the files of a commit as a file system. Contents are read when they
// are asked for, as long as ctx lasts. Symbolic links and submodules are listed, with their type,
// and cannot be opened; where a link leads can be read.
func (r *Repository) FS(ctx context.Context, commit string) (fs.FS, error) {
	if noGit {
		return nil, errNoGit
	}
	entries, err := r.Files(ctx, commit)
	if err != nil {
		return nil, err
	}
	tree := &treeFS{ctx: ctx, blobs: &batch{dir: r.Dir}, nodes: map[string]*node{".": {name: ".", mode: fs.ModeDir | 0o555}}}
	for _, entry := range entries {
		if fs.ValidPath(entry.Path) { // a tree can be made to hold others; no checkout would have them
			tree.add(entry)
		}
	}
	return tree, nil
}

type treeFS struct {
	ctx   context.Context
	blobs *batch
	nodes map[string]*node // by path; "." is the root
}

// A node is a file or directory: its fs.FileInfo and fs.DirEntry at once.
type node struct {
	name     string
	mode     fs.FileMode
	entry    Entry
	children []fs.DirEntry
}

func (n *node) Name() string               { return n.name }
func (n *node) Size() int64                { return n.entry.Size }
func (n *node) Mode() fs.FileMode          { return n.mode }
func (n *node) Type() fs.FileMode          { return n.mode.Type() }
func (n *node) ModTime() time.Time         { return time.Time{} } // a commit records none
func (n *node) IsDir() bool                { return n.mode.IsDir() }
func (n *node) Info() (fs.FileInfo, error) { return n, nil }

// Sys gives the name of the file's blob as a string, by which two commits are
// compared without reading either; nil for a directory.
func (n *node) Sys() any {
	if n.entry.Object == "" {
		return nil
	}
	return n.entry.Object
}

func (t *treeFS) add(entry Entry) {
	mode := fs.FileMode(0o444)
	switch entry.Mode {
	case gitformat.ModeExecutable:
		mode = 0o555
	case gitformat.ModeSymlink:
		mode |= fs.ModeSymlink
	case gitformat.ModeSubmodule:
		mode |= fs.ModeIrregular
	}
	child := &node{name: path.Base(entry.Path), mode: mode, entry: entry}
	t.nodes[entry.Path] = child
	for dir := path.Dir(entry.Path); ; dir = path.Dir(dir) {
		parent, known := t.nodes[dir]
		if !known {
			parent = &node{name: path.Base(dir), mode: fs.ModeDir | 0o555}
			t.nodes[dir] = parent
		}
		parent.children = append(parent.children, child)
		if known {
			return
		}
		child = parent
	}
}

func (t *treeFS) find(op, name string) (*node, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	found, ok := t.nodes[name]
	if !ok {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	}
	return found, nil
}

// Open implements fs.FS.
func (t *treeFS) Open(name string) (fs.File, error) {
	found, err := t.find("open", name)
	if err != nil {
		return nil, err
	}
	if found.IsDir() {
		return &directory{node: found, rest: sorted(found.children)}, nil
	}
	if err := found.entry.readable(); err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	data, err := t.blobs.read(t.ctx, found.entry.Object)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &file{node: found, Reader: bytes.NewReader(data)}, nil
}

// Stat implements fs.StatFS, without reading the file.
func (t *treeFS) Stat(name string) (fs.FileInfo, error) { return t.find("stat", name) }

// Lstat implements fs.ReadLinkFS. Stat follows no link either.
func (t *treeFS) Lstat(name string) (fs.FileInfo, error) { return t.find("lstat", name) }

// maxLink is the longest path that systems take.
const maxLink = 4096

// ReadLink implements fs.ReadLinkFS: a link's content is where it leads.
func (t *treeFS) ReadLink(name string) (string, error) {
	found, err := t.find("readlink", name)
	if err != nil {
		return "", err
	}
	if found.mode&fs.ModeSymlink == 0 || found.entry.Size > maxLink {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	target, err := t.blobs.read(t.ctx, found.entry.Object)
	if err != nil {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: err}
	}
	return string(target), nil
}

// ReadDir implements fs.ReadDirFS.
func (t *treeFS) ReadDir(name string) ([]fs.DirEntry, error) {
	found, err := t.find("readdir", name)
	if err != nil {
		return nil, err
	}
	if !found.IsDir() {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	return sorted(found.children), nil
}

func sorted(children []fs.DirEntry) []fs.DirEntry {
	return order.Sorted(children, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
}

type file struct {
	*node
	*bytes.Reader
}

func (f *file) Stat() (fs.FileInfo, error) { return f.node, nil }
func (f *file) Close() error               { return nil }
func (f *file) Size() int64                { return f.node.Size() }

type directory struct {
	*node
	rest []fs.DirEntry
}

func (d *directory) Stat() (fs.FileInfo, error) { return d.node, nil }
func (d *directory) Close() error               { return nil }
func (d *directory) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.name, Err: fs.ErrInvalid}
}

// ReadDir implements fs.ReadDirFile.
func (d *directory) ReadDir(n int) ([]fs.DirEntry, error) {
	if n > 0 && len(d.rest) == 0 {
		return nil, io.EOF
	}
	if n <= 0 || n > len(d.rest) {
		n = len(d.rest)
	}
	part := d.rest[:n]
	d.rest = d.rest[n:]
	return part, nil
}
