package local

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

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
	again []string // holding what they held, where nothing is named that can have put them back
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
	locked := pipeline.LockedModels()
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
		case !again && (filekind.IsModel(files, file) || p.absence.models[path.Join(l.Prefix, file)]) && !p.absence.older(info) && !(r.clone && now == filestate.DigestOf(os.DirFS(l.Repository.Dir), path.Join(l.Prefix, file))):
			left.made = append(left.made, file)
		}
	}
	return left
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
