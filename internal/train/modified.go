package train

import (
	"context"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// otherStages says whether the pipeline as it stands in files is another than
// the commit's: DVCLive adds metrics and plots to dvc.yaml, and no stage.
func otherStages(pipeline *dvc.Project, files fs.FS) bool {
	now, err := dvc.Read(files)
	if err != nil {
		return true
	}
	return !slices.EqualFunc(pipeline.Stages, now.Stages, func(a, b dvc.Stage) bool {
		return a.Name == b.Name && a.Dir == b.Dir && a.Frozen == b.Frozen && slices.Equal(a.Cmd, b.Cmd) && slices.Equal(a.Deps, b.Deps)
	})
}

// modified names what of the commit's code and data the training changed, by
// paths from the top of the tree.
func (l *Local) modified(ctx context.Context, plan repro.Plan, pipeline *dvc.Project, p place, text string, seen *observe.Observation) []string {
	now := p.root.FS()
	var written []string
	for _, file := range p.stamps.Written(now) {
		written = append(written, path.Join(l.Prefix, file))
	}
	input := func(file string) bool {
		within, err := filepath.Rel(filepath.FromSlash(l.Prefix), filepath.FromSlash(file))
		if err != nil || !filepath.IsLocal(within) {
			within = file
		}
		return filekind.IsInput(pipeline, plan, filepath.ToSlash(within)) || path.Base(file) == "dvc.yaml" && otherStages(pipeline, now)
	}
	kind := func(file string) bool {
		return path.Ext(file) != ".ipynb" && (lineage.IsProgram(file) || input(path.Join(l.Prefix, file)))
	}
	for _, file := range append(writtenAgain(p.digests, now, p.stamps, text, kind), l.rewritten(p, seen, func(file string) bool {
		return path.Ext(file) != ".ipynb" && lineage.IsProgram(file) || filekind.IsConfig(file) && input(path.Join(l.Prefix, file))
	})...) {
		if file = path.Join(l.Prefix, file); !slices.Contains(written, file) {
			written = append(written, file)
		}
	}
	found := modified(ctx, p.clone, p.dirty, input, written)
	for _, file := range p.digests.Replaced(now, kind) {
		file = path.Join(l.Prefix, file)
		if i := slices.Index(found, file+" (put back)"); i >= 0 {
			found[i] = file // hidden from git, and not put back
		} else if !slices.Contains(found, file) {
			found = append(found, file)
		}
	}
	return found
}

// rewritten names the files of a kind that were written meanwhile and hold what
// they held: by their time, or as it was seen, for a copy can bear the old time.
func (l *Local) rewritten(p place, seen *observe.Observation, kind func(file string) bool) []string {
	now := p.root.FS()
	var names []string
	for _, file := range slices.Sorted(maps.Keys(p.digests)) {
		wrote := !p.stamps.Untouched(now, file) || seen != nil && seen.Files[path.Join(l.Prefix, file)].Written
		if kind(file) && wrote && p.digests.Same(now, file) {
			names = append(names, file)
		}
	}
	return names
}

// modified names the code, and what else the training takes in, that is not the
// commit's any more after a training, or was not for a while, dirty being what
// never was. Notebooks are left out: to run one is to write it.
func modified(ctx context.Context, tree *git.Clone, dirty []string, input func(file string) bool, putBack []string) []string {
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

// writtenAgain lists the files of a kind that were written meanwhile and hold what they
// held, where the command's text says why: it gets files out of git, or names
// this one, a config. A program that writes its data anew, the same, is no doubt.
func writtenAgain(d filestate.Digests, files fs.FS, stood filestate.Stamps, text string, kind func(file string) bool) []string {
	var names []string
	for file := range d {
		said := putsBack.MatchString(text) || filekind.IsConfigEnding(path.Ext(file)) && strings.Contains(text, file)
		if said && kind(file) && !lineage.IsProgram(file) && !stood.Untouched(files, file) && d.Same(files, file) {
			names = append(names, file)
		}
	}
	slices.Sort(names)
	return names
}
