package othercode

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// MadeElsewhere says how a run shows that other code made it than that of the tree:
// by its commit, or by its program, which MLflow names by a path. What was said of a
// run stays said: the tree is another training's soon.
func MadeElsewhere(ctx context.Context, tree *git.Clone, change repro.Change, original repro.Run, clone string, place Checkout, stood filestate.Stamps) func(run repro.Run, commit string) string {
	recorded := lineage.TaggedCommit(original)
	return memoize(func(run repro.Run, commit string) string {
		if commit != "" && !tree.BuiltOn(ctx, commit) {
			return train.AnotherCommit(commit, change)
		}
		if why := unrecorded(run, original); why != "" {
			return why
		}
		program := filepath.FromSlash(run.Tags[lineage.MlflowSource])
		if why := place.otherCopy(program, clone, stood); why != "" {
			return why
		}
		return place.foreign(program, original, recorded != "" && recorded == change.Base)
	})
}

// memoize asks once of each run and commit.
func memoize(ask func(repro.Run, string) string) func(repro.Run, string) string {
	said := map[[2]string]string{}
	return func(run repro.Run, commit string) string {
		key := [2]string{run.ID, commit}
		text, asked := said[key]
		if !asked {
			text = ask(run, commit)
		}
		if run.ID != "" {
			said[key] = text
		}
		return text
	}
}

// otherCopy says where a program's full path leads to another copy of one of the
// commit's; "" where it does not.
func (c Checkout) otherCopy(program, clone string, stood filestate.Stamps) string {
	if !filepath.IsAbs(program) {
		return ""
	}
	program, err := filepath.EvalSymlinks(program) // in a container it names another file, or none
	if err != nil || filestate.Below(program, c.top) && !IsInstalled(program) {
		return ""
	}
	if file, ok := filestate.Relative(program, clone); ok && slices.Contains(c.Files, filepath.ToSlash(file)) {
		return "its program is " + program + ", of the clone and not of the checkout"
	}
	if file := likePath(stood, filepath.ToSlash(program)); file != "" && !filestate.SameContent(program, filepath.Join(c.dir, filepath.FromSlash(file))) {
		return fmt.Sprintf("its program is %s, which is not the commit's %s", program, file)
	}
	return ""
}

// likePath finds the program of the project that another place seems to have a copy
// of: by its path, or by its name and directory. "" is none.
func likePath(s filestate.Stamps, program string) string {
	last := func(file string) string {
		parts := strings.Split(file, "/")
		return strings.Join(parts[max(0, len(parts)-2):], "/")
	}
	for file := range s {
		if lineage.IsProgram(file) && (strings.HasSuffix(program, "/"+file) || strings.Contains(file, "/") && last(program) == last(file)) {
			return file
		}
	}
	return ""
}
