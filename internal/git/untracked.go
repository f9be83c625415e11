package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Missing names the files and directories of the user's working tree that git
// does not have, ignored ones among them, and that are not in the clone.
// Directories end in a slash and stand for all that is in them.
func (c *Clone) Missing(ctx context.Context) ([]string, error) {
	names, err := c.repository.Untracked(ctx)
	return slices.DeleteFunc(names, func(path string) bool {
		_, err := os.Lstat(filepath.Join(c.Dir, filepath.FromSlash(path)))
		return err == nil
	}), err
}

// Untracked lists what git does not have of the user's clone, ignored files too. A
// directory of such files is one entry, with a slash at its end.
func (r *Repository) Untracked(ctx context.Context) ([]string, error) {
	out, err := r.git(ctx, "status", "--porcelain=v1", "-z", "--no-renames", "--ignore-submodules=all", "--untracked-files=normal", "--ignored=traditional")
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
		missing = append(missing, path)
	}
	return missing, nil
}

// Ignore has git take no notice of paths in the clone, whatever is there: files that were
// lent are neither added nor a change.
func (c *Clone) Ignore(paths []string) error {
	var b strings.Builder
	for _, path := range paths {
		b.WriteString("/" + ignorePattern.Replace(path) + "\n")
	}
	dir := filepath.Join(c.Dir, ".git", "info")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("have git ignore what is lent: %w", err)
	}
	file, err := os.OpenFile(filepath.Join(dir, "exclude"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644) //nolint:gosec // G302: git makes it so, and it holds names alone
	if err != nil {
		return fmt.Errorf("have git ignore what is lent: %w", err)
	}
	_, err = file.WriteString("\n" + b.String())
	return errors.Join(err, file.Close())
}

// ignorePattern takes the meaning from the signs of a pattern.
var ignorePattern = strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`, "!", `\!`, "#", `\#`, " ", `\ `)
