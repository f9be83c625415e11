package git

import (
	"context"
	"fmt"
	"strings"
)

// changed lists the paths that differ from HEAD in the working tree at dir,
// relative to its top level. untracked is git status's own word: no, or all.
// Ignored files are not listed.
func changed(ctx context.Context, dir, untracked string) ([]string, error) {
	out, err := call{dir: dir, args: []string{"status", "--porcelain=v1", "-z", "--no-renames", "--ignore-submodules=dirty", "--untracked-files=" + untracked}}.run(ctx)
	if err != nil {
		return nil, fmt.Errorf("list changes in %s: %w", dir, err)
	}
	var paths []string
	for record := range strings.SplitSeq(string(out), "\x00") {
		if len(record) > 3 { // two status letters and a blank
			paths = append(paths, record[3:])
		}
	}
	return paths, nil
}
