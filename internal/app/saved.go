package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
	"github.com/reproduce-action/reproduce/internal/repro"
)

const (
	MaxReportBytes = 64 << 20 // bytes; far above any saved report
	maxReports     = 10_000   // of one command
)

// SavedReports reads saved results: files, and every report.json below directories. It
// gives those that can be read, and an error about the others.
func (a *App) SavedReports(paths []string) (results []repro.Result, problem error) {
	problem = a.EachReport(paths, func(result repro.Result) { results = append(results, result) })
	return results, problem
}

// OutlinedReports is SavedReports for a table: of each what its row shows, and the first
// whole, which is all there is to show where it is the only one.
func (a *App) OutlinedReports(paths []string) (outlines []report.Outline, first repro.Result, problem error) {
	problem = a.eachReport(paths, func(result repro.Result, _ []byte, _ string) {
		if len(outlines) == 0 {
			first = redact.Copy(a.Secrets, result)
		}
		outlines = append(outlines, report.OutlineOf(result))
	})
	return outlines, first, problem
}

// EachReport gives saved results to take, one at a time, and an error about those that
// cannot be read.
func (a *App) EachReport(paths []string, take func(repro.Result)) (problem error) {
	return a.eachReport(paths, func(result repro.Result, _ []byte, _ string) { take(redact.Copy(a.Secrets, result)) })
}

// eachReport is EachReport with the text of each and the file that it is from. Secrets
// are not hidden yet.
func (a *App) eachReport(paths []string, take func(result repro.Result, text []byte, from string)) (problem error) {
	read := 0
	for _, path := range paths {
		files, err := a.reportsIn(path)
		problem = errors.Join(problem, err)
		for _, file := range files {
			if err := a.interrupted(); err != nil {
				return errors.Join(problem, fmt.Errorf("report: %w", err))
			}
			if read == maxReports {
				return errors.Join(problem, fmt.Errorf("report: more than %d results; name fewer", maxReports))
			}
			text, err := ReadBounded(a.absolute(file), MaxReportBytes)
			if err != nil {
				problem = errors.Join(problem, fmt.Errorf("report: %w", err))
				continue
			}
			result, err := reportjson.Decode(text)
			if err = AsPastCheck(text, err); err != nil {
				problem = errors.Join(problem, fmt.Errorf("report %s: %w", file, err))
				continue
			}
			read++
			take(result, text, file)
		}
	}
	return problem
}

// reportsIn gives the files a path stands for. Links are not followed below it.
func (a *App) reportsIn(path string) (files []string, err error) {
	info, err := os.Stat(a.absolute(path))
	switch {
	case err != nil:
		return nil, fmt.Errorf("report: %w; reproduce run saves one", err)
	case !info.IsDir():
		return []string{path}, nil
	}
	root := a.absolute(path)
	if real, err := filepath.EvalSymlinks(root); err == nil { // what was named may be a link
		root = real
	}
	var others error
	err = filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err == nil {
			err = a.interrupted()
		}
		if err != nil || entry.Name() != reportjson.File || entry.IsDir() {
			return err
		}
		if !entry.Type().IsRegular() {
			others = errors.Join(others, fmt.Errorf("report: %s is no regular file, and no link is followed; name the report itself", file))
			return nil
		}
		files = append(files, file)
		return nil
	})
	if err != nil {
		return files, fmt.Errorf("report %s: %w", path, err)
	}
	if others != nil {
		return files, others
	}
	if len(files) == 0 && KeepsPastChecks(root) {
		return nil, fmt.Errorf("report %s: %w", path, errHistory(path))
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("report %s: %w", path, ErrNoReport)
	}
	return files, nil
}

func (a *App) absolute(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(a.Dir, path)
}

// ErrNoReport is in the chain where a directory holds no saved result.
var ErrNoReport = errors.New("no report.json in it")

// NoReport says of what went wrong with saved results whether there were none at all, rather
// than one that could not be read.
func NoReport(problem error) bool {
	if several, ok := problem.(interface{ Unwrap() []error }); ok {
		return !slices.ContainsFunc(several.Unwrap(), func(err error) bool { return !NoReport(err) })
	}
	return errors.Is(problem, fs.ErrNotExist) || errors.Is(problem, ErrNoReport)
}
