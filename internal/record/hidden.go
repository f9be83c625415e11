package record

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/recorded"
)

// What git does not say of the code that ran: files that it was told not to look at, and
// what became of the tree while the training ran. None of it is a clean tree.

// readHidden holds the files that ran, or were read, against the commit.
func (g *Recording) readHidden(ctx context.Context) {
	code := &g.document.Code
	for _, data := range g.document.Data {
		if slices.Contains(g.document.Wrote, data.Path) && data.Hash != "" {
			g.gap("%s was written while the training ran: its hash is that of what was there afterwards", data.Path)
		}
	}
	if code.Commit == "" {
		return
	}
	repository := g.tree.clone.Repository
	if head, err := repository.Head(ctx); err != nil || head.Commit != code.Commit {
		g.notClean(recorded.OtherCommit + ": what it ran may be of either")
	}
	var files, used []string
	for _, content := range slices.Concat(code.Files, g.document.Params) {
		if !filepath.IsAbs(filepath.FromSlash(content.Path)) { // no commit has those
			used = append(used, content.Path)
		}
	}
	for _, file := range used {
		if !g.tree.has(file) && !slices.Contains(code.Untracked, file) {
			g.notClean("%s was not compared with the commit: its name is too long, or no UTF-8", file)
		}
		if g.tree.tracked[file] && slices.Contains(g.document.Wrote, file) {
			g.notClean("%s was written while the training ran, and may have been another before", file)
		}
	}
	for _, data := range g.document.Data {
		if data.In == recorded.InGit && data.Hash != "" {
			used = append(used, data.Path)
		}
	}
	for _, file := range used {
		if g.tree.objects[file] != "" && !g.tree.changed[file] && !slices.Contains(files, file) && isThere(filepath.Join(g.tree.top(), filepath.FromSlash(file))) {
			files = append(files, file)
		}
	}
	objects, err := repository.Hash(ctx, files, false)
	plain, err2 := repository.Hash(ctx, files, true)
	if err := errors.Join(err, err2); err != nil {
		g.notClean("whether the files that ran are the commit's is not known: %v", err)
		return
	}
	for i, file := range files {
		switch object := g.tree.objects[file]; {
		case objects[i] != object && g.tree.inSubmodule(file):
			g.differs(file, "it lies in a submodule, whose commit has another")
		case objects[i] != object:
			g.differs(file, "its change is hidden from git, by --assume-unchanged or --skip-worktree, or came while the training ran")
		case plain[i] != object && !g.asCheckedOut(ctx, file):
			g.differs(file, "a filter of git takes its change away, as the commit does not have it")
		}
	}
}

// asCheckedOut says whether a file that git converts is what a checkout of the commit writes:
// line ends are, and what a filter only takes away is not.
func (g *Recording) asCheckedOut(ctx context.Context, file string) bool {
	data, err := os.ReadFile(filepath.Join(g.tree.top(), filepath.FromSlash(file)))
	want, err2 := g.tree.clone.Repository.CheckedOut(ctx, g.document.Code.Commit, file)
	return errors.Join(err, err2) == nil && bytes.Equal(data, want)
}

// differs notes a file that is not the commit's, and that git did not list.
func (g *Recording) differs(file, why string) {
	code := &g.document.Code
	for i, data := range g.document.Data {
		if data.Path == file {
			g.document.Data[i].In = ""
		}
	}
	if slices.Contains(g.document.Wrote, file) {
		return // it was said of code; of data, git has another than was hashed
	}
	if len(code.Changed) >= recorded.MaxFiles || len(file) > recorded.MaxText || strings.ToValidUTF8(file, "") != file {
		g.notClean("a file that was used is not the commit's")
		return
	}
	code.Tree, code.Changed = recorded.Dirty, append(code.Changed, file)
	slices.Sort(code.Changed)
	if code.Diff == nil {
		code.Diff = &recorded.Diff{}
	}
	g.leaveOut(file, why)
}

// notClean notes why the tree cannot be called clean.
func (g *Recording) notClean(format string, args ...any) {
	g.gap(format, args...)
	if code := &g.document.Code; code.Tree == recorded.Clean {
		code.Tree = recorded.Unknown
	}
}

func isThere(file string) bool {
	info, err := os.Lstat(file)
	return err == nil && info.Mode().IsRegular()
}

// isPlain says whether an entry of a commit is a file with content of its own.
func isPlain(mode string) bool {
	return mode == gitformat.ModeFile || mode == gitformat.ModeExecutable
}
