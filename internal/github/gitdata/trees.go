package gitdata

import (
	"context"
	"path"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/github"
)

// readTrees reads all directories below a tree in one request and caches each,
// so that a walk through a project costs one and not one a directory. GitHub
// cuts listings of more than 100,000 entries; then the directories are read
// one by one as they are needed.
// https://docs.github.com/rest/git/trees#get-a-tree
func (c *Client) readTrees(ctx context.Context, root string) error {
	c.mu.Lock()
	cached := c.listed[root]
	c.mu.Unlock()
	if cached {
		return nil
	}
	op := github.Operation{Name: "read the tree " + gitformat.ShortID(root), Permission: "contents: read"}
	sha, trees, bytes, err := c.listRecursively(ctx, op, root)
	switch {
	case err != nil:
		return err
	case sha != root:
		return op.Unexpected("another tree")
	}
	c.cacheTrees(root, trees, bytes)
	return nil
}

// readCommitTrees is readTrees for a commit, whose tree nobody named yet. GitHub takes a
// commit's name for its tree's and gives the same name back; the tree's own is
// worked out from what it holds. "" where that is not cached.
func (c *Client) readCommitTrees(ctx context.Context, commit string) (root string, err error) {
	op := github.Operation{Name: "read the files of " + gitformat.ShortID(commit), Permission: "contents: read"}
	sha, trees, bytes, err := c.listRecursively(ctx, op, commit)
	if err != nil || trees == nil {
		return "", err
	}
	root = treeID(trees[""].Entries)
	if root == commit || sha != commit && sha != root {
		return "", op.Unexpected("not a commit's tree")
	}
	c.cacheTrees(root, trees, bytes)
	return root, nil
}

// listRecursively gives the directories below a tree, by path, and how large its files
// are; nil where they are too many to be listed, or to be cached.
func (c *Client) listRecursively(ctx context.Context, op github.Operation, name string) (sha string, trees map[string]*gh.Tree, bytes int64, err error) {
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

// cacheTrees caches all directories below a root.
func (c *Client) cacheTrees(root string, trees map[string]*gh.Tree, bytes int64) {
	if trees == nil {
		return
	}
	trees[""].SHA = &root
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.trees)+len(trees) > treeCache {
		clear(c.trees)
		clear(c.listed)
	}
	c.listed[root] = true
	c.archivable[root] = bytes <= archiveLimit
	for _, tree := range trees {
		c.trees[tree.GetSHA()] = tree
	}
}

// Files are cached, because params files are read to be edited, to be
// checked and to be compared.
const (
	cachedFileLimit = 1 << 20  // of one file
	blobCacheLimit  = 64 << 20 // of all
)

func (c *Client) cachedBlob(sha string) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	data, cached := c.blobs[sha]
	return data, cached
}

func (c *Client) cacheBlob(sha string, data []byte) {
	if len(data) > cachedFileLimit {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, cached := c.blobs[sha]; cached {
		return
	}
	const overhead = 200 // of an entry, for files of nothing
	if c.blobBytes += len(data) + overhead; c.blobBytes > blobCacheLimit {
		clear(c.blobs)
		c.blobBytes = len(data) + overhead
	}
	c.blobs[sha] = data
}
