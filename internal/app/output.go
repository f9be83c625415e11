package app

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"

	"github.com/reproduce-action/reproduce/internal/page"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
)

// This file says which files may be written over: those that are ours by what they hold.
// Any other is a person's, and so is whatever a link leads to.

// A kind is what a file is to be, the option that names its place, and how one that was
// written before is known by how it begins.
type kind struct {
	what, option string
	ours         func(begin []byte) bool
}

// beginBytes is how much of a file is looked at: more than any badge has.
const beginBytes = 16 << 10

var (
	pageKind   = kind{"page", "page", page.IsPage}
	badgeKind  = kind{"badge", "badges", page.IsBadge}
	untoldKind = kind{"list of what a chat was not told", "history", page.IsUntold}
	nightKind  = kind{"time of a night", "history", regexp.MustCompile(`^\d{4}-\d\d-\d\dT[\d:]+Z\n$`).Match}
)

// reportMark ends each report.md.
const reportMark = "\n<!-- A report of reproduce. -->\n"

var (
	reportBegins = regexp.MustCompile(`^\s*\{\s*"schema_version":\s*\d+,\s*"tool":\s*"reproduce[ "]`)
	summaryTitle = regexp.MustCompile(`^### (?:✅|⚠️|❓) `)
)

// savedKind is that of a file that SaveFiles writes to a directory, of those names. A file
// without a mark of its own is ours where the document is that it goes with.
func savedKind(dir, name string, names []string) kind {
	k := kind{"report", "output-dir", reportBegins.Match}
	if filepath.Ext(name) == ".json" {
		return k
	}
	k.ours = func(begin []byte) bool {
		known := name != "report.md" || summaryTitle.Match(begin)
		return strings.HasSuffix(string(begin), reportMark) || known && slices.ContainsFunc(names, func(other string) bool {
			if filepath.Ext(other) != ".json" {
				return false
			}
			document, err := readBegin(filepath.Join(dir, other))
			return err == nil && reportBegins.Match(document)
		})
	}
	return k
}

// mayWrite says why a file may not be written to a path. What is made there meanwhile is
// looked at again when it is written.
func (k kind) mayWrite(path, said string) error {
	way := fmt.Sprintf("name another with --%s, or remove it", k.option)
	info, err := os.Lstat(path)
	if err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if info, err = os.Stat(path); err == nil && isStream(info.Mode()) || isStdout(path) {
			return nil
		}
		return fmt.Errorf("write %s: a symbolic link is there, and what it leads to is nobody's to replace; %s", said, way)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR): // making it says what is in the way
		return nil
	case err != nil:
		return fmt.Errorf("write %s: %w; name another with --%s", said, err, k.option)
	case info.IsDir():
		return fmt.Errorf("write %s: a directory is there; %s", said, way)
	case isStream(info.Mode()):
		return nil
	case !info.Mode().IsRegular():
		return fmt.Errorf("write %s: no regular file is there; %s", said, way)
	case info.Size() == 0: // which nobody loses
		return nil
	}
	begin, err := readBegin(path)
	if err != nil {
		return fmt.Errorf("write %s: whose file is there is not known: %w; %s", said, err, way)
	}
	if !k.ours(begin) {
		return fmt.Errorf("write %s: the file there is no %s of reproduce; %s", said, k.what, way)
	}
	return nil
}

// isStream says of a pipe or a terminal, or of /dev/null: it is written to, and holds
// nothing that could be lost. A disk holds much.
func isStream(mode fs.FileMode) bool {
	return mode&fs.ModeNamedPipe != 0 || mode&fs.ModeCharDevice != 0
}

// isStdout says whether a path is the process's output, which may lead to a file: it was
// named on purpose.
func isStdout(path string) bool { return path == "/dev/stdout" }

// readBegin reads how a file begins, and of a short one all of it; of a long one the end
// follows, as report.md has its mark there.
func readBegin(path string) ([]byte, error) {
	file, info, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	begin, err := io.ReadAll(io.LimitReader(file, beginBytes))
	if rest := info.Size() - int64(len(begin)); err == nil && rest > 0 {
		end := make([]byte, min(rest, int64(len(reportMark))))
		if _, err = file.ReadAt(end, info.Size()-int64(len(end))); errors.Is(err, io.EOF) {
			err = nil
		}
		begin = append(begin, end...)
	}
	return begin, err
}

// CheckReport says why a report cannot be saved in a directory: a place that cannot be
// written, or files that are somebody's. It is asked before a training: that is not to be
// learnt after hours of it.
func (a *App) CheckReport(dir string, names ...string) error {
	if dir == "" {
		return nil
	}
	if err := a.checkSaved(a.absolute(dir), names); err != nil {
		return NewUsageError(fmt.Errorf("output-dir: %w", err))
	}
	if err := tryWriting(a.absolute(dir)); err != nil {
		return NewUsageError(fmt.Errorf("output-dir: %s cannot be written: %w; name another directory with --output-dir", dir, err))
	}
	return nil
}

// CheckComparison says why two runs that were compared are not saved in a directory: the
// report of a training is there, which took longer than a comparison does.
func (a *App) CheckComparison(dir string) error {
	text, err := ReadBounded(filepath.Join(a.absolute(dir), reportjson.File), MaxReportBytes)
	if err != nil || !reportBegins.Match(text) { // none, or somebody's: saving says so
		return nil
	}
	if saved, err := reportjson.Decode(text); err == nil && saved.Compared() {
		return nil
	}
	return fmt.Errorf("save the report: the one in %s is of a training, and a comparison does not replace it", dir)
}

// checkSaved says which files of a directory are not ours to write.
func (a *App) checkSaved(dir string, names []string) error {
	var problems []error
	for _, name := range names {
		path := filepath.Join(dir, name)
		problems = append(problems, savedKind(dir, name, names).mayWrite(path, path))
	}
	return errors.Join(problems...)
}
