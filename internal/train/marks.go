package train

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// longAgo is the time that certain files are set to before the training:
// whatever writes a file changes its time.
var longAgo = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)

// marks remember what stood in the worktree before the training.
type marks struct {
	worktree *os.Root
	doubtful map[string]bool   // was there and could not be marked: a link, a directory
	marked   map[string][]byte // what it holds with our mark
}

// markOld makes files that were checked out look old, and lets their content
// show it too: with one more line end, which no reader of JSON, YAML or TOML
// minds, one that was only touched is told from one that was written again. One
// that a link puts outside of the worktree is somebody else's, and left alone.
func markOld(worktree *os.Root, files ...string) (marks, error) {
	m := marks{worktree: worktree, doubtful: map[string]bool{}, marked: map[string][]byte{}}
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
				m.marked[file] = data
			}
		}
		if err := worktree.Chtimes(file, longAgo, longAgo); err != nil {
			return marks{}, fmt.Errorf("mark %s as old: %w", file, err)
		}
	}
	return m, nil
}

func (m marks) wrote(file string) bool {
	info, err := m.worktree.Lstat(file)
	if err != nil || !info.Mode().IsRegular() || info.ModTime().Equal(longAgo) || m.doubtful[file] {
		return false
	}
	marked, has := m.marked[file]
	if !has {
		return true
	}
	now, err := doc.ReadFile(m.worktree.FS(), file)
	return err == nil && !bytes.Equal(now, marked)
}

// elsewhere names the code, and what else the training takes in, that is not the
// commit's any more after a training, or was not for a while, dirty being what
// never was. Notebooks are left out: to run one is to write it.
func elsewhere(ctx context.Context, tree *git.Clone, dirty []string, input func(file string) bool, putBack []string) []string {
	onTop, files, err := tree.Since(ctx)
	switch {
	case err != nil:
		return []string{"the clone's own .git"}
	case !onTop:
		return []string{"HEAD"}
	}
	files = slices.DeleteFunc(files, func(file string) bool {
		return path.Ext(file) == ".ipynb" || slices.Contains(dirty, file) || !lineage.IsProgram(file) && !input(file)
	})
	for _, file := range putBack {
		if !slices.Contains(files, file) {
			files = append(files, file+" (put back)")
		}
	}
	return files
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
		if data, err := doc.ReadFile(files, name); err == nil {
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
