package flow

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// longAgo is the time that certain files are set to before the training. DVC goes
// by content and does not mind; whatever writes the file changes its time.
var longAgo = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)

// marks remember what stood in the worktree before the training.
type marks struct {
	worktree *os.Root
	doubtful map[string]bool // was there and could not be marked: a link, a directory
}

// markOld makes files that were checked out look old. One that a link puts
// outside of the worktree is somebody else's, and left alone.
func markOld(worktree *os.Root, files ...string) (marks, error) {
	m := marks{worktree: worktree, doubtful: map[string]bool{}}
	for _, file := range files {
		info, err := worktree.Lstat(file)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue // whatever is made in its place is new
		case err != nil || !info.Mode().IsRegular():
			m.doubtful[file] = true
			continue
		}
		if err := worktree.Chtimes(file, longAgo, longAgo); err != nil {
			return marks{}, fmt.Errorf("mark %s as old: %w", file, err)
		}
	}
	return m, nil
}

func (m marks) wrote(file string) bool {
	info, err := m.worktree.Lstat(file)
	return err == nil && info.Mode().IsRegular() && !info.ModTime().Equal(longAgo) && !m.doubtful[file]
}

// heldFiles are the params files whose values the training is to use, those
// that needed no edit among them.
func heldFiles(plan repro.Plan) []string {
	var files []string
	for _, edit := range plan.Params {
		holds := edit.Status == repro.ParamUnchanged || edit.Status == repro.ParamWritten || edit.Status == repro.ParamAssumed
		if holds && edit.File != "" && !slices.Contains(files, edit.File) {
			files = append(files, edit.File)
		}
	}
	return files
}

// A content is what some files hold; one that cannot be read has no entry.
type content map[string][]byte

func contents(files fs.FS, names []string) content {
	found := content{}
	for _, name := range names {
		if data, err := readFile(files, name); err == nil {
			found[name] = data
		}
	}
	return found
}

// changed names the files that hold something else now, or are gone. It is the
// bytes that count: on disk, git's filters may have made them others than the
// commit's.
func (c content) changed(now content) []string {
	var names []string
	for name, data := range c {
		if left, still := now[name]; !still || !bytes.Equal(data, left) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
