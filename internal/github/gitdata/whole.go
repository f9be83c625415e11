package gitdata

import (
	"context"
	"path"

	gh "github.com/google/go-github/v60/github"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/github"
)

// whole reads all directories below a tree in one request and remembers each,
// so that a walk through a project costs one and not one a directory. GitHub
// cuts listings of more than 100,000 entries; then the directories are read
// one by one as they are needed.
// https://docs.github.com/rest/git/trees#get-a-tree
func (c *Client) whole(ctx context.Context, root string) error {
	c.mu.Lock()
	known := c.wholes[root]
	c.mu.Unlock()
	if known {
		return nil
	}
	op := github.Operation{Name: "read the tree " + gitformat.ShortID(root), Permission: "contents: read"}
	sha, trees, bytes, err := c.listing(ctx, op, root)
	switch {
	case err != nil:
		return err
	case sha != root:
		return op.Unexpected("another tree")
	}
	c.keepWhole(root, trees, bytes)
	return nil
}

// wholeCommit is whole for a commit, whose tree nobody named yet. GitHub takes a
// commit's name for its tree's and gives the same name back; the tree's own is
// worked out from what it holds. "" where that is not known.
func (c *Client) wholeCommit(ctx context.Context, commit string) (root string, err error) {
	op := github.Operation{Name: "read the files of " + gitformat.ShortID(commit), Permission: "contents: read"}
	sha, trees, bytes, err := c.listing(ctx, op, commit)
	if err != nil || trees == nil {
		return "", err
	}
	root = treeSHA(trees[""].Entries)
	if root == commit || sha != commit && sha != root {
		return "", op.Unexpected("not a commit's tree")
	}
	c.keepWhole(root, trees, bytes)
	return root, nil
}

// listing gives the directories below a tree, by path, and how large its files
// are; nil where they are too many to be listed, or to be remembered.
func (c *Client) listing(ctx context.Context, op github.Operation, name string) (sha string, trees map[string]*gh.Tree, bytes int64, err error) {
	all, _, err := c.API.Git.GetTree(ctx, c.Owner, c.Name, name, true)
	if err != nil {
		return "", nil, 0, c.Explain(op, err)
	}
	if all.GetTruncated() {
		return all.GetSHA(), nil, 0, nil
	}
	trees = map[string]*gh.Tree{"": {}}
	for _, entry := range all.Entries {
		if entry.GetType() == "tree" {
			sha := entry.GetSHA()
			trees[entry.GetPath()] = &gh.Tree{SHA: &sha}
		}
	}
	for _, entry := range all.Entries {
		dir, name := path.Split(entry.GetPath())
		tree := trees[path.Clean("/" + dir)[1:]]
		if tree == nil {
			return "", nil, 0, op.Unexpected("an entry without its directory")
		}
		below := *entry
		below.Path = &name
		tree.Entries = append(tree.Entries, &below)
		bytes += int64(entry.GetSize())
	}
	if len(trees) > treeCache {
		trees = nil // read as they are needed
	}
	return all.GetSHA(), trees, bytes, nil
}

// keepWhole remembers all directories below a root.
func (c *Client) keepWhole(root string, trees map[string]*gh.Tree, bytes int64) {
	if trees == nil {
		return
	}
	trees[""].SHA = &root
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.trees)+len(trees) > treeCache {
		clear(c.trees)
		clear(c.wholes)
	}
	c.wholes[root] = true
	c.small[root] = bytes <= smallLimit
	for _, tree := range trees {
		c.trees[tree.GetSHA()] = tree
	}
}

// Files are remembered, because params files are read to be edited, to be
// checked and to be compared.
const (
	rememberedBytes = 1 << 20  // of one file
	rememberedAll   = 64 << 20 // of all
)

func (c *Client) remembered(sha string) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	data, known := c.blobs[sha]
	return data, known
}

func (c *Client) remember(sha string, data []byte) {
	if len(data) > rememberedBytes {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, known := c.blobs[sha]; known {
		return
	}
	const overhead = 200 // of an entry, for files of nothing
	if c.held += len(data) + overhead; c.held > rememberedAll {
		clear(c.blobs)
		c.held = len(data) + overhead
	}
	c.blobs[sha] = data
}
