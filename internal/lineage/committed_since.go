//go:build !nodesk

package lineage

import (
	"slices"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// committedSince is the note of a file that the original ran or read as nobody had committed it, and
// that was committed so later.
const committedSince = "the original ran with it so, and it was committed since"

// markCommittedSince takes back that a file differs where this training found what the record has
// of the original's, and not what that one's commit has. same says whether it found what has a digest.
func (r Record) markCommittedSince(inputs []repro.Input, same func(file, digest string) bool, trained tree) {
	if !r.Known() {
		return
	}
	dirty := slices.Concat(r.Code.Changed, r.Code.Untracked)
	for i, input := range inputs {
		file := trained.fromTop(input.Name)
		if input.State != repro.InputDiffers || input.Kind != repro.KindCode && input.Kind != repro.KindFile || !slices.Contains(dirty, file) {
			continue
		}
		if digest := r.digest(file); digest != "" && same(file, digest) {
			inputs[i].State, inputs[i].Original, inputs[i].Note, inputs[i].Bearing = repro.InputSame, input.Now, committedSince, repro.BearingUnknown
		}
	}
}
