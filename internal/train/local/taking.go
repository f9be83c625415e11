package local

import (
	"context"
	"io/fs"
	"os"
	"path"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/lineage/contents"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// Whether a training may have taken in another content of a tracked file than the
// commit's. Where file events were seen they decide: what nothing read any more, and
// what the commit's own code made, is a result, whatever its name. Where nobody
// looked, only a file that is a result by its name or by what is declared is none.

// A taking knows the place that is asked about.
type taking struct {
	seen   *observe.Observation // nil where nobody looked
	names  []string             // of the place's top
	strict func(file string) bool
	made   func(file string) bool
	same   func(file string) bool // whether a notebook's cells, or all but the version of a build, are the commit's
}

func (l *Project) taking(ctx context.Context, plan repro.Plan, pipeline *dvc.Project, p place, seen *observe.Observation) taking {
	t := taking{seen: seen, names: []string{p.clone.Dir, filestate.RealPath(p.clone.Dir)}}
	t.strict = func(file string) bool {
		input := filekind.IsInput(pipeline, plan, l.project(file)) || path.Base(file) == "dvc.yaml" && train.OtherStages(pipeline, p.root.FS())
		return path.Ext(file) != ".ipynb" && (lineage.IsProgram(file) || input)
	}
	t.made = func(file string) bool {
		_, away := p.absence.digests[file]
		return away || isShared(file) || filekind.IsMade(pipeline, plan, l.project(file)) || filekind.IsKept(file) && !t.strict(file)
	}
	t.same = func(file string) bool {
		whole, _, err := l.RepositoryFiles(ctx, p.clone.Commit)
		if err != nil {
			return false
		}
		if path.Ext(file) != ".ipynb" {
			return sameButVersion(whole, os.DirFS(p.clone.Dir), file)
		}
		return sameCells(whole, os.DirFS(p.clone.Dir), file)
	}
	return t
}

// sameCells says whether two trees have the same notebook, but for what its cells put
// out.
func sameCells(then, now fs.FS, file string) bool {
	a, err := doc.ReadFile(then, file)
	b, err2 := doc.ReadFile(now, file)
	return err == nil && err2 == nil && contents.SameNotebook(a, b)
}

// sameButVersion says whether two trees have the same file, but for the version that it
// names.
func sameButVersion(then, now fs.FS, file string) bool {
	a, err := doc.ReadFile(then, file)
	b, err2 := doc.ReadFile(now, file)
	return err == nil && err2 == nil && filekind.SameButVersion(file, a, b)
}

// changed says so of a file that holds something else, or is gone.
func (t taking) changed(file string) bool {
	return !t.made(file) && !t.same(file) && t.used(file, t.strict(file) || !filekind.LooksMade(file))
}

// used says whether a file's other content was taken in; unknown is the answer where
// nobody looked, and where no code of the commit's is known to have read it.
func (t taking) used(file string, unknown bool) bool {
	if t.seen == nil {
		return unknown
	}
	switch t.seen.UseOf(file, t.names...) {
	case observe.Unused, observe.UsedAsMade:
		return false
	case observe.UsedByCode:
		return true
	}
	return unknown
}

// meanwhile says so of a file that holds what it held and was written: a file that was
// only touched never held anything else. said is that the command's text says why it
// was: it gets files out of git, or names this one. A program that writes its data
// anew, the same, is no doubt.
func (t taking) meanwhile(file string, said bool) bool {
	program, strict := lineage.IsProgram(file) && path.Ext(file) != ".ipynb", t.strict(file)
	switch {
	case t.made(file):
		return false
	case t.seen != nil && t.seen.Watched(file):
		away := program && t.seen.Files[file].Gone // and back again: it may have been another
		return away || !t.seen.NeverChanged(file) && t.used(file, strict || !filekind.LooksMade(file))
	}
	return program || strict && (said || filekind.IsConfig(file))
}
