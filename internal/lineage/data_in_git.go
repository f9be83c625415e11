package lineage

import (
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// withoutUnnamedData leaves out that no data was recorded where all that the training was
// seen to read is in git: the two commits have it, and were compared file by file. It
// calls nothing the same.
func withoutUnnamedData(inputs []repro.Input, training Trained, recorded, trained tree) []repro.Input {
	if len(training.Read) == 0 || training.ReadMore || recorded.files == nil || trained.files == nil {
		return inputs
	}
	if slices.ContainsFunc(training.Read, func(data repro.DataVersion) bool { return !trained.inGit(data.Path) }) {
		return inputs
	}
	return slices.DeleteFunc(slices.Clone(inputs), func(input repro.Input) bool {
		return input.Kind == repro.KindData && input.Name == repro.KindData && input.State == repro.InputUnknown && input.Original+input.Now == ""
	})
}

// inGit says whether the commit has a file, by its path from the top of the repository.
func (t tree) inGit(file string) bool {
	if filepath.IsAbs(file) {
		return false
	}
	info, err := fs.Stat(t.all(), filepath.ToSlash(file))
	return err == nil && info.Mode().IsRegular()
}
