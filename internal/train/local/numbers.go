package local

import (
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// Numbers that stand in a file of the commit which this training did not write
// may have been copied from it: by cp, or by a script that logs last year's
// metrics.json.

const (
	maxNumbersFile = 256 << 10 // bytes of a file whose numbers are read
	maxNumbersRead = 500       // files
)

// numberText finds the numbers of any text, JSON, tables and prose alike.
var numberText = regexp.MustCompile(`[-+]?(?:\d+\.\d+|\d+|\.\d+)(?:[eE][-+]?\d+)?`)

// untouchedNumbers names the files that were there before the training, were not
// written by it, and hold all of the values.
func untouchedNumbers(s filestate.Stamps, files fs.FS) func(values []float64) []string {
	return func(values []float64) []string {
		var found []string
		read := 0
		for _, file := range slices.Sorted(maps.Keys(s)) {
			if !slices.Contains(textEndings, path.Ext(file)) ||
				s[file].Size > maxNumbersFile || !s.Untouched(files, file) {
				continue
			}
			if read++; read > maxNumbersRead {
				break
			}
			if data, err := doc.ReadFile(files, file); err == nil && holdsAll(string(data), values) {
				found = append(found, file)
			}
		}
		return found
	}
}

// holdsAll says whether each value stands in a text as a number.
func holdsAll(text string, values []float64) bool {
	stand := map[float64]bool{}
	for _, token := range numberText.FindAllString(text, -1) {
		if v, err := strconv.ParseFloat(token, 64); err == nil {
			stand[v] = true
		}
	}
	return !slices.ContainsFunc(values, func(v float64) bool { return !stand[v] })
}
