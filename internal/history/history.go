// Package history keeps past checks: one small file each, in a directory or on
// a branch, that is written once and read again.
//
// The files are anybody's: each is read to a limit, one that is no saved
// result is named and left out, and no link is followed. Reading a history
// never fails; what could not be read is said.
package history

import (
	"bytes"
	"crypto/sha256"
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

// Limits. A check a night of thirty models is ten thousand files a year, small ones;
// whole reports are larger.
const (
	maxFiles   = 60_000    // that are kept; of each version the newest
	maxSize    = 16 << 20  // of one file
	maxTotal   = 256 << 20 // of the files of one directory that are read
	maxEntries = 2_000_000 // of directories that are walked
	maxNamed   = 5         // files that a warning names
)

// ErrNoCheck is what Report says of a file of ours that is no check: it is passed over.
var ErrNoCheck = errors.New("no check")

// errFull ends a walk.
var errFull = errors.New("full")

// A Reader gathers checks: of the small files of a history, and of saved reports.
type Reader struct {
	Dir    string                                              // what relative paths are relative to
	Report func(text []byte, from string) (repro.Check, error) // one saved report
	Redact func(text string) string                            // hides secrets; nil hides none
	Branch func(Branch) (Remote, error)                        // opens a branch of a repository
	Own    Branch                                              // one that was read already; not read again
	Stop   func() error                                        // why no more is read; nil never says so

	checks []repro.Check
	shared map[string]string // texts that many checks have, each kept once
	bands  bands
	buffer []byte // of the file that is read

	repository  string          // of the checks that are read; "" as each says
	unnamed     string          // of those that name none
	directories map[string]bool // that such checks are named after
	prefix      string          // of the paths in warnings

	seen   map[string]bool              // files by their real path: each is read once
	place  map[[sha256.Size]byte]placed // of each check, by what it is
	pages  map[string]string            // of repositories, as they were spelled first
	claims map[claim]map[string]bool    // repositories that have a model

	remains map[versionOf]*remains // of those that there is no room for
	lost    []lostCheck
	named   []string // the first files that were refused, with the reason
	refused int
	lacking []string // whole histories that were not read
	entries int
	left    int    // of the oldest, for which there was no room
	full    string // the limit that was met
}

// Read reads saved results: files, and directories with all files below them
// that end in .json, each once, however it is spelled. Hidden directories are left out. A
// path that is not there is a branch where it has the form of one.
//
// A check that two histories have is one. One that names no repository is the only one's
// that has its model in the same history; else, where there are several histories, the one's
// that it is from: equal names in two of them are two models.
func (r *Reader) Read(paths []string) ([]repro.Check, repro.HistoryGaps) {
	paths = Distinct(r.Dir, paths)
	for _, path := range paths {
		if r.stopped() {
			break
		}
		if len(paths) > 1 {
			r.directory(path)
			r.unnamed = path
		}
		full := absolute(r.Dir, path)
		info, err := os.Stat(full)
		branch, isBranch := ParseBranch(path)
		switch {
		case isBranch && r.Branch != nil && errors.Is(err, fs.ErrNotExist):
			if branch.same(r.Own) {
				continue
			}
			if err := r.readBranch(branch, path); err != nil {
				r.Lacks("history " + path + ": earlier checks are not known from it: " + err.Error())
			}
		case errors.Is(err, fs.ErrNotExist):
			r.Lacks("history " + path + ": there is no such file or directory, so earlier checks are not known from it")
		case err != nil:
			r.Lacks("history " + path + ": " + reason(err))
		case info.IsDir():
			r.walk(full, path)
		default:
			r.readFile(full, path)
		}
		r.makeRoom()
	}
	r.addRetained()
	r.keepPlaces()
	r.unite()
	r.join()
	return r.checks, r.gaps()
}

// stopped says whether no more is to be read: then a part is not known.
func (r *Reader) stopped() bool {
	if r.Stop == nil {
		return false
	}
	err := r.Stop()
	if err != nil && r.full == "" {
		r.full = "what could be read before the interruption"
	}
	return err != nil
}

// Lacks says that a history could not be read, in a sentence.
func (r *Reader) Lacks(text string) { r.lacking = append(r.lacking, text) }

// Add reads one file of a history that is not in a directory here. A file that is
// no check's is left alone.
func (r *Reader) Add(path string, text []byte) {
	switch {
	case !strings.HasPrefix(path, Dir+"/"):
	case renamed(filepath.Base(path)):
		r.lose(r.prefix+path, errRenamed)
	case filepath.Ext(path) != ".json":
	case len(text) > maxSize:
		r.lose(r.prefix+path, fmt.Errorf("more than %d bytes", maxSize))
	default:
		r.take(text, r.prefix+path, path)
		if len(r.checks) >= 2*maxFiles {
			r.makeRoom()
		}
	}
}

// gaps say what was not read.
func (r *Reader) gaps() repro.HistoryGaps {
	g := repro.HistoryGaps{Unread: len(r.lacking)+len(r.named) > 0 || r.full != "", Notes: append([]string(nil), r.lacking...)}
	if len(r.named) > 0 {
		text := "history: left out " + strings.Join(r.named, "; ")
		if r.refused > len(r.named) {
			text += fmt.Sprintf("; and %d more files", r.refused-len(r.named))
		}
		g.Notes = append(g.Notes, text)
	}
	if r.full != "" {
		g.Notes = append(g.Notes, "history: only a part was read, up to the limit of "+r.full)
	}
	if r.left > 0 {
		g.Notes = append(g.Notes, fmt.Sprintf("history: %s left out, the oldest of each version: there is room for %d checks and %d MB", wording.Count(r.left, "check is", "checks are"), maxFiles, maxTotal>>20))
	}
	for i := range g.Notes {
		r.hide(&g.Notes[i])
	}
	return g
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
