package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file reads the result of an earlier check, for the commands that go on with it.

// inDir is a path as the user means it: from the directory of the command.
func (c *console) inDir(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(c.Dir, path)
}

// readSaved reads a saved report.json, or the one in a directory.
func readSaved(command, path string) (saved repro.Result, err error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		dir := path
		path = filepath.Join(dir, reportjson.File)
		if _, err := os.Stat(path); err != nil && app.KeepsPastChecks(dir) {
			return saved, fmt.Errorf("%s %s: no report.json in it, but past checks, which have not all of a report; give the directory that the check saved its report in, reproduce-report without --output-dir", command, dir)
		}
	}
	data, err := app.ReadBounded(path, app.MaxReportBytes)
	if err != nil {
		return saved, fmt.Errorf("%s: %w; reproduce run saves one", command, err)
	}
	saved, err = reportjson.Decode(data)
	if err = app.AsPastCheck(data, err); err != nil {
		return saved, fmt.Errorf("%s %s: %w", command, path, err)
	}
	return saved, nil
}

// sameOriginal is what a saved check was of: the version by its number, as an alias may
// have moved since, or the run.
func sameOriginal(saved repro.Result) repro.ModelRef {
	model := saved.Model()
	if model.Version == "" {
		return repro.ModelRef{RunID: saved.Original.ID}
	}
	return repro.ModelRef{Name: model.Name, Selector: repro.Selector{Kind: repro.SelectNumber, Text: model.Version}}
}
