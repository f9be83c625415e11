package gitdata

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io/fs"
	"strings"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/printable"
)

const (
	fileLimit = 16 << 20 // bytes of one file read from a commit
	treeCache = 5000     // trees cached
	depth     = 32       // directories between the root and a file
)

// An Entry is one name in a directory of a commit.
type Entry struct {
	Name string
	Mode string // git's: 100644, 100755, 120000, 160000, 040000
	SHA  string // of the blob, tree or commit
	Size int64  // bytes; 0 for what is not a file
}

// A File is a regular file at a commit.
type File struct {
	Path string
	Mode string // 100644 or 100755
	SHA  string // of the blob
	Data []byte
}

// File reads a regular file of at most 16 MiB at a commit. It walks the trees
// instead of using the contents API, which follows symbolic links in silence.
// A file that is not there is an error that wraps fs.ErrNotExist.
func (c *Client) File(ctx context.Context, commit, path string) (File, error) {
	root, err := c.listedTree(ctx, commit)
	if err != nil {
		return File{}, err
	}
	entry, err := c.entry(ctx, root, path)
	if err != nil {
		return File{}, fmt.Errorf("read %s at %s: %w", printable.OneLine(path, 80), gitformat.ShortID(commit), err)
	}
	if _, cached := c.cachedBlob(entry.SHA); !cached {
		c.cacheArchive(ctx, commit, root)
	}
	data, err := c.blob(ctx, path, entry)
	return File{path, entry.Mode, entry.SHA, data}, err
}

// List gives the entries of a directory at a commit; "" is the root.
func (c *Client) List(ctx context.Context, commit, dir string) ([]Entry, error) {
	tree, err := c.listedTree(ctx, commit)
	if err != nil {
		return nil, err
	}
	if dir != "" {
		if err := gitformat.CheckPath(dir); err != nil {
			return nil, err
		}
		for _, name := range strings.Split(dir, "/") {
			entry, err := c.child(ctx, tree, name)
			if err != nil || entry.Mode != gitformat.ModeTree {
				return nil, fmt.Errorf("list %s at %s: %w", printable.OneLine(dir, 80), gitformat.ShortID(commit), orNotExist(err))
			}
			tree = entry.SHA
		}
	}
	listing, err := c.tree(ctx, tree)
	if err != nil {
		return nil, err
	}
	entries := make([]Entry, 0, len(listing.Entries))
	for _, e := range listing.Entries {
		entries = append(entries, asEntry(e))
	}
	return entries, nil
}

// otherKind says that a path has something that is no regular file.
type otherKind string

func (e otherKind) Error() string { return string(e) }

// entry finds a regular file below a root tree.
func (c *Client) entry(ctx context.Context, root, path string) (Entry, error) {
	if err := gitformat.CheckPath(path); err != nil {
		return Entry{}, err
	}
	names := strings.Split(path, "/")
	if len(names) > depth {
		return Entry{}, fmt.Errorf("more than %d directories deep", depth)
	}
	tree := root
	for i, name := range names {
		entry, err := c.child(ctx, tree, name)
		if err != nil {
			return Entry{}, err
		}
		last := i == len(names)-1
		switch {
		case entry.Mode == gitformat.ModeSymlink:
			return Entry{}, otherKind(strings.Join(names[:i+1], "/") + " is a symbolic link; point to the file itself")
		case entry.Mode == gitformat.ModeSubmodule:
			return Entry{}, otherKind(strings.Join(names[:i+1], "/") + " is a submodule; its files belong to another repository")
		case last && entry.Mode != gitformat.ModeFile && entry.Mode != gitformat.ModeExecutable:
			return Entry{}, otherKind("not a regular file")
		case last:
			return entry, nil
		case entry.Mode != gitformat.ModeTree:
			return Entry{}, fs.ErrNotExist
		}
		tree = entry.SHA
	}
	return Entry{}, fs.ErrNotExist
}

func (c *Client) child(ctx context.Context, tree, name string) (Entry, error) {
	listing, err := c.tree(ctx, tree)
	if err != nil {
		return Entry{}, err
	}
	for _, e := range listing.Entries {
		if e.GetPath() == name {
			entry := asEntry(e)
			return entry, gitformat.CheckID("object", entry.SHA)
		}
	}
	return Entry{}, fs.ErrNotExist
}

// tree reads one directory. Its name is its content, so it is read once.
func (c *Client) tree(ctx context.Context, sha string) (*gh.Tree, error) {
	if err := gitformat.CheckID("tree", sha); err != nil {
		return nil, err
	}
	c.mu.Lock()
	cached := c.trees[sha]
	c.mu.Unlock()
	if cached != nil {
		return cached, nil
	}
	op := github.Operation{Name: "read the directory " + gitformat.ShortID(sha), Permission: "contents: read"}
	tree, _, err := c.API.Git.GetTree(ctx, c.Owner, c.Name, sha, false)
	if err != nil {
		return nil, c.Explain(op, err)
	}
	if tree.GetSHA() != sha {
		return nil, op.Unexpected("another tree")
	}
	if tree.GetTruncated() {
		return nil, fmt.Errorf("%s: GitHub gives only a part of it; the directory has too many entries", op.Name)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.trees) >= treeCache {
		clear(c.trees)
		clear(c.listed)
	}
	c.trees[sha] = tree
	return tree, nil
}

// blob reads a file's content and checks it against its name.
func (c *Client) blob(ctx context.Context, path string, entry Entry) ([]byte, error) {
	op := github.Operation{Name: "read " + printable.OneLine(path, 80), Permission: "contents: read"}
	if entry.Size > fileLimit {
		return nil, fmt.Errorf("%s: %d bytes; files over %d MiB are not read", op.Name, entry.Size, fileLimit>>20)
	}
	if data, cached := c.cachedBlob(entry.SHA); cached {
		return bytes.Clone(data), nil
	}
	blob, _, err := c.API.Git.GetBlob(ctx, c.Owner, c.Name, entry.SHA)
	if err != nil {
		return nil, c.Explain(op, err)
	}
	var data []byte
	switch blob.GetEncoding() {
	case "base64":
		data, err = base64.StdEncoding.DecodeString(strings.ReplaceAll(blob.GetContent(), "\n", ""))
	case "utf-8":
		data = []byte(blob.GetContent())
	default:
		err = fmt.Errorf("unknown encoding")
	}
	if err != nil || gitformat.ObjectID("blob", data) != entry.SHA {
		return nil, op.Unexpected("the content does not have the name it was asked by")
	}
	c.cacheBlob(entry.SHA, bytes.Clone(data))
	return data, nil
}

func asEntry(e *gh.TreeEntry) Entry {
	return Entry{e.GetPath(), e.GetMode(), e.GetSHA(), int64(e.GetSize())}
}

func orNotExist(err error) error {
	if err != nil {
		return err
	}
	return fs.ErrNotExist
}
