package local

import (
	"io/fs"
	"maps"
	"slices"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// Numbers that stand in a file of the commit which this training did not write
// may have been copied from it: by cp, or by a script that logs last year's
// metrics.json.

// untouchedNumbers names the files that were there before the training, were not
// written by it, and hold all of the values.
func untouchedNumbers(s filestate.Stamps, files fs.FS) func(values []float64) []string {
	return func(values []float64) []string {
		var found []string
		read := 0
		for _, file := range slices.Sorted(maps.Keys(s)) {
			if !filestate.IsFewNumbers(file, s[file].Size) || !s.Untouched(files, file) {
				continue
			}
			if read++; read > filestate.MaxNumbersRead {
				break
			}
			if data, err := doc.ReadFile(files, file); err == nil && filestate.HoldsAll(string(data), values) {
				found = append(found, file)
			}
		}
		return found
	}
}
