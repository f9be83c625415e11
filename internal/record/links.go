package record

import (
	"os"
	"path"
	"path/filepath"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/gitformat"
)

// A file of the commit, or a folder above it, may be a link. Python names what it read by way of the
// link, and git has it where the link leads to.

// maxLinks bounds the links that lead to one another.
const maxLinks = 40

// addLink notes where a link of the commit leads to as the training starts.
func (w worktree) addLink(file string, entry git.Entry) {
	if entry.Mode != gitformat.ModeSymlink {
		return
	}
	if target, err := os.Readlink(w.full(file)); err == nil {
		w.links[file] = filepath.ToSlash(target)
	}
}

// full is the full path of a file of the repository.
func (w worktree) full(file string) string {
	return filepath.Join(w.top(), filepath.FromSlash(file))
}

// at is the path by which git has a file of the repository, and whether links lead out of the
// repository instead. Where the training put another link in the place of one, git has none.
func (w worktree) at(file string) (name string, outside bool) {
	name = file
	for range maxLinks {
		link := w.linkOn(name)
		if link == "" {
			break
		}
		target := w.links[link]
		if now, err := os.Readlink(w.full(link)); err != nil || filepath.ToSlash(now) != target {
			return file, false
		}
		name = path.Join(path.Dir(link), target, name[len(link):])
		if path.IsAbs(target) || filepath.IsAbs(filepath.FromSlash(target)) || !filepath.IsLocal(filepath.FromSlash(name)) {
			return file, true
		}
	}
	return name, false
}

// linkOn is the first link on the way to a file, or the file itself; "" for none.
func (w worktree) linkOn(file string) string {
	for i, char := range file + "/" {
		if char == '/' && w.links[file[:i]] != "" {
			return file[:i]
		}
	}
	return ""
}

// has says whether git has a file of the repository, or a link that leads to it.
func (w worktree) has(file string) bool {
	_, outside := w.at(file)
	return w.tracked[file] || outside
}
