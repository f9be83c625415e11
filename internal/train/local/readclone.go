package local

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// What Python was seen to read of the user's clone, where it has other files than
// the checkout.

// A cloneReads is what was read there.
type cloneReads struct {
	// changed are tracked files that are not the commit's or are taken away before a
	// training, and models that it went on with.
	changed []string
	others  []string // files that git does not have
}

// maxOthers bounds the files that are named.
const maxOthers = 10

// readsOf looks at what was read below the clone. Environments, git's and DVC's own
// files and tracking stores are there for good reason.
func (l *Project) readsOf(seen *observe.Observation, p place) cloneReads {
	var found cloneReads
	if seen == nil {
		return found
	}
	top, clone := os.DirFS(p.clone.Dir), os.DirFS(l.Repository.Dir)
	dirs := []string{l.Repository.Dir, filestate.RealPath(l.Repository.Dir)}
	for _, read := range seen.ReadBelow(dirs...) {
		file := filepath.ToSlash(read)
		full := filepath.Join(l.Repository.Dir, read)
		info, err := os.Stat(full)
		if err != nil || !info.Mode().IsRegular() || l.skips(file) || l.foreign(file) || filestate.Below(full, p.clone.Dir) {
			continue
		}
		now := filestate.DigestOf(clone, file)
		_, away := p.absence.digests[file]
		before, known := p.digests[file]
		if !known {
			before = filestate.DigestOf(top, file)
		}
		switch {
		case away || slices.Contains(p.checkout.Files, file) && now != before,
			!slices.Contains(p.checkout.Files, file) && filekind.MayBeModelOf(clone, file, l.within(file)) && seen.Continued(file, dirs...):
			found.changed = append(found.changed, file)
		case !slices.Contains(p.checkout.Files, file):
			found.others = append(found.others, file)
		}
	}
	return found
}

// foreign says whether a file of the clone belongs to git, DVC or an environment.
func (l *Project) foreign(file string) bool {
	parts := strings.Split(file, "/")
	for i, folder := range parts[:len(parts)-1] {
		if filekind.IsForeignFolder(folder) {
			return true
		}
		at := filepath.Join(append([]string{l.Repository.Dir}, parts[:i+1]...)...)
		for _, mark := range []string{"pyvenv.cfg", "conda-meta", filepath.Join("files", "md5")} {
			if _, err := os.Stat(filepath.Join(at, mark)); err == nil {
				return true
			}
		}
	}
	return false
}

// warnings names what a reader of the report cannot get from git.
func (r cloneReads) warnings() []string {
	if len(r.others) == 0 {
		return nil
	}
	return []string{"read from your clone, which git does not have: " + wording.List(r.others[:min(len(r.others), maxOthers)])}
}
