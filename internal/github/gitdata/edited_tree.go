package gitdata

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// cacheEditedTree caches what a tree holds that was made of base with edits, so
// that it need not be read. It is worked out from base as it is cached, and
// used only if it has the tree's own name, which is the hash of what it
// holds.
func (c *Client) cacheEditedTree(base, made string, edits []repro.FileEdit) {
	c.mu.Lock()
	trees := map[string]*gh.Tree{}
	root, complete := base, c.listed[base]
	for _, edit := range edits {
		root = c.replaceBlob(trees, root, strings.Split(edit.Path, "/"), edit.After)
	}
	if root == made && len(c.trees)+len(trees) <= treeCache {
		for sha, tree := range trees {
			c.trees[sha] = tree
		}
		c.listed[made] = complete
	}
	c.mu.Unlock()
	for _, edit := range edits {
		c.cacheBlob(gitformat.ObjectID("blob", edit.After), edit.After)
	}
}

// replaceBlob gives the name of a tree in which the file at path holds data, and
// puts it and those below among made; "" where that is not cached.
func (c *Client) replaceBlob(made map[string]*gh.Tree, tree string, path []string, data []byte) string {
	old := made[tree]
	if old == nil {
		old = c.trees[tree]
	}
	if old == nil {
		return ""
	}
	entries := slices.Clone(old.Entries)
	at := slices.IndexFunc(entries, func(e *gh.TreeEntry) bool { return e.GetPath() == path[0] })
	if at < 0 {
		return ""
	}
	changed := *entries[at]
	below := gitformat.ObjectID("blob", data)
	if len(path) > 1 {
		below = c.replaceBlob(made, changed.GetSHA(), path[1:], data)
	} else {
		changed.Size = gh.Int(len(data))
	}
	changed.SHA = &below
	entries[at] = &changed
	sha := treeID(entries)
	if below == "" || sha == "" {
		return ""
	}
	made[sha] = &gh.Tree{SHA: &sha, Entries: entries}
	return sha
}

// treeID is git's name for a directory, whose entries git sorts as if the names
// of directories ended in a slash.
// https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
func treeID(entries []*gh.TreeEntry) string {
	sorted := func(entry *gh.TreeEntry) string {
		if entry.GetMode() == gitformat.ModeTree {
			return entry.GetPath() + "/"
		}
		return entry.GetPath()
	}
	entries = order.Sorted(entries, func(a, b *gh.TreeEntry) int { return strings.Compare(sorted(a), sorted(b)) })
	var body strings.Builder
	for _, entry := range entries {
		sha, err := hex.DecodeString(entry.GetSHA())
		if err != nil {
			return ""
		}
		fmt.Fprintf(&body, "%s %s\x00%s", strings.TrimLeft(entry.GetMode(), "0"), entry.GetPath(), sha)
	}
	return gitformat.ObjectID("tree", []byte(body.String()))
}
