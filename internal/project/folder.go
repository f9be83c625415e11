package project

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file holds the folder that somebody named as the project's against the files of
// its repository.

// CheckFolder refuses a folder that is not there, or that is reached by a symbolic link,
// which may lead out of the repository. files are the repository's, and where says in
// words which: "in commit a1b2c3d". Where there is none it names those that have a project.
func CheckFolder(files fs.FS, folder, where string) error {
	at := ""
	for part := range strings.SplitSeq(folder, "/") {
		at = path.Join(at, part)
		info, err := fs.Lstat(files, at)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("working-directory: there is no folder %s %s; %s", folder, where, wayOut(files, folder))
		case err != nil:
			return fmt.Errorf("working-directory: look for %s: %w", folder, err)
		case info.Mode()&fs.ModeSymlink != 0:
			return fmt.Errorf("working-directory: %s is a symbolic link %s, which is not followed; name the folder that it leads to", at, where)
		case !info.IsDir():
			return fmt.Errorf("working-directory: %s is no folder %s; %s", at, where, wayOut(files, folder))
		}
	}
	return nil
}

// wayOut names the projects of a repository that are called most like a folder.
func wayOut(files fs.FS, folder string) string {
	const most = 3
	found := Folders(files)
	if len(found) == 0 {
		return "name one from the top of the repository"
	}
	order.Stable(found, func(a, b string) int { return cmp.Compare(distance(a, folder), distance(b, folder)) })
	return "projects are in " + wording.List(found[:min(len(found), most)])
}

// distance is how far two folders' names are apart: the whole paths, or the last parts of
// them alone.
func distance(a, b string) int {
	return min(wording.EditDistance(a, b), wording.EditDistance(path.Base(a), path.Base(b)))
}

const (
	folderDepth = 3   // below the top
	folderLooks = 200 // folders that are looked into
)

// Folders gives the folders of a repository, but for its top, that have a params.yaml or a
// dvc.yaml, the nearest to the top first. It looks a few levels deep.
func Folders(files fs.FS) (found []string) {
	level := []string{"."}
	looks := 0
	for depth := 0; depth <= folderDepth && len(level) > 0; depth++ {
		var next []string
		for _, dir := range level {
			if looks++; looks > folderLooks {
				return found
			}
			entries, err := fs.ReadDir(files, dir)
			if err != nil {
				continue // one that cannot be read names no project
			}
			has := func(name string) bool {
				return slices.ContainsFunc(entries, func(entry fs.DirEntry) bool { return entry.Name() == name })
			}
			if dir != "." && (has("params.yaml") || has("dvc.yaml")) {
				found = append(found, dir)
			}
			for _, entry := range entries {
				if entry.IsDir() && !strings.HasPrefix(entry.Name(), ".") {
					next = append(next, path.Join(dir, entry.Name()))
				}
			}
		}
		level = next
	}
	return found
}

// Above says that a folder above one has a params file, where that has none: a command was
// started too deep in the project. "" where there is none up to the top of files.
func Above(files fs.FS, folder string) string {
	up := ""
	for dir := folder; dir != "" && dir != "."; {
		dir, up = path.Dir(dir), up+"/.."
		if info, err := fs.Stat(files, path.Join(dir, "params.yaml")); err == nil && info.Mode().IsRegular() {
			return "there is a params.yaml in " + up[1:] + "; if that is the project, change to it: cd " + up[1:]
		}
	}
	return ""
}
