package record

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/gitformat"
)

// What a submodule has checked out is code of the commit as well: the commit names that of the
// submodule, and this one its files.

// deepest is how many submodules are looked at that lie in each other.
const deepest = 4

// addSubmodules notes the files that the submodules among some entries have at the commits that
// those name. below is where the entries are, from the top. What is not checked out has no files.
func (w worktree) addSubmodules(ctx context.Context, entries []git.Entry, below string, depth int) {
	for _, entry := range entries {
		at := below + entry.Path
		if entry.Mode != gitformat.ModeSubmodule || depth == 0 {
			continue
		}
		dir := filepath.Join(w.top(), filepath.FromSlash(at))
		repository, err := git.Open(ctx, dir)
		if err != nil || !sameDir(repository.Dir, dir) {
			continue
		}
		files, err := repository.Files(ctx, entry.Object)
		if err != nil {
			continue // its files count as in no commit
		}
		w.submodules[at] = true
		for _, file := range files {
			w.add(at+"/"+file.Path, file)
		}
		w.addSubmodules(ctx, files, at+"/", depth-1)
	}
}

// add notes a file of a commit, by its path from the top.
func (w worktree) add(file string, entry git.Entry) {
	w.tracked[file] = true
	w.addLink(file, entry)
	if isPlain(entry.Mode) {
		w.objects[file] = entry.Object
	}
}

// inSubmodule says whether a file lies in a submodule.
func (w worktree) inSubmodule(file string) bool {
	for at := range w.submodules {
		if strings.HasPrefix(file, at+"/") {
			return true
		}
	}
	return false
}

// sameDir says whether two paths are one directory: git resolves links.
func sameDir(a, b string) bool {
	first, err := filepath.EvalSymlinks(a)
	second, err2 := filepath.EvalSymlinks(b)
	return err == nil && err2 == nil && first == second
}
