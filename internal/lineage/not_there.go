//go:build !nodesk

package lineage

import (
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// NotInGit is the note of data that the original read, that no commit has, and that was not there
// for this training.
const NotInGit = "no commit has it, and this training had none"

// markNotThere finds, among the data that only the original is known to have read, what was not
// there for this training: nobody committed it.
func (r Record) markNotThere(inputs []repro.Input, training Trained, trained tree) {
	if !r.Known() || training.Files == nil || training.WasRead == nil { // a workflow's files are not all known
		return
	}
	for i, input := range inputs {
		if input.Kind != repro.KindData || input.State != repro.InputUnknown || input.Evidence != r.from || input.Now != "" || filepath.IsAbs(input.Name) {
			continue
		}
		file := path.Join(r.base(), input.Name)
		name := trained.fromProject(file)
		if beside(name) || slices.Contains(r.Wrote, file) || trained.makes(name) || covering(training.Absent, name) != "" {
			continue // it made it itself, or it is looked for where it may be
		}
		if read, known := training.WasRead(name); read || !known {
			continue
		}
		if _, err := fs.Stat(training.Files, name); errors.Is(err, fs.ErrNotExist) && !strings.HasPrefix(file, "../") {
			inputs[i].Name, inputs[i].State, inputs[i].Now, inputs[i].Note, inputs[i].Bearing = name, repro.InputDiffers, repro.NotThere, NotInGit, repro.BearingRead
		}
	}
}
