package gitdata

import (
	"context"
	"io/fs"
)

// Tracked lists the files and symbolic links of a commit, by their paths from the top. all
// is false, and nothing listed, where GitHub does not list so many at once: to ask for
// one directory after the other would take as many requests.
func (c *Client) Tracked(ctx context.Context, commit string) (names []string, all bool, err error) {
	root, err := c.listedTree(ctx, commit)
	if err == nil {
		err = c.readTrees(ctx, root)
	}
	if err != nil {
		return nil, false, err
	}
	c.mu.Lock()
	all = c.listed[root]
	c.mu.Unlock()
	if !all {
		return nil, false, nil
	}
	err = fs.WalkDir(c.FS(ctx, commit), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && (entry.Type().IsRegular() || entry.Type() == fs.ModeSymlink) {
			names = append(names, name)
		}
		return err
	})
	return names, true, err
}
