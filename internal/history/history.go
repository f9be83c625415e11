// Package history reads past checks from the files that they were saved in.
//
// The files are anybody's: each is read to a limit, one that is no saved
// result is named and left out, and no link is followed. Reading a history
// never fails; what could not be read is said.
package history

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Limits of one history. A check a night of thirty models is ten thousand files a
// year, most of them other models' and small.
const (
	maxFiles   = 10_000
	maxSize    = 16 << 20  // of one file
	maxTotal   = 256 << 20 // of all
	maxEntries = 100_000   // of directories that are walked
	maxNamed   = 5         // files that a warning names
)

// errFull ends a walk.
var errFull = errors.New("full")

// A Reader gathers records.
type Reader struct {
	Dir    string                                  // what relative paths are relative to
	Decode func(text []byte) (repro.Result, error) // one saved result
	Wanted func(repro.Result) bool                 // which to keep; nil for all

	records []repro.Record
	named   []string // the first files that were refused, with the reason
	refused int
	files   int
	entries int
	bytes   int64
	full    string // the limit that was met
}

// Read reads saved results: files, and directories with all files below them
// that end in .json. Hidden directories are left out. warnings says what was
// not read.
func (r *Reader) Read(paths []string) (records []repro.Record, warnings []string) {
	for _, path := range paths {
		full := path
		if !filepath.IsAbs(full) {
			full = filepath.Join(r.Dir, full)
		}
		info, err := os.Stat(full)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			warnings = append(warnings, "history "+path+": there is no such file or directory, so earlier checks are not known from it")
		case err != nil:
			warnings = append(warnings, "history "+path+": "+reason(err))
		case info.IsDir() && r.full == "":
			r.walk(full, path)
		case r.full == "":
			_ = r.add(full, path) // a limit that it met is said below
		}
	}
	if len(r.named) > 0 {
		text := "history: left out " + strings.Join(r.named, "; ")
		if r.refused > len(r.named) {
			text += fmt.Sprintf("; and %d more files", r.refused-len(r.named))
		}
		warnings = append(warnings, text)
	}
	if r.full != "" {
		warnings = append(warnings, "history: only a part was read, up to the limit of "+r.full)
	}
	return r.records, warnings
}

// walk reads a directory, in the order of its names.
func (r *Reader) walk(dir, shown string) {
	err := filepath.WalkDir(dir, func(file string, entry fs.DirEntry, err error) error {
		name := shown + strings.TrimPrefix(file, dir)
		if r.entries++; r.entries > maxEntries {
			r.full = fmt.Sprintf("%d directory entries", maxEntries)
			return errFull
		}
		switch {
		case err != nil:
			r.refuse(name, err)
			return nil
		case entry.IsDir() && file != dir && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case !entry.Type().IsRegular() || !strings.EqualFold(filepath.Ext(file), ".json"):
			return nil
		}
		return r.add(file, name)
	})
	if err != nil && !errors.Is(err, errFull) {
		r.refuse(shown, err)
	}
}

// add reads one file; errFull says that no more may be read.
func (r *Reader) add(file, shown string) error {
	info, err := os.Stat(file)
	switch {
	case err != nil:
		r.refuse(shown, err)
		return nil
	case !info.Mode().IsRegular():
		r.refuse(shown, errors.New("not a regular file"))
		return nil
	case info.Size() > maxSize:
		r.refuse(shown, fmt.Errorf("more than %d bytes", maxSize))
		return nil
	case r.files == maxFiles:
		r.full = fmt.Sprintf("%d files", maxFiles)
		return errFull
	case r.bytes+info.Size() > maxTotal:
		r.full = fmt.Sprintf("%d bytes", maxTotal)
		return errFull
	}
	r.files++
	r.bytes += info.Size()
	text, err := read(file)
	if err != nil {
		r.refuse(shown, err)
		return nil
	}
	result, err := r.Decode(text)
	if err != nil {
		r.refuse(shown, err)
		return nil
	}
	if r.Wanted == nil || r.Wanted(result) {
		r.records = append(r.records, cause.RecordOf(result, filepath.ToSlash(shown)))
	}
	return nil
}

// read stops at the limit: a file may grow while it is looked at.
func read(file string) ([]byte, error) {
	opened, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	text, err := io.ReadAll(io.LimitReader(opened, maxSize+1))
	if len(text) > maxSize {
		return nil, fmt.Errorf("more than %d bytes", maxSize)
	}
	return text, err
}

func (r *Reader) refuse(shown string, err error) {
	if r.refused++; len(r.named) < maxNamed {
		r.named = append(r.named, filepath.ToSlash(shown)+" ("+reason(err)+")")
	}
}

// reason is an error without the path, which is said already.
func reason(err error) string {
	return strings.TrimPrefix(doc.Reason(err).Error(), "read report: ")
}
