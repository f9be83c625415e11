package history

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file reads the files of a directory.

// A found is a file of a directory that may be a check.
type found struct {
	path, shown string
	size        int64
	at          time.Time // when it was checked, by its name; else when it was written
}

func (f found) version() string { return filepath.Dir(f.path) }

// walk reads a directory: all its files, or of each version the newest.
func (r *Reader) walk(dir, shown string) {
	if real, err := filepath.EvalSymlinks(dir); err == nil { // the path that somebody named may be a link
		dir = real
	}
	ours := isOurs(dir)
	var files []found
	err := filepath.WalkDir(dir, func(file string, entry fs.DirEntry, err error) error {
		name := shown + strings.TrimPrefix(file, dir)
		if r.entries++; r.entries > maxEntries {
			r.full = fmt.Sprintf("%d directory entries", maxEntries)
			return errFull
		}
		switch {
		case r.stopped():
			return errFull
		case err != nil:
			r.lose(name, err)
			return nil
		case entry.IsDir() && place.MatchString(filepath.ToSlash(file)):
			r.lose(name, errors.New("a directory, and a check is a file; remove it"))
			return fs.SkipDir
		case entry.IsDir() && file != dir && strings.HasPrefix(entry.Name(), "."):
			if hidesChecks(file, dir, ours) {
				r.refuse(name, errHidden)
			}
			return fs.SkipDir
		case entry.Type()&fs.ModeSymlink != 0:
			r.lose(name, errors.New("a link, and none is followed"))
			return nil
		case ours && !entry.IsDir() && renamed(entry.Name()):
			r.lose(name, errRenamed)
			return nil
		case entry.IsDir() || !strings.EqualFold(filepath.Ext(file), ".json"):
			return nil
		case !entry.Type().IsRegular():
			r.lose(name, errors.New("not a regular file"))
			return nil
		}
		info, err := entry.Info()
		switch {
		case err != nil:
			r.lose(name, err)
			return nil
		case info.Size() > maxSize:
			r.lose(name, fmt.Errorf("more than %d bytes", maxSize))
			return nil
		}
		files = append(files, found{file, name, info.Size(), timeIn(entry.Name(), info.ModTime())})
		if len(files) >= 4*maxFiles {
			files = r.newestFiles(files)
		}
		return nil
	})
	if err != nil && !errors.Is(err, errFull) {
		r.refuse(shown, err)
	}
	for _, file := range r.newestFiles(files) {
		if r.stopped() {
			return
		}
		r.add(file.path, file.shown)
	}
}

var errHidden = errors.New("hidden, and only read where it is named")

// hidesChecks says whether a hidden directory looks like a history, or like a part of the one
// that is read. Others are git's, an editor's or a notebook's.
func hidesChecks(file, dir string, ours bool) bool {
	if below, err := filepath.Rel(dir, file); err == nil && ours && strings.HasPrefix(filepath.ToSlash(below), Dir+"/") {
		return true
	}
	info, err := os.Lstat(filepath.Join(file, Dir))
	return isOurs(file) || err == nil && info.IsDir() && filepath.Base(file) != ".git"
}

// newestFiles are those that there is room for. The others are looked at for what a version
// stands by.
func (r *Reader) newestFiles(files []found) []found {
	kept, left := newest(files, maxFiles, maxTotal, func(f found) candidate { return candidate{[3]string{f.version()}, f.at, f.size} })
	r.left += len(left)
	order.Stable(left, func(a, b found) int { return a.at.Compare(b.at) })
	for _, f := range left {
		if r.stopped() {
			break
		}
		r.retainFile(f)
	}
	return kept
}

// makeRoom lets go of the oldest checks of each version where there are too many.
func (r *Reader) makeRoom() {
	if len(r.checks) <= maxFiles {
		return
	}
	kept, left := newest(r.checks, maxFiles, maxFiles, func(c repro.Check) candidate {
		return candidate{[3]string{c.Repository, c.Model, c.Version}, c.At, 1}
	})
	r.left += len(left)
	order.Stable(left, func(a, b repro.Check) int { return a.At.Compare(b.At) })
	for _, c := range left {
		r.retain(c)
	}
	r.checks = kept
	before := r.place
	r.place = make(map[[sha256.Size]byte]placed, len(kept))
	for i, c := range kept {
		was := before[identity(c)]
		r.put(c, placed{i, was.firm, was.whole})
	}
}

// timeIn is the time in the name of a file that Place gave.
func timeIn(name string, otherwise time.Time) time.Time {
	text, _, _ := strings.Cut(name, "-")
	if at, err := time.Parse(nameTime, text); err == nil {
		return at
	}
	return otherwise
}

// readFile reads a file that was named.
func (r *Reader) readFile(file, shown string) {
	if real, err := filepath.EvalSymlinks(file); err == nil {
		file = real
	}
	info, err := os.Stat(file)
	switch {
	case err != nil:
		r.refuse(shown, err)
	case !info.Mode().IsRegular():
		r.refuse(shown, errors.New("not a regular file"))
	case info.Size() > maxSize:
		r.refuse(shown, fmt.Errorf("more than %d bytes", maxSize))
	default:
		r.add(file, shown)
	}
}

// add reads one file, by its real path, once.
func (r *Reader) add(file, shown string) {
	if r.seen == nil {
		r.seen = map[string]bool{}
	}
	if r.seen[file] {
		return
	}
	r.seen[file] = true
	text, err := r.read(file)
	if err != nil {
		r.lose(shown, err)
		return
	}
	r.take(text, filepath.ToSlash(shown), file)
}
