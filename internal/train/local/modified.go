package local

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// modified names what of the commit's files the training changed, or had changed for a
// while, and may have taken in, by paths from the top of the tree.
func (l *Project) modified(ctx context.Context, plan repro.Plan, pipeline *dvc.Project, p place, text string, seen *observe.Observation) []string {
	onTop, files, err := p.clone.Since(ctx)
	switch {
	case err != nil:
		return []string{"the clone's own .git"}
	case !onTop:
		return []string{"HEAD"}
	}
	now := os.DirFS(p.clone.Dir)
	t := l.taking(ctx, plan, pipeline, p, seen)
	var found []string
	for _, file := range p.changed(now, files) {
		if t.changed(file) {
			found = append(found, file)
		}
	}
	for _, file := range l.rewritten(p, seen, func(string) bool { return true }) {
		if !slices.Contains(found, file) && t.meanwhile(file, saysWhy(text, l.project(file))) {
			found = append(found, file+" (put back)")
		}
	}
	return found
}

// changed lists the files of the commit that hold something else, or are gone: by our
// own reading where that is known, as the place's git can be told to look away and
// counts a mode as a change, and by git's where not.
func (p place) changed(now fs.FS, byGit []string) []string {
	files := slices.DeleteFunc(slices.Clone(byGit), func(file string) bool {
		_, known := p.digests[file]
		return known || slices.Contains(p.dirty, file)
	})
	files = append(files, p.digests.Replaced(now, func(string) bool { return true })...)
	slices.Sort(files)
	return files
}

// rewritten names the files of a kind, by paths from the top, that were written
// meanwhile and hold what they held: by their time, or as it was seen, for a copy can
// bear the old time. Of what is too large to be read programs are named by their time.
func (l *Project) rewritten(p place, seen *observe.Observation, kind func(file string) bool) []string {
	now := os.DirFS(p.clone.Dir)
	var names []string
	for _, file := range slices.Sorted(maps.Keys(p.tracked)) {
		_, known := p.digests[file]
		wrote := !p.tracked.Untouched(now, file) || seen != nil && seen.Files[file].Written
		if kind(file) && wrote && (known || lineage.IsProgram(file)) && p.digests.Same(now, file) {
			names = append(names, file)
		}
	}
	return names
}

// paramsWritten names the params files, by paths from the project, that the training
// left with other values, and those that were written meanwhile, hold the same values
// and may have held others in between.
func (l *Project) paramsWritten(p place, plan repro.Plan, seen *observe.Observation) (other, same []string) {
	names := filekind.ParamsFiles(plan)
	now := filestate.ContentOf(p.root.FS(), names)
	changed := p.params.Changed(now)
	same = p.params.Extended(now, changed) // or written in another way: by DVC, say
	other = without(changed, same)
	for _, file := range l.rewritten(p, seen, func(file string) bool { return slices.Contains(names, l.project(file)) }) {
		same = append(same, l.project(file))
	}
	return other, slices.DeleteFunc(same, func(file string) bool {
		return seen != nil && seen.NeverChanged(path.Join(l.Prefix, file))
	})
}

// saysWhy says whether a command's text tells why a file holds again what it held: it
// gets files out of git, or names this one, a config.
func saysWhy(text, file string) bool {
	return train.PutsBack.MatchString(text) || filekind.IsConfigEnding(path.Ext(file)) && strings.Contains(text, file)
}

// project is the path from the project of a file below it; of one that lies beside it
// that from the top.
func (l *Project) project(file string) string {
	if within := l.within(file); filepath.IsLocal(filepath.FromSlash(within)) {
		return within
	}
	return file
}
