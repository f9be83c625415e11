package challenge

import (
	"maps"
	"path"
	"slices"
	"strings"
)

// Bounds on the trainings without files that Without asks for.
const (
	mostFolders = 4 // folders that are left out one by one
	mostAlone   = 4 // files of one folder that are
)

// Without has a training be without some files: all at once; where it does not come to its end
// so, without each of their folders, those of few files first; and in a folder that it needs,
// without each file. train says of a group whether a training came to its end without it.
func Without(files []string, train func(group []string) (ended bool)) {
	if len(files) == 0 || train(files) {
		return
	}
	folders := map[string][]string{}
	for _, file := range files {
		folders[path.Dir(file)] = append(folders[path.Dir(file)], file)
	}
	groups := slices.SortedFunc(maps.Values(folders), func(a, b []string) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a[0], b[0])
	})
	for i, group := range groups {
		needed := len(groups) == 1 // they were all
		if !needed && i < mostFolders {
			needed = !train(group)
		}
		if needed && len(group) > 1 && len(group) <= mostAlone {
			for _, file := range group {
				train([]string{file})
			}
		}
	}
}
