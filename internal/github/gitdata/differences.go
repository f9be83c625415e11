package gitdata

import (
	"context"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/printable"
)

// maxDifferences is how many files two commits may differ in to be named.
const maxDifferences = 1000

// Differences names the files, links and submodules that two commits do not have alike, from
// the top and sorted: what only one of them has, and what is another blob, commit or mode.
// Directories that are the same tree are not looked into.
func (c *Client) Differences(ctx context.Context, before, after string) ([]string, error) {
	found, err := c.differencesBelow(ctx, before, after, "", nil)
	slices.Sort(found)
	return slices.Compact(found), err
}

// differencesBelow adds to found those below a directory. "" stands for a commit that does
// not have it.
func (c *Client) differencesBelow(ctx context.Context, before, after, dir string, found []string) ([]string, error) {
	if strings.Count(dir, "/") > depth {
		return nil, fmt.Errorf("compare %s: more than %d directories deep", printable.OneLine(dir, 80), depth)
	}
	then, err := c.entries(ctx, before, dir)
	if err != nil {
		return nil, err
	}
	now, err := c.entries(ctx, after, dir)
	if err != nil {
		return nil, err
	}
	all := maps.Clone(then)
	maps.Copy(all, now)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		a, b, at := then[name], now[name], path.Join(dir, name)
		if a.SHA == b.SHA && a.Mode == b.Mode {
			continue
		}
		if isFile(a) || isFile(b) {
			found = append(found, at)
		}
		if with := [2]string{having(a, before), having(b, after)}; with != [2]string{} {
			if found, err = c.differencesBelow(ctx, with[0], with[1], at, found); err != nil {
				return nil, err
			}
		}
		if len(found) > maxDifferences {
			return nil, fmt.Errorf("%s and %s differ in more than %d files", gitformat.ShortID(before), gitformat.ShortID(after), maxDifferences)
		}
	}
	return found, nil
}

// entries are what a directory of a commit holds, by name; nothing where no commit is named.
func (c *Client) entries(ctx context.Context, commit, dir string) (map[string]Entry, error) {
	found := map[string]Entry{}
	if commit == "" {
		return found, nil
	}
	listed, err := c.List(ctx, commit, dir)
	for _, entry := range listed {
		found[entry.Name] = entry
	}
	return found, err
}

// isFile says whether an entry is there and no directory.
func isFile(e Entry) bool { return e.Mode != "" && e.Mode != gitformat.ModeTree }

// having is the commit that has an entry, where that is a directory.
func having(e Entry, commit string) string {
	if e.Mode != gitformat.ModeTree {
		return ""
	}
	return commit
}
