package dvc

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// MaxMetricsFiles bounds the files that are read, directories opened.
const MaxMetricsFiles = 1000

// MetricsIn gives the files that the declared paths stand for: a directory is
// all files in it, as to DVC.
func MetricsIn(files fs.FS, declared []string) []string {
	var paths []string
	add := func(file string) bool {
		if !slices.Contains(paths, file) {
			paths = append(paths, file)
		}
		return len(paths) < MaxMetricsFiles
	}
	for _, file := range declared {
		if files == nil || !fs.ValidPath(file) {
			add(file)
			continue
		}
		if info, err := fs.Stat(files, file); err != nil || !info.IsDir() {
			add(file)
			continue
		}
		_ = fs.WalkDir(files, file, func(inside string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || entry.Name() == ".gitignore" {
				return nil //nolint:nilerr // what cannot be listed holds nothing that could be read
			}
			if !add(inside) {
				return fs.SkipAll
			}
			return nil
		})
	}
	return paths
}

// A MetricsContent is what one metrics file says. Nested names are joined by
// dots, as DVC joins them.
type MetricsContent struct {
	Metrics repro.Metrics // each name once
	Skipped []doc.Skipped // values that are no numbers
	Twice   []string      // names that stand at two places and do not agree; not in Metrics
}

// ParseMetrics reads a metrics file: JSON, YAML or TOML by its suffix.
func ParseMetrics(file string, data []byte) (MetricsContent, error) {
	if ext := file[strings.LastIndex(file, ".")+1:]; ext == "csv" || ext == "tsv" || ext == "py" {
		return MetricsContent{}, repro.Doubtf(repro.MetricsMissing, "read metrics: %s is a .%s file; metrics are read from JSON, YAML or TOML", file, ext)
	}
	numbers, skipped, err := doc.ReadMetrics(doc.FormatOf(file), data)
	if errors.Is(err, doc.ErrEmpty) {
		return MetricsContent{}, repro.Doubtf(repro.MetricsMissing, "read metrics: %s is empty; did the pipeline end before it wrote them?", file)
	}
	if err != nil {
		if refused, ok := errors.AsType[*doc.RefusedError](err); ok {
			refused.Path = file
			err = refused
		}
		return MetricsContent{}, repro.Doubtf(repro.MetricsMissing, "read metrics: %w", err)
	}
	content := MetricsContent{Skipped: skipped}
	values, twice := map[string]float64{}, map[string]bool{}
	for _, number := range numbers {
		if held, again := values[number.Name]; again && !decimal.SameValue(held, number.Value) {
			twice[number.Name] = true
		}
		values[number.Name] = number.Value
	}
	for _, value := range skipped {
		if _, again := values[value.Name]; again {
			twice[value.Name] = true
		}
	}
	for name := range twice {
		content.Twice = append(content.Twice, name)
		delete(values, name)
	}
	slices.Sort(content.Twice)
	content.Metrics = repro.NewMetrics(values)
	return content, nil
}

// Notes says which values are no numbers, of those whose names are wanted.
func (c MetricsContent) Notes(file string, wanted func(name string) bool) []string {
	const most = 20
	var notes []string
	left := 0
	for _, value := range c.Skipped {
		switch {
		case !wanted(value.Name):
		case len(notes) == most:
			left++
		default:
			notes = append(notes, fmt.Sprintf("%s:%d: %s is %s, not a number, and was not compared", file, value.Line, value.Name, value.Why))
		}
	}
	if left > 0 {
		notes = append(notes, fmt.Sprintf("%s: %d more values are no numbers", file, left))
	}
	return notes
}

// MetricPaths lists the metrics files that the pipelines name, each once.
func (p *Project) MetricPaths() []string {
	var paths []string
	for _, file := range p.MetricFiles() {
		paths = append(paths, file.Path)
	}
	return distinct(paths)
}

// AlikeMetrics groups the metrics files that one entry of dvc.yaml names for
// the items of its foreach or the combinations of its matrix: they hold the same
// names, each for another item.
func (p *Project) AlikeMetrics() [][]string {
	var groups [][]string
	at := map[string]int{}
	for _, stage := range p.Stages {
		entry, _, many := strings.Cut(stage.Name, "@")
		if !many {
			continue
		}
		for i, out := range stage.Outs {
			if out.Kind != KindMetric {
				continue
			}
			key := fmt.Sprintf("%s %d", entry, i)
			if _, known := at[key]; !known {
				at[key] = len(groups)
				groups = append(groups, nil)
			}
			groups[at[key]] = append(groups[at[key]], out.Path)
		}
	}
	return slices.DeleteFunc(groups, func(files []string) bool { return len(files) < 2 })
}

// Templated says whether a path holds a template that only DVC can resolve.
func Templated(path string) bool { return strings.Contains(path, "${") }
