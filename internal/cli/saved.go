package cli

import (
	"fmt"
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

// readSaved reads a saved report.json.
func readSaved(command, path string) (saved repro.Result, err error) {
	data, err := app.ReadBounded(path, app.MaxReportBytes)
	if err != nil {
		return saved, fmt.Errorf("%s: %w; reproduce run saves one", command, err)
	}
	if saved, err = reportjson.Decode(data); err != nil {
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
