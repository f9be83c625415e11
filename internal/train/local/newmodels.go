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
	made  []string // holding what none of the commit's does, and no scaler or encoder alone
	again []string // holding what they held, or another file or an archive does, where nothing is named that can have put them back
	back  []string // holding what they held, where something is
}

// modelsOf looks for models in the project and at those that were taken away. commit has the
// project's files as the training found them.
func (l *Project) modelsOf(p place, commit fs.FS, pipeline *dvc.Project, r restorer) modelsLeft {
	var left modelsLeft
	files := p.root.FS()
	old := map[filestate.Digest]bool{}
	for _, d := range p.absence.digests {
		old[d] = true
	}
	held := map[filestate.Digest][]string{}
	for file, d := range p.digests {
		held[d] = append(held[d], l.within(file))
	}
	locked, copied := pipeline.LockedModels(), copiesOf(files, commit, p.stamps, held)
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
		case !again && !filekind.OnlyPrepares(files, file) && (filekind.IsModel(files, file) || p.absence.models[path.Join(l.Prefix, file)]) && !p.absence.older(info) && !(r.clone && now == filestate.DigestOf(os.DirFS(l.Repository.Dir), path.Join(l.Prefix, file))):
			left.made = append(left.made, file)
		}
	}
	return left
}

// copiesOf says of files whether they hold what another file held that was there before, or what
// an archive among those has: to copy or to move a model is not to train it. What the training
// took away or wrote over is looked for in the commit, and among what the commit's files held.
func copiesOf(files, commit fs.FS, there filestate.Stamps, held map[filestate.Digest][]string) func(file string) bool {
	sizes := map[int64][]string{}
	for file, stamp := range there {
		sizes[stamp.Size] = append(sizes[stamp.Size], file)
	}
	packed := sync.OnceValue(func() map[filestate.Digest]bool { // where there is a model to ask about
		sums := map[filestate.Digest]bool{}
		for file := range there {
			if filekind.IsArchive(file) {
				from := files
				if !there.Untouched(files, file) {
					from = commit
				}
				for _, member := range filekind.Unpack(from, file) {
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
		another := func(other string) bool { return other != file }
		return packed()[now] || slices.ContainsFunc(held[now], another) || slices.ContainsFunc(sizes[info.Size()], func(other string) bool {
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
