package filestate

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// longAgo is the time that certain files are set to before the training:
// whatever writes a file changes its time.
var longAgo = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)

// Backdated are files of the place as they were made before the training.
type Backdated struct {
	worktree *os.Root
	doubtful map[string]bool   // was there and could not be marked: a link, a directory
	content  map[string][]byte // what it holds with our mark
}

// Backdate makes files that were checked out look old, and lets their content
// show it too: with one more line end, which no reader of JSON, YAML or TOML
// minds, one that was only touched is told from one that was written again. One
// that a link puts outside of the worktree is somebody else's, and left alone.
func Backdate(worktree *os.Root, files ...string) (Backdated, error) {
	m := Backdated{worktree: worktree, doubtful: map[string]bool{}, content: map[string][]byte{}}
	for _, file := range files {
		info, err := worktree.Lstat(file)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue // whatever is made in its place is new
		case err != nil || !info.Mode().IsRegular():
			m.doubtful[file] = true
			continue
		}
		if data, err := doc.ReadFile(worktree.FS(), file); err == nil && slices.Contains([]string{".json", ".yaml", ".yml", ".toml"}, path.Ext(file)) {
			data = append(data, '\n')
			if err := worktree.WriteFile(file, data, info.Mode().Perm()); err == nil { // a read-only one has its time
				m.content[file] = data
			}
		}
		if err := worktree.Chtimes(file, longAgo, longAgo); err != nil {
			return Backdated{}, fmt.Errorf("mark %s as old: %w", file, err)
		}
	}
	return m, nil
}

// Wrote says whether the training wrote a file, whatever it wrote.
func (b Backdated) Wrote(file string) bool {
	info, err := b.worktree.Lstat(file)
	if err != nil || !info.Mode().IsRegular() || info.ModTime().Equal(longAgo) || b.doubtful[file] {
		return false
	}
	marked, has := b.content[file]
	if !has {
		return true
	}
	now, err := doc.ReadFile(b.worktree.FS(), file)
	return err == nil && !bytes.Equal(now, marked)
}
