package local

import (
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/absent"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
)

const (
	mostOfMarker   = 1 << 10 // bytes: a time, a digest, a line
	maxBesideStamp = 1000    // files of a folder with markers that are looked at
)

// markers names small files by which a step may be taken for done: a stamp of make, a _SUCCESS. They
// are asked for and not read, which nothing tells of, so what counts is where they lie: in the
// folders of files that the training read and that the original may have been without, younger, or
// in those above. They are no older than the day before the original, and named as younger are.
func (l *Project) markers(younger []string, p place, plan repro.Plan) []string {
	since, home := plan.Original.Started.Add(-beforeOriginal), othercode.Getenv(l.Environ, "HOME")
	keep, found := expanded(plan.Keep, home), map[string]bool{}
	mayMark := func(size int64, written time.Time, names ...string) bool {
		return size <= mostOfMarker && !written.Before(since) && !slices.Contains(younger, names[0]) && absent.Keeps(keep, names...) == ""
	}
	for _, dir := range foldersOf(younger) {
		entries, err := os.ReadDir(dir)
		if !path.IsAbs(dir) || dir == filestate.RealPath(home) || err != nil || len(entries) > maxBesideStamp {
			continue // of the place, or a folder of everything
		}
		for _, entry := range entries {
			file := filepath.Join(dir, entry.Name())
			if info, there := stat(file); there && mayMark(info.Size(), info.ModTime(), file) && !within(file, []string{filestate.RealPath(p.clone.Dir)}) {
				found[file] = true
			}
		}
	}
	for name, loan := range p.lent.files {
		if own := l.within(name); slices.Contains(foldersOf(younger), path.Dir(own)) && !strings.HasPrefix(path.Base(own), ".env") && mayMark(loan.Size, loan.Time, own, name) {
			found[own] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// foldersOf are the folders of files and those above them, but for the project's own.
func foldersOf(files []string) (dirs []string) {
	for _, file := range files {
		for _, dir := range []string{path.Dir(file), path.Dir(path.Dir(file))} {
			if dir != "." && dir != "/" && !slices.Contains(dirs, dir) {
				dirs = append(dirs, dir)
			}
		}
	}
	return dirs
}
