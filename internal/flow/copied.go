package flow

import (
	"fmt"
	"io/fs"
	"maps"
	"math"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Numbers that stand in a file of the commit which this training did not write
// may have been copied from it: by cp, or by a script that logs last year's
// metrics.json.

const (
	maxNumbersFile = 256 << 10 // bytes of a file whose numbers are read
	maxNumbersRead = 500       // files
	tellingDigits  = 4         // significant digits of a number that is no coincidence
)

// numberText finds the numbers of any text, JSON, tables and prose alike.
var numberText = regexp.MustCompile(`[-+]?(?:\d+\.\d+|\d+|\.\d+)(?:[eE][-+]?\d+)?`)

// untouchedNumbers names the files that were there before the training, were not
// written by it, and hold all of the values.
func (s stamps) untouchedNumbers(files fs.FS) func(values []float64) []string {
	return func(values []float64) []string {
		var found []string
		read := 0
		for _, file := range slices.Sorted(maps.Keys(s)) {
			if !slices.Contains([]string{".json", ".yaml", ".yml", ".toml", ".md", ".txt", ".csv", ".tsv", ".log"}, path.Ext(file)) ||
				s[file].size > maxNumbersFile || !s.untouched(files, file) {
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

// telling says whether a number has so many digits that to find it elsewhere is
// no coincidence.
func telling(v float64) bool {
	digits := strings.Trim(strings.Split(strconv.FormatFloat(math.Abs(v), 'e', -1, 64), "e")[0], "0")
	return len(strings.ReplaceAll(digits, ".", "")) >= tellingDigits
}

// copied is the evidence against numbers that stand, all of them, in files that
// the training left alone. A training that logs more than those files hold, one
// of a DVC stage, and one that writes the file itself are not meant.
func copied(training Training, c collected) []repro.Gate {
	if training.UntouchedNumbers == nil || slices.ContainsFunc(training.Stages, dvc.Log{Executed: training.Execution.Executed}.Ran) {
		return nil
	}
	var values []float64
	for _, metric := range c.run.Metrics {
		if !math.IsNaN(metric.Value) && !math.IsInf(metric.Value, 0) && !strings.HasPrefix(metric.Name, "system/") {
			values = append(values, metric.Value)
		}
	}
	if !slices.ContainsFunc(values, telling) {
		return nil
	}
	files := training.UntouchedNumbers(values)
	if len(files) == 0 {
		return nil
	}
	return []repro.Gate{{Name: "numbers computed", State: repro.GateFailed, Reason: repro.NotProven, Text: fmt.Sprintf(
		"nothing shows that this training computed the metrics: all of them stand in %s, which the commit has and this training did not write, so they may be copies; let the training write that file, take the file out of git, or log something that only a training has, such as its loss", wording.List(files))}}
}
