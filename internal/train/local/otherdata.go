package local

import (
	"io/fs"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
)

// maxTracked bounds the bytes of DVC's data that are hashed after a training; of a
// larger file the size is compared.
const maxTracked = 1 << 30

// otherData names the data of .dvc files that is not what they say, when the training
// is over. What a training makes may be another, and what is not there was not read.
func otherData(pipeline *dvc.Project, plan repro.Plan, files fs.FS) []string {
	var found []string
	left := int64(maxTracked)
	for _, tracked := range pipeline.Tracked {
		info, err := fs.Stat(files, tracked.Path)
		if err != nil || tracked.Runs {
			continue
		}
		folder := info.IsDir() && !filekind.IsMade(pipeline, plan, tracked.Path) && !filekind.LooksMade(tracked.Path)
		if !folder && !filekind.IsInput(pipeline, plan, tracked.Path) {
			continue
		}
		sized := info.Mode().IsRegular() && tracked.Size >= 0 && tracked.Hash.Scheme == dvc.MD5
		switch {
		case sized && info.Size() != tracked.Size:
			found = append(found, tracked.Path)
			continue
		case max(tracked.Size, info.Size()) > left:
			continue
		}
		left -= max(tracked.Size, info.Size())
		hash, err := dvc.HashPath(files, tracked.Path, tracked.Hash.Scheme)
		if same, comparable := hash.Same(tracked.Hash); err == nil && comparable && !same {
			found = append(found, tracked.Path)
		}
	}
	return found
}
