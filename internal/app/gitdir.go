package app

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// errInGit says of a place that it is none for files of ours: what lies there git takes for
// its own, as a ref or a hook, and no checkout or clone ever shows it.
var errInGit = errors.New("it lies in git's own directory")

// outsideGit says why nothing is written at a path: it is in the directory in which git keeps
// a repository, whatever that is called and by whatever link. The path need not be there.
func outsideGit(path string) error {
	for dir := realPath(path); filepath.Dir(dir) != dir; dir = filepath.Dir(dir) {
		switch {
		case strings.EqualFold(filepath.Base(dir), ".git"), isGitDir(dir):
			return errInGit
		case Exists(filepath.Join(dir, ".git")): // a working tree, be it one that lies in a bare repository
			return nil
		}
	}
	return nil
}

// realPath is where a path leads by the links on its way. It need not be there.
func realPath(path string) string {
	above := path
	for !Exists(above) && filepath.Dir(above) != above {
		above = filepath.Dir(above)
	}
	real, err := filepath.EvalSymlinks(above)
	if err != nil {
		real = above
	}
	return filepath.Join(real, strings.TrimPrefix(path, above))
}

// Below says whether a path, named from the program's directory, leads to that directory or to
// what is below it.
func (a *App) Below(path string) bool {
	rel, err := filepath.Rel(realPath(a.Dir), realPath(filepath.Clean(a.absolute(path))))
	return err == nil && filepath.IsLocal(rel)
}

// isGitDir says whether a directory is a repository, as git knows one.
func isGitDir(dir string) bool {
	for _, name := range []string{"HEAD", "objects", "refs"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.IsDir() != (name != "HEAD") {
			return false
		}
	}
	return true
}
