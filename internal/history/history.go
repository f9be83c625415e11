// Package history keeps past checks: one small file each, in a directory or on
// a branch, that is written once and read again.
//
// The files are anybody's: each is read to a limit, one that is no saved
// result is named and left out, and no link is followed. Reading a history
// never fails; what could not be read is said.
package history

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Limits of one history. A check a night of thirty models is ten thousand files a
// year, small ones; whole reports are larger.
const (
	maxFiles   = 60_000
	maxSize    = 16 << 20  // of one file
	maxTotal   = 256 << 20 // of all
	maxEntries = 200_000   // of directories that are walked
	maxNamed   = 5         // files that a warning names
)

// errFull ends a walk.
var errFull = errors.New("full")

// A Reader gathers checks: of the small files of a history, and of saved reports.
type Reader struct {
	Dir    string                                              // what relative paths are relative to
	Report func(text []byte, from string) (repro.Check, error) // one saved report
	Wanted func(repro.Check) bool                              // which to keep; nil for all
	Redact func(text string) string                            // hides secrets; nil hides none
	Model  string                                              // other models' directories are not read; "" reads all
	Branch func(Branch) (Remote, error)                        // opens a branch of a repository

	checks []repro.Check
	shared map[string]string // texts that many checks have, each kept once
	buffer []byte            // of the file that is read

	repository string // of the checks that are read; "" as each says
	unnamed    string // of those that name none
	prefix     string // of the paths in warnings

	named   []string // the first files that were refused, with the reason
	refused int
	files   int
	entries int
	bytes   int64
	full    string // the limit that was met
}

// Read reads saved results: files, and directories with all files below them
// that end in .json. Hidden directories are left out. A path that is not there is a
// branch where it has the form of one. warnings says what was not read.
//
// A check that names no repository is, where there are several histories, the one's
// that it is from: equal names in two of them are two models.
func (r *Reader) Read(paths []string) (checks []repro.Check, warnings []string) {
	for _, path := range paths {
		if len(paths) > 1 {
			r.unnamed = path
		}
		full := path
		if !filepath.IsAbs(full) {
			full = filepath.Join(r.Dir, full)
		}
		info, err := os.Stat(full)
		branch, isBranch := ParseBranch(path)
		switch {
		case isBranch && r.Branch != nil && errors.Is(err, fs.ErrNotExist):
			if err := r.readBranch(branch, path); err != nil {
				warnings = append(warnings, "history "+path+": earlier checks are not known from it: "+err.Error())
			}
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
	return r.checks, append(warnings, r.warnings()...)
}

// Add reads one file of a history that is not in a directory here. A file that is
// no check's is left alone.
func (r *Reader) Add(path string, text []byte) {
	switch {
	case !strings.HasPrefix(path, Dir+"/") || filepath.Ext(path) != ".json" || r.full != "":
	case r.otherModel(filepath.Dir(filepath.Dir(filepath.FromSlash(path)))):
	case len(text) > maxSize:
		r.refuse(r.prefix+path, fmt.Errorf("more than %d bytes", maxSize))
	case r.files == maxFiles:
		r.full = fmt.Sprintf("%d files", maxFiles)
	case r.bytes+int64(len(text)) > maxTotal:
		r.full = fmt.Sprintf("%d bytes", maxTotal)
	default:
		r.take(text, r.prefix+path)
	}
}

// warnings say what was not read.
func (r *Reader) warnings() (warnings []string) {
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
	return warnings
}

// walk reads a directory, in the order of its names.
func (r *Reader) walk(dir, shown string) {
	if real, err := filepath.EvalSymlinks(dir); err == nil { // the path that somebody named may be a link
		dir = real
	}
	ours := isOurs(dir)
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
		case entry.IsDir() && file != dir && (strings.HasPrefix(entry.Name(), ".") || ours && r.otherModel(strings.TrimPrefix(file, dir+string(filepath.Separator)))):
			return fs.SkipDir
		case entry.Type()&fs.ModeSymlink != 0:
			r.refuse(name, errors.New("a link, and none is followed"))
			return nil
		case !entry.Type().IsRegular() || !strings.EqualFold(filepath.Ext(file), ".json"):
			return nil
		}
		return r.add(file, name)
	})
	if err != nil && !errors.Is(err, errFull) {
		r.refuse(shown, err)
	}
}

// isOurs says whether Append made a directory: in it, each model has a directory of
// its own name.
func isOurs(dir string) bool {
	file := filepath.Join(dir, ReadmeFile)
	info, err := os.Lstat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(Readme)) {
		return false
	}
	text, err := os.ReadFile(file)
	return err == nil && string(text) == Readme
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
	text, err := r.read(file)
	if err != nil {
		r.refuse(shown, err)
		return nil
	}
	r.take(text, filepath.ToSlash(shown))
	return nil
}

// take counts and decodes one file.
func (r *Reader) take(text []byte, shown string) {
	r.files++
	r.bytes += int64(len(text))
	var c repro.Check
	var err error
	if isCheck.Match(text[:min(len(text), 100)]) {
		c, err = Decode(text)
	} else {
		c, err = r.Report(text, shown)
	}
	if err != nil {
		r.refuse(shown, err)
		return
	}
	if r.repository != "" {
		c.Repository = r.repository
	} else if c.Repository == "" {
		c.Repository = r.unnamed
	}
	if c.From = shown; r.Wanted == nil || r.Wanted(c) {
		r.share(&c)
		r.checks = append(r.checks, c)
	}
}

// otherModel says whether a directory of a history, by its path in it, holds another
// model's checks.
func (r *Reader) otherModel(dir string) bool {
	return r.Model != "" && filepath.Dir(dir) == Dir && filepath.Base(dir) != wording.FileName(r.Model)
}

// read stops at the limit: a file may grow while it is looked at. The text is
// good until the next one is read.
func (r *Reader) read(file string) ([]byte, error) {
	opened, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	buffer := bytes.NewBuffer(r.buffer[:0])
	_, err = buffer.ReadFrom(io.LimitReader(opened, maxSize+1))
	if r.buffer = buffer.Bytes(); len(r.buffer) > maxSize {
		return nil, fmt.Errorf("more than %d bytes", maxSize)
	}
	return r.buffer, err
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
