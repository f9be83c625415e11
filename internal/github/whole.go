package github

import (
	"context"
	"path"

	gh "github.com/google/go-github/v60/github"
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
	op := operation{"read the tree " + short(root), "contents: read"}
	all, _, err := c.api.Git.GetTree(ctx, c.owner, c.repo, root, true)
	if err != nil {
		return c.explain(op, err)
	}
	if all.GetSHA() != root {
		return op.nonsense("another tree")
	}
	if all.GetTruncated() {
		return nil
	}
	trees, dirs := map[string]*gh.Tree{"": {SHA: &root}}, 1
	for _, entry := range all.Entries {
		if entry.GetType() == "tree" {
			sha := entry.GetSHA()
			trees[entry.GetPath()] = &gh.Tree{SHA: &sha}
			dirs++
		}
	}
	for _, entry := range all.Entries {
		dir, name := path.Split(entry.GetPath())
		tree := trees[path.Clean("/" + dir)[1:]]
		if tree == nil {
			return op.nonsense("an entry without its directory")
		}
		below := *entry
		below.Path = &name
		tree.Entries = append(tree.Entries, &below)
	}
	if dirs > treeCache {
		return nil // too many to remember; read as they are needed
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.trees)+dirs > treeCache {
		clear(c.trees)
		clear(c.wholes)
	}
	c.wholes[root] = true
	for _, tree := range trees {
		c.trees[tree.GetSHA()] = tree
	}
	return nil
}

// blobCache is how many files are remembered, each of at most rememberedBytes:
// params files are read to be edited, to be checked and to be compared.
const (
	blobCache       = 64
	rememberedBytes = 1 << 20
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
	if len(c.blobs) >= blobCache {
		clear(c.blobs)
	}
	c.blobs[sha] = data
}
