package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/reproduce-action/reproduce/internal/history"
	"github.com/reproduce-action/reproduce/internal/page"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file writes badges to a directory: all or none, as one that is of today beside one of
// last week says something that was never so.

func (a *App) checkBadges(dir string, known page.Known) error {
	if dir == "" {
		return nil
	}
	if info, err := os.Lstat(filepath.Clean(a.absolute(dir))); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return fmt.Errorf("write badges to %s: a symbolic link is there, and nothing is written through it; name the directory that it leads to with --badges", dir)
	}
	if err := tryWriting(a.absolute(dir)); err != nil {
		return fmt.Errorf("write %s: %w; name another with --badges", dir, err)
	}
	for _, file := range page.Badges(known) {
		if err := history.CheckNoLinks(a.absolute(dir), file.Path); err != nil {
			return fmt.Errorf("write badges to %s: %w, or name another with --badges", dir, err)
		}
		path := filepath.Join(dir, filepath.FromSlash(file.Path))
		if err := badgeKind.mayWrite(a.absolute(path), path); err != nil {
			return err // the others may be many
		}
	}
	return nil
}

func (a *App) writeBadges(dir string, known page.Known) error {
	if err := a.checkBadges(dir, known); err != nil || dir == "" {
		return err
	}
	badges := page.Badges(known)
	grey, err := a.greyBadges(dir, badges)
	if err == nil {
		err = replaceAll(a.absolute(dir), append(badges, grey...))
	}
	if err != nil {
		return fmt.Errorf("write badges to %s: %w", dir, err)
	}
	return nil
}

// replaceAll writes files below a directory: all of them, or none where one cannot be written.
func replaceAll(dir string, files []page.File) error {
	staged, made, err := stage(dir, files)
	if err != nil {
		for _, from := range staged {
			_ = os.Remove(from)
		}
		removeDirs(made)
		return fmt.Errorf("%w; none was replaced: those that are there are of before", err)
	}
	var problem error
	replaced := 0
	for i, file := range files {
		path := filepath.Join(dir, filepath.FromSlash(file.Path))
		if staged[i] == "" { // a pipe
			err = writeFile(path, file.Data, 0o644)
		} else if err = os.Rename(staged[i], path); err != nil {
			_ = os.Remove(staged[i])
		}
		if err != nil {
			problem = errors.Join(problem, err)
			continue
		}
		replaced++
	}
	if problem != nil {
		return fmt.Errorf("%w; %d of %s written, and the others are of before", problem, replaced, wording.Count(len(files), "file was", "files were"))
	}
	return nil
}

// stage writes files beside their places, and gives the paths, "" for what is no file there, and
// the directories that were made, the innermost first.
func stage(dir string, files []page.File) (staged, made []string, err error) {
	for _, file := range files {
		path := filepath.Join(dir, filepath.FromSlash(file.Path))
		mode := fs.FileMode(0o644)
		if info, err := os.Stat(path); err == nil && isStream(info.Mode()) {
			staged = append(staged, "")
			continue
		} else if err == nil {
			mode = info.Mode().Perm()
		}
		fresh, err := makeDirs(filepath.Dir(path))
		made = append(fresh, made...)
		if err != nil {
			return staged, made, err
		}
		temporary, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
		if err != nil {
			return staged, made, err
		}
		staged = append(staged, temporary.Name())
		_, err = temporary.Write(file.Data)
		if err = errors.Join(err, temporary.Chmod(mode), temporary.Sync(), temporary.Close()); err != nil {
			return staged, made, err
		}
	}
	return staged, made, nil
}
