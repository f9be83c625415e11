package lineage

import (
	"bytes"
	"errors"
	"io/fs"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Two commits are held against each other here, file by file: every tracked
// file, whatever it is, submodules and symbolic links among them.

// maxWalked is how many files of a commit are looked at.
const maxWalked = 500_000

var errTooMany = errors.New("too many files")

// A treeChange is one path at which two trees differ.
type treeChange struct {
	file        string
	then, now   fs.FileInfo // nil where the tree does not have it
	renamed     string      // the path that it has in the other tree, of a file that only one has
	other       bool        // with other content there
	edited, old []byte      // what the product wrote over it, and what it held in the original's tree
}

// changedFiles lists the paths at which two trees differ, sorted: in the project and
// beside it, by paths from the project. edits are what
// the product itself writes over files of the second: those count as they are
// afterwards. ok is false where a tree could not be listed or is too large: then
// nothing can be said.
func changedFiles(before, after tree, edits []repro.FileEdit) (changed []treeChange, ok bool) {
	old, okOld := before.list()
	now, okNow := after.list()
	if !okOld || !okNow {
		return nil, false
	}
	for file, info := range now {
		change := treeChange{file: file, then: old[file], now: info}
		at := slices.IndexFunc(edits, func(edit repro.FileEdit) bool { return edit.Path == file })
		switch {
		case change.then == nil:
		case at >= 0:
			data, err := before.read(file)
			if change.edited, change.old = edits[at].After, data; err == nil && bytes.Equal(data, edits[at].After) && sameMode(change.then, info) {
				continue
			}
		case sameFile(before, after, file, change.then, info):
			continue
		}
		changed = append(changed, change)
	}
	for file, info := range old {
		if now[file] == nil {
			changed = append(changed, treeChange{file: file, then: info})
		}
	}
	order.By(changed, func(a, b treeChange) int { return strings.Compare(a.file, b.file) })
	markRenamed(changed)
	markMoved(changed)
	return changed, true
}

// list gives what a tree tracks, wherever it lies in the repository, by paths from
// the project.
func (t tree) list() (map[string]fs.FileInfo, bool) {
	found := map[string]fs.FileInfo{}
	err := fs.WalkDir(t.all(), ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if len(found) >= maxWalked {
			return errTooMany
		}
		found[t.fromProject(file)], err = entry.Info()
		return err
	})
	return found, err == nil
}

// sameFile compares by git's own names for contents where both sides have
// them, and by content where not.
func sameFile(before, after tree, file string, a, b fs.FileInfo) bool {
	if !sameMode(a, b) {
		return false
	}
	x, xOK := a.Sys().(string)
	y, yOK := b.Sys().(string)
	if xOK && yOK {
		return x == y
	}
	if a.Size() != b.Size() {
		return false
	}
	then, err := before.read(file)
	now, err2 := after.read(file)
	return errors.Join(err, err2) == nil && bytes.Equal(then, now)
}

// sameMode says whether git has two files down as the same sort of thing.
func sameMode(a, b fs.FileInfo) bool {
	return a.Mode().Type() == b.Mode().Type() && a.Mode()&0o111 == b.Mode()&0o111
}

// markRenamed pairs files that only one tree has by git's names for contents: of several with
// one content those whose paths end alike.
func markRenamed(changed []treeChange) {
	gone := map[string][]int{}
	for i, change := range changed {
		if name, ok := nameOfContent(change.then); ok && change.now == nil && len(gone[name]) < maxAlike {
			gone[name] = append(gone[name], i)
		}
	}
	for i, change := range changed {
		name, ok := nameOfContent(change.now)
		if !ok || change.then != nil {
			continue
		}
		best, most := -1, -1
		for _, at := range gone[name] {
			if n := endAlike(change.file, changed[at].file); n > most && changed[at].renamed == "" {
				best, most = at, n
			}
		}
		if best >= 0 {
			changed[i].renamed, changed[best].renamed = changed[best].file, change.file
		}
	}
}

// endAlike is how many bytes at the end of two paths are equal.
func endAlike(a, b string) (n int) {
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}

func nameOfContent(info fs.FileInfo) (string, bool) {
	if info == nil {
		return "", false
	}
	name, ok := info.Sys().(string)
	return name, ok
}

// how says in a few words what became of the path, "" for another content.
func (c treeChange) how() string {
	switch {
	case c.then == nil && c.other:
		return c.renamed + " before, with other content"
	case c.now == nil && c.other:
		return c.renamed + " now, with other content"
	case c.then == nil && c.renamed != "":
		return "renamed from " + c.renamed
	case c.now == nil && c.renamed != "":
		return "renamed to " + c.renamed
	case c.then == nil:
		return "added"
	case c.now == nil:
		return "removed"
	}
	a, b := c.then.Mode(), c.now.Mode()
	switch {
	case a.Type() != b.Type():
		return sortOf(a) + " before, " + sortOf(b) + " now"
	case a&fs.ModeIrregular != 0:
		return "submodule"
	case a&fs.ModeSymlink != 0:
		return "symbolic link"
	case c.onlyMode():
		return "only the file mode differs"
	}
	return ""
}

// onlyMode says whether the two trees have the same content there, to be run by
// itself in one of them.
func (c treeChange) onlyMode() bool {
	then, thenOK := nameOfContent(c.then)
	now, nowOK := nameOfContent(c.now)
	return c.regular() && c.edited == nil && thenOK && nowOK && then == now
}

// sortOf is what an entry of a tree is.
func sortOf(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeIrregular != 0:
		return "a submodule"
	case mode&fs.ModeSymlink != 0:
		return "a symbolic link"
	}
	return "a file"
}

// submodule says whether the path is one, in every tree that has it.
func (c treeChange) submodule() bool {
	is := func(info fs.FileInfo) bool { return info == nil || info.Mode()&fs.ModeIrregular != 0 }
	return is(c.then) && is(c.now)
}

// regular says whether both trees have it as a plain file.
func (c treeChange) regular() bool {
	return c.then != nil && c.now != nil && c.then.Mode().IsRegular() && c.now.Mode().IsRegular()
}

// sides reads the two contents of a change.
func (c treeChange) sides(before, after tree) (then, now []byte, ok bool) {
	switch {
	case !c.regular():
		return nil, nil, false
	case c.edited != nil:
		return c.old, c.edited, true
	}
	then, err := before.read(c.file)
	now, err2 := after.read(c.file)
	return then, now, errors.Join(err, err2) == nil
}
