package git

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Missing names the files and directories of the user's working tree that git
// does not have, ignored ones among them, and that are not in the clone.
// Directories end in a slash and stand for all that is in them.
func (c *Clone) Missing(ctx context.Context) ([]string, error) {
	out, err := c.repository.git(ctx, "status", "--porcelain=v1", "-z", "--no-renames", "--ignore-submodules=all", "--untracked-files=normal", "--ignored=traditional")
	if err != nil {
		return nil, fmt.Errorf("list files that git does not have: %w", err)
	}
	var missing []string
	for record := range strings.SplitSeq(string(out), "\x00") {
		path, ignored := strings.CutPrefix(record, "!! ")
		if !ignored {
			var untracked bool
			if path, untracked = strings.CutPrefix(record, "?? "); !untracked {
				continue
			}
		}
		if _, err := os.Lstat(filepath.Join(c.Dir, filepath.FromSlash(path))); err != nil {
			missing = append(missing, path)
		}
	}
	return missing, nil
}
