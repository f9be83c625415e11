package app

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/reproduce-action/reproduce/internal/history"
)

// This file tells what a history keeps from a report: who gives one where the other belongs is
// told which file it is, and which one is needed.

// AsPastCheck says so of an error in reading a report, where the text is a past check's.
func AsPastCheck(text []byte, err error) error {
	if err == nil || !history.IsCheck(text) {
		return err
	}
	return errors.New("it is a past check, as a history keeps it, and has not all of a report; give the report.json that the check saved, or show past checks with reproduce report --history DIR")
}

// mostLooked is how many entries of a directory are looked at for past checks.
const mostLooked = 1000

// KeepsPastChecks says whether a directory is a history: a file below it is a past check.
func KeepsPastChecks(dir string) bool {
	looked, found := 0, false
	_ = filepath.WalkDir(dir, func(file string, entry fs.DirEntry, err error) error { // what cannot be read is none
		if looked++; err != nil || looked > mostLooked {
			return fs.SkipAll
		}
		if entry.Type().IsRegular() && strings.EqualFold(filepath.Ext(file), ".json") {
			if text, err := ReadBounded(file, MaxReportBytes); err == nil && history.IsCheck(text) {
				found = true
				return fs.SkipAll
			}
		}
		return nil
	})
	return found
}

// errHistory says of a directory that has no report what it has in the place of one.
func errHistory(dir string) error {
	return fmt.Errorf("%w, but past checks, which have not all of a report; reproduce report --history %s shows them", ErrNoReport, dir)
}
