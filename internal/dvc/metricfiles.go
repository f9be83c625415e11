package dvc

import (
	"io/fs"
	"slices"
)

// MaxMetricsFiles bounds the files that are read, directories opened.
const MaxMetricsFiles = 1000

// MetricsIn gives the files that the declared paths stand for: a directory is
// all files in it, as to DVC.
func MetricsIn(files fs.FS, declared []string) []string {
	var paths []string
	add := func(file string) bool {
		if !slices.Contains(paths, file) {
			paths = append(paths, file)
		}
		return len(paths) < MaxMetricsFiles
	}
	for _, file := range declared {
		if files == nil || !fs.ValidPath(file) {
			add(file)
			continue
		}
		if info, err := fs.Stat(files, file); err != nil || !info.IsDir() {
			add(file)
			continue
		}
		_ = fs.WalkDir(files, file, func(inside string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || entry.Name() == ".gitignore" {
				return nil //nolint:nilerr // what cannot be listed holds nothing that could be read
			}
			if !add(inside) {
				return fs.SkipAll
			}
			return nil
		})
	}
	return paths
}
