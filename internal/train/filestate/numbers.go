package filestate

import (
	"path"
	"regexp"
	"slices"
	"strconv"
)

const (
	MaxNumbersFile = 256 << 10 // bytes of a file whose numbers are read
	MaxNumbersRead = 500       // files
)

// TextEndings are those of files that hold a few numbers. MLflow's own files of metrics have
// none.
var TextEndings = []string{".json", ".yaml", ".yml", ".toml", ".md", ".txt", ".csv", ".tsv", ".log"}

// numberText finds the numbers of any text, JSON, tables and prose alike.
var numberText = regexp.MustCompile(`[-+]?(?:\d+\.\d+|\d+|\.\d+)(?:[eE][-+]?\d+)?`)

// IsFewNumbers says whether a file of so many bytes may hold a few numbers, and is read for
// them.
func IsFewNumbers(file string, size int64) bool {
	return slices.Contains(TextEndings, path.Ext(file)) && size <= MaxNumbersFile
}

// HoldsAll says whether each value stands in a text as a number.
func HoldsAll(text string, values []float64) bool {
	stand := map[float64]bool{}
	for _, token := range numberText.FindAllString(text, -1) {
		if v, err := strconv.ParseFloat(token, 64); err == nil {
			stand[v] = true
		}
	}
	return !slices.ContainsFunc(values, func(v float64) bool { return !stand[v] })
}
