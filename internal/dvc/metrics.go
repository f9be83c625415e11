package dvc

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// ReadMetricsFile reads the numbers of a metrics file, JSON, YAML or TOML by
// its suffix. Nested names are joined by dots, as DVC joins them. The notes
// name values that are no numbers and so are no metrics here.
func ReadMetricsFile(files fs.FS, file string) (metrics repro.Metrics, notes []string, err error) {
	data, err := readBytes(files, file, maxBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, repro.Doubtf(repro.MetricsMissing, "read metrics: %s is not there; did the pipeline write it, and is --metrics-file its path in the repository?", file)
	}
	if err != nil {
		return nil, nil, repro.Doubtf(repro.MetricsMissing, "%w; name a metrics file with --metrics-file", err)
	}
	return ParseMetrics(file, data)
}

// ParseMetrics is ReadMetricsFile for bytes that are at hand.
func ParseMetrics(file string, data []byte) (metrics repro.Metrics, notes []string, err error) {
	if ext := file[strings.LastIndex(file, ".")+1:]; ext == "csv" || ext == "tsv" || ext == "py" {
		return nil, nil, repro.Doubtf(repro.MetricsMissing, "read metrics: %s is a .%s file; metrics are read from JSON, YAML or TOML", file, ext)
	}
	numbers, skipped, err := doc.ReadMetrics(doc.FormatOf(file), data)
	if errors.Is(err, doc.ErrEmpty) {
		return nil, nil, repro.Doubtf(repro.MetricsMissing, "read metrics: %s is empty; did the pipeline end before it wrote them?", file)
	}
	if err != nil {
		if refused, ok := errors.AsType[*doc.RefusedError](err); ok {
			refused.Path = file
			err = refused
		}
		return nil, nil, repro.Doubtf(repro.MetricsMissing, "read metrics: %w", err)
	}
	values := make(map[string]float64, len(numbers))
	for _, number := range numbers {
		values[number.Name] = number.Value
	}
	const most = 20
	for i, value := range skipped {
		if i == most {
			notes = append(notes, fmt.Sprintf("%s: %d more values are no numbers", file, len(skipped)-most))
			break
		}
		notes = append(notes, fmt.Sprintf("%s:%d: %s is %s, not a number", file, value.Line, value.Name, value.Why))
	}
	return repro.NewMetrics(values), notes, nil
}
