package lend

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/reproduce-action/reproduce/internal/wording"
)

// linkWay says how a training comes to have what a link of the clone leads to.
func (s Source) linkWay(root *os.Root, file string) string {
	target, err := root.Readlink(file)
	if err != nil {
		return "have the training read what it points to by its full path"
	}
	if !filepath.IsAbs(target) {
		target = filepath.Join(s.Dir, filepath.FromSlash(path.Dir(file)), target)
	}
	within := file
	if s.Within != nil {
		within = s.Within(file)
	}
	return "begin the run command with: ln -s " + wording.Quote(target) + " " + wording.Quote(within) + " &&"
}

// LinkWay says it of a path from the top of the clone that is a link and is not lent; "" of
// any other.
func (s Source) LinkWay(file string) string {
	root, err := os.OpenRoot(s.Dir)
	if err != nil {
		return ""
	}
	defer root.Close()
	info, err := root.Lstat(file)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 || s.linkInside(root, file) {
		return ""
	}
	return s.linkWay(root, file)
}
