package local

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// modelFiles lists the files among those that are there that may hold models.
func modelFiles(files fs.FS, there filestate.Stamps) []string {
	var names []string
	for file := range there {
		foreign := slices.ContainsFunc(strings.Split(path.Dir(file), "/"), filekind.IsForeignFolder)
		if !foreign && filekind.MayBeModel(files, file) {
			names = append(names, file)
		}
	}
	slices.Sort(names)
	return names
}

// What became of models in a training: which it made, and which old ones stand
// there again.

// A modelsLeft is the models of a place after a training.
type modelsLeft struct {
	made  []string // holding what none of the commit's does
	again []string // holding what they held, or another file or an archive does, where nothing is named that can have put them back
	back  []string // holding what they held, where something is
}

// modelsOf looks for models in the project and at those that were taken away.
func (l *Project) modelsOf(p place, pipeline *dvc.Project, r restorer) modelsLeft {
	var left modelsLeft
	files := p.root.FS()
	old := map[filestate.Digest]bool{}
	for _, d := range p.absence.digests {
		old[d] = true
	}
	locked, copied := pipeline.LockedModels(), copiesOf(files, p.stamps)
	for _, file := range modelFiles(files, filestate.StampsOf(files)) {
		info, err := fs.Stat(files, file)
		if err != nil || p.stamps.Untouched(files, file) {
			continue // it was kept
		}
		now := filestate.DigestOf(files, file)
		inGit := old[now]
		again := p.absence.weights[filestate.DigestOfWeights(files, file)] // what was kept, saved once more
		hash, inDVC := locked[file]
		if inDVC {
			is, err := dvc.HashPath(files, file, hash.Scheme)
			same, comparable := is.Same(hash)
			inDVC = err == nil && comparable && same
		}
		switch {
		case inGit || inDVC:
			var names []string
			if inDVC {
				names = pipeline.NamesOf(file)
			}
			if r.restores(file, inGit, names...) {
				left.back = append(left.back, file)
			} else {
				left.again = append(left.again, file)
			}
		case copied(file):
			left.again = append(left.again, file)
		case !again && (filekind.IsModel(files, file) || p.absence.models[path.Join(l.Prefix, file)]) && !p.absence.older(info) && !(r.clone && now == filestate.DigestOf(os.DirFS(l.Repository.Dir), path.Join(l.Prefix, file))):
			left.made = append(left.made, file)
		}
	}
	return left
}

// copiesOf says of files whether they hold what another file held that was there before, or what
// an archive among those has: to copy a model is not to train it.
func copiesOf(files fs.FS, there filestate.Stamps) func(file string) bool {
	sizes := map[int64][]string{}
	for file, stamp := range there {
		sizes[stamp.Size] = append(sizes[stamp.Size], file)
	}
	packed := sync.OnceValue(func() map[filestate.Digest]bool { // where there is a model to ask about
		sums := map[filestate.Digest]bool{}
		for file := range there {
			if filekind.IsArchive(file) {
				for _, member := range filekind.Unpack(files, file) {
					sums[member.Sum] = true
				}
			}
		}
		return sums
	})
	return func(file string) bool {
		info, err := fs.Stat(files, file)
		if err != nil || info.Size() == 0 {
			return false
		}
		now := filestate.DigestOf(files, file)
		return packed()[now] || slices.ContainsFunc(sizes[info.Size()], func(other string) bool {
			return other != file && there.Untouched(files, other) && filestate.DigestOf(files, other) == now
		})
	}
}

// unaided says of metrics files whether nothing is named that can have put them
// back: they were taken away, and what wrote them is not known to be a copy.
func (l *Project) unaided(p place, pipeline *dvc.Project, r restorer) func(files []string) bool {
	return func(files []string) bool {
		return !slices.ContainsFunc(files, func(file string) bool {
			top := filepath.ToSlash(filepath.Join(filepath.FromSlash(l.Prefix), filepath.FromSlash(file)))
			_, away := p.absence.digests[top]
			return !away || r.restores(file, true, pipeline.NamesOf(file)...)
		})
	}
}
