package remedy

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file looks for the metrics file that a training wrote and nobody named, so
// that a person is told what to name.

const (
	maxLooked    = 5000    // files and folders that are looked at
	maxParsed    = 50      // of those, the ones that this training wrote and that are read
	maxCandidate = 1 << 20 // bytes of one; a metrics file is smaller
)

// writtenMetrics is the file that this training wrote and that holds most of the
// original's metrics, a path inside the project; "" where none holds any.
func writtenMetrics(training train.Training, original repro.Metrics) string {
	if training.Files == nil || training.Wrote == nil {
		return ""
	}
	best, most, looked, parsed := "", 0, 0, 0
	_ = fs.WalkDir(training.Files, ".", func(name string, entry fs.DirEntry, err error) error {
		if looked++; looked > maxLooked || parsed >= maxParsed {
			return fs.SkipAll
		}
		if err != nil { // what cannot be read is no hint
			return nil
		}
		if entry.IsDir() {
			if name != "." && strings.HasPrefix(entry.Name(), ".") || entry.Name() == "mlruns" {
				return fs.SkipDir
			}
			return nil
		}
		if !slices.Contains([]string{".json", ".yaml", ".yml", ".toml"}, path.Ext(name)) || !entry.Type().IsRegular() || !training.Wrote(name) {
			return nil
		}
		if info, err := entry.Info(); err != nil || info.Size() > maxCandidate {
			return nil
		}
		parsed++
		data, err := doc.ReadFile(training.Files, name)
		if err != nil {
			return nil
		}
		content, err := dvc.ParseMetrics(name, data)
		if err != nil {
			return nil
		}
		if held := holds(content.Metrics, original); held > most {
			best, most = name, held
		}
		return nil
	})
	return best
}

// NameMetricsFile asks for the name of the metrics file, and gives it where it was found.
func NameMetricsFile(training train.Training, original repro.Metrics) string {
	if file := writtenMetrics(training, original); file != "" {
		return "the training wrote some of the metrics to " + file + ": give --metrics-file " + wording.Quote(file)
	}
	return "give --metrics-file"
}

// holds counts the original's metrics that are there by name.
func holds(metrics, original repro.Metrics) int {
	count := 0
	for _, metric := range original {
		if _, there := metrics.Get(metric.Name); there {
			count++
		}
	}
	return count
}
