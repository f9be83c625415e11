package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/reproduce-action/reproduce/internal/report/reportjson"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// This file clears the place of a report before a check begins: one that an earlier check
// left must not be taken for this one's, however this one ends.

// ReportFiles are the names of a report's files.
var ReportFiles = []string{reportjson.File, "report.md"}

// Prepare clears the places of a check's report and statement, and refuses what it could not write.
func (a *App) Prepare(s settings.Settings) error {
	if err := a.ClearReport(s.OutputDir, ReportFiles...); err != nil {
		return err
	}
	if err := a.CheckReport(s.OutputDir, ReportFiles...); err != nil {
		return err
	}
	return a.ClearStatement(s)
}

// ClearReport removes those of a directory's files of these names that are ours. One that
// cannot be removed is an error; anybody else's stays, and CheckReport refuses it.
func (a *App) ClearReport(dir string, names ...string) error {
	if dir == "" {
		return nil
	}
	dir = a.absolute(dir)
	var ours []string // all before any is removed: one is known by the other
	for _, name := range names {
		path := filepath.Join(dir, name)
		info, err := os.Lstat(path)
		if err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
			continue
		}
		begin, err := readBegin(path)
		if err != nil {
			return fmt.Errorf("output-dir: whether %s is of an earlier check is not known: %w; remove it", path, err)
		}
		if savedKind(dir, name, names).ours(begin) {
			ours = append(ours, path)
		}
	}
	return removeOld(ours)
}

// removeOld removes what earlier checks left.
func removeOld(paths []string) error {
	var problems []error
	for _, path := range paths {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			problems = append(problems, fmt.Errorf("output-dir: the report of an earlier check cannot be removed: %w; remove it, or name another directory with --output-dir", err))
		}
	}
	return errors.Join(problems...)
}

// ClearSaved is ClearReport for a step of which no more than the directory and the
// statement's file are known yet. With below also those are cleared that an earlier step
// saved in a directory of its own for each check.
func (a *App) ClearSaved(dir, statement string, below bool) error {
	names := append(slices.Clone(ReportFiles), "audit.json")
	problems := []error{a.ClearReport(dir, names...)}
	if below && dir != "" {
		inside, err := os.ReadDir(a.absolute(dir))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			problems = append(problems, fmt.Errorf("output-dir: reports of earlier checks in it are not known: %w; name another directory", err))
		}
		for _, entry := range inside {
			own := filepath.Join(a.absolute(dir), entry.Name())
			if text, err := ReadBounded(filepath.Join(own, ".gitignore"), 16); err == nil && entry.IsDir() && string(text) == "*\n" { // made by SaveFiles
				problems = append(problems, a.ClearReport(own, ReportFiles...))
			}
		}
	}
	if there, err := a.statementThere(statement); statement != "" && err == nil && there {
		if err := os.Remove(a.absolute(statement)); err != nil {
			problems = append(problems, fmt.Errorf("statement: that of an earlier check cannot be removed: %w; remove it", err))
		}
	}
	return errors.Join(problems...)
}
