package app

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/reproduce-action/reproduce/internal/page"
)

// maxOldBadges bounds the files of a directory that are looked at for badges of before.
const maxOldBadges = 50_000

// greyOldBadges makes badges of models in a directory that no check is known of any more say
// so: their history was not read, or was taken away, and their last word was of then.
func (a *App) greyOldBadges(dir string, now []page.File) error {
	renewed := map[string]bool{}
	for _, file := range now {
		renewed[file.Path] = true
	}
	top, err := os.OpenRoot(a.absolute(dir))
	if err != nil {
		return err
	}
	defer top.Close()
	var old []string
	left := maxOldBadges
	_ = fs.WalkDir(top.FS(), "models", func(file string, entry fs.DirEntry, err error) error {
		if left--; left < 0 {
			return fs.SkipAll
		}
		if err != nil || !entry.Type().IsRegular() || renewed[file] || !slices.Contains([]string{".json", ".svg"}, path.Ext(file)) {
			return nil //nolint:nilerr // what cannot be looked at is nobody's badge
		}
		if text, err := fs.ReadFile(top.FS(), file); err == nil && page.IsBadge(text) {
			old = append(old, file)
		}
		return nil
	})
	for _, file := range old {
		if err := a.saveFile(filepath.Join(dir, filepath.FromSlash(file)), page.UnknownBadge(path.Ext(file))); err != nil {
			return err
		}
	}
	return nil
}
