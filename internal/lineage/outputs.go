package lineage

import (
	"io/fs"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// ListChanges says which files of a directory of data differ, where the lists
// of both sides are on this machine: in DVC's cache, or for a directory in git
// by hashing it. Nothing is fetched for it.
func ListChanges(inputs []repro.Input, recorded fs.FS, training Trained) {
	if training.Cache == nil {
		return
	}
	for i, input := range inputs {
		if input.Kind != repro.KindData || input.State != repro.InputDiffers {
			continue
		}
		was, is := dvc.Place{Cache: training.Cache, Files: recorded}, dvc.Place{Cache: training.Cache, Files: training.Files}
		inputs[i].Note = joined(input.Note, dvc.DirChange(input.Name, input.Original, input.Now, was, is))
	}
}
