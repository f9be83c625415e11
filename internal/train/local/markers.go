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
	keep, found, isYounger := expanded(plan.Keep, home), map[string]bool{}, map[string]bool{}
	for _, file := range younger {
		isYounger[file] = true
	}
	mayMark := func(size int64, written time.Time, names ...string) bool {
		return size <= mostOfMarker && !written.Before(since) && !isYounger[names[0]] && absent.Keeps(keep, names...) == ""
	}
	folders := foldersOf(younger)
	for dir := range folders {
		if !filepath.IsAbs(dir) || dir == filestate.RealPath(home) {
			continue // of the place, or a folder of everything
		}
		for _, name := range fewNames(dir) {
			file := filepath.Join(dir, name)
			if info, there := stat(file); there && mayMark(info.Size(), info.ModTime(), file) && !within(file, []string{filestate.RealPath(p.clone.Dir)}) {
				found[file] = true
			}
		}
	}
	for name, loan := range p.lent.files {
		if own := l.within(name); folders[path.Dir(own)] && !strings.HasPrefix(path.Base(own), ".env") && mayMark(loan.Size, loan.Time, own, name) {
			found[own] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// fewNames are the names in a folder; none where they are more than are looked at.
func fewNames(dir string) []string {
	folder, err := os.Open(dir)
	if err != nil {
		return nil
	}
	defer folder.Close()
	names, err := folder.Readdirnames(maxBesideStamp + 1)
	if err != nil || len(names) > maxBesideStamp {
		return nil
	}
	return names
}

// foldersOf are the folders of files and those above them, but for the project's own.
func foldersOf(files []string) map[string]bool {
	dirs := map[string]bool{}
	for _, file := range files {
		dirs[path.Dir(file)], dirs[path.Dir(path.Dir(file))] = true, true
	}
	delete(dirs, ".")
	delete(dirs, "/")
	return dirs
}
