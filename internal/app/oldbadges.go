package app

import (
	"io/fs"
	"os"
	"path"
	"slices"

	"github.com/reproduce-action/reproduce/internal/page"
)

// maxOldBadges bounds the files of a directory that are looked at for badges of before.
const maxOldBadges = 50_000

// greyBadges are badges of models in a directory that no check is known of any more, as they are
// to be: their history was not read, or was taken away, and their last word was of then.
func (a *App) greyBadges(dir string, now []page.File) (grey []page.File, err error) {
	renewed := map[string]bool{}
	for _, file := range now {
		renewed[file.Path] = true
	}
	top, err := os.OpenRoot(a.absolute(dir))
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer top.Close()
	left := maxOldBadges
	_ = fs.WalkDir(top.FS(), "models", func(file string, entry fs.DirEntry, err error) error {
		if left--; left < 0 {
			return fs.SkipAll
		}
		if err != nil || !entry.Type().IsRegular() || renewed[file] || !slices.Contains([]string{".json", ".svg"}, path.Ext(file)) {
			return nil //nolint:nilerr // what cannot be looked at is nobody's badge
		}
		if text, err := fs.ReadFile(top.FS(), file); err == nil && page.IsBadge(text) {
			grey = append(grey, page.File{Path: file, Data: page.UnknownBadge(path.Ext(file))})
		}
		return nil
	})
	return grey, nil
}
