package gitdata

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"path"
	"time"

	"github.com/reproduce-action/reproduce/internal/gitformat"
)

// FS gives the files of a commit as a file system, read as they are asked for.
// Symbolic links and submodules are listed, with their type, and not opened; where a link
// leads can be read.
func (c *Client) FS(ctx context.Context, commit string) *CommitFS { return &CommitFS{ctx, c, commit} }

// A CommitFS is the files of a commit.
type CommitFS struct {
	ctx    context.Context
	client *Client
	commit string
}

// Open implements fs.FS.
func (f *CommitFS) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if name == "." {
		return &openDir{node: node{".", fs.ModeDir | 0o555, 0, ""}, fs: f, name: ""}, nil
	}
	file, err := f.client.File(f.ctx, f.commit, name)
	if err == nil {
		return &openFile{node{path.Base(name), permissions(file.Mode), int64(len(file.Data)), ""}, bytes.NewReader(file.Data)}, nil
	}
	if _, dirErr := f.client.List(f.ctx, f.commit, name); dirErr == nil {
		return &openDir{node: node{path.Base(name), fs.ModeDir | 0o555, 0, ""}, fs: f, name: name}, nil
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: err}
}

// Stat implements fs.StatFS: what a listing says of a file, which is not read.
func (f *CommitFS) Stat(name string) (fs.FileInfo, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrInvalid}
	}
	if name == "." {
		return node{".", fs.ModeDir | 0o555, 0, ""}, nil
	}
	root, err := f.client.listedTree(f.ctx, f.commit)
	if err != nil {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: err}
	}
	entry, err := f.client.entry(f.ctx, root, name)
	if err == nil {
		return node{path.Base(name), permissions(entry.Mode), entry.Size, entry.SHA}, nil
	}
	if _, dirErr := f.client.List(f.ctx, f.commit, name); dirErr == nil {
		return node{path.Base(name), fs.ModeDir | 0o555, 0, ""}, nil
	}
	return nil, &fs.PathError{Op: "stat", Path: name, Err: err}
}

// IsCached says whether a file can be read without a request.
func (f *CommitFS) IsCached(name string) bool {
	root, err := f.client.listedTree(f.ctx, f.commit)
	if err != nil {
		return false
	}
	entry, err := f.client.entry(f.ctx, root, name)
	_, cached := f.client.cachedBlob(entry.SHA)
	return err == nil && cached
}

// maxLink is the longest path that systems take.
const maxLink = 4096

// Lstat implements fs.ReadLinkFS: it tells of a link itself. Stat refuses links.
func (f *CommitFS) Lstat(name string) (fs.FileInfo, error) {
	link, err := f.link(name)
	if err != nil {
		return f.Stat(name)
	}
	return node{path.Base(name), permissions(link.Mode), link.Size, link.SHA}, nil
}

// ReadLink implements fs.ReadLinkFS: a link's content is where it leads.
func (f *CommitFS) ReadLink(name string) (string, error) {
	link, err := f.link(name)
	if err == nil && link.Size > maxLink {
		err = fs.ErrInvalid
	}
	if err != nil {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: err}
	}
	target, err := f.client.blob(f.ctx, name, link)
	return string(target), err
}

// link finds a symbolic link in its directory.
func (f *CommitFS) link(name string) (Entry, error) {
	if !fs.ValidPath(name) || name == "." {
		return Entry{}, fs.ErrInvalid
	}
	dir := path.Dir(name)
	if dir == "." {
		dir = ""
	}
	entries, err := f.client.List(f.ctx, f.commit, dir)
	if err != nil {
		return Entry{}, err
	}
	for _, entry := range entries {
		if entry.Name == path.Base(name) && entry.Mode == gitformat.ModeSymlink {
			return entry, gitformat.CheckID("object", entry.SHA)
		}
	}
	return Entry{}, fs.ErrInvalid
}

// ReadDir implements fs.ReadDirFS.
func (f *CommitFS) ReadDir(name string) ([]fs.DirEntry, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	dir := name
	if dir == "." {
		dir = ""
		if root, err := f.client.listedTree(f.ctx, f.commit); err == nil {
			_ = f.client.readTrees(f.ctx, root) // who lists the root walks on; what fails here is asked for again below
		}
	}
	entries, err := f.client.List(f.ctx, f.commit, dir)
	if err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: err}
	}
	listed := make([]fs.DirEntry, len(entries))
	for i, entry := range entries { // git sorts by name, as fs.ReadDir has to
		listed[i] = fs.FileInfoToDirEntry(node{entry.Name, permissions(entry.Mode), entry.Size, entry.SHA})
	}
	return listed, nil
}

func permissions(mode string) fs.FileMode {
	switch mode {
	case gitformat.ModeTree:
		return fs.ModeDir | 0o555
	case gitformat.ModeExecutable:
		return 0o555
	case gitformat.ModeSymlink:
		return fs.ModeSymlink | 0o444
	case gitformat.ModeSubmodule:
		return fs.ModeIrregular | 0o444
	}
	return 0o444
}

// A node is what is known of a file without reading it.
type node struct {
	name string
	mode fs.FileMode
	size int64
	sha  string // of the blob, where it came from a listing
}

func (n node) Name() string { return n.name }

func (n node) Size() int64 { return n.size }

func (n node) Mode() fs.FileMode { return n.mode }

func (n node) ModTime() time.Time { return time.Time{} } // a commit records none

func (n node) IsDir() bool { return n.mode.IsDir() }

// Sys gives the name of the file's blob as a string, by which two commits are
// compared without reading either; nil where it is not known.
func (n node) Sys() any {
	if n.sha == "" || n.IsDir() {
		return nil
	}
	return n.sha
}

type openFile struct {
	node
	*bytes.Reader
}

func (f *openFile) Stat() (fs.FileInfo, error) { return f.node, nil }

func (f *openFile) Close() error { return nil }

func (f *openFile) Size() int64 { return f.node.size }

type openDir struct {
	node
	fs   *CommitFS
	name string
	rest []fs.DirEntry
	read bool
}

func (d *openDir) Stat() (fs.FileInfo, error) { return d.node, nil }

func (d *openDir) Close() error { return nil }

func (d *openDir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.name, Err: fs.ErrInvalid}
}

// ReadDir implements fs.ReadDirFile.
func (d *openDir) ReadDir(n int) ([]fs.DirEntry, error) {
	if !d.read {
		name := d.name
		if name == "" {
			name = "."
		}
		entries, err := d.fs.ReadDir(name)
		if err != nil {
			return nil, err
		}
		d.rest, d.read = entries, true
	}
	if n <= 0 {
		rest := d.rest
		d.rest = nil
		return rest, nil
	}
	if len(d.rest) == 0 {
		return nil, io.EOF
	}
	next := d.rest[:min(n, len(d.rest))]
	d.rest = d.rest[len(next):]
	return next, nil
}
