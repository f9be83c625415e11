package dvc

import (
	"errors"
	"io/fs"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// content finds what a dependency holds now: from the stage that makes it,
// the .dvc file that tracks it, or the file itself.
func (f *forecaster) content(file, scheme string, upstream []Stage) (Hash, string) {
	for _, maker := range upstream {
		for _, out := range maker.Outs {
			if !within(file, out.Path) && !within(out.Path, file) {
				continue
			}
			if f.outcome[maker.Name] != Skips {
				return Hash{}, "made by " + maker.Name + ", which may run"
			}
			if locked, ok := lockedPath(maker.Locked.outs(), out.Written); ok && out.Path == file {
				return locked.Hash, " (by " + maker.Name + ")"
			}
			return Hash{}, "a part of what " + maker.Name + " makes"
		}
	}
	for _, tracked := range f.project.Tracked {
		if tracked.Path == file {
			return tracked.Hash, " (by " + tracked.File + ")"
		}
		if within(tracked.Path, file) || within(file, tracked.Path) {
			return Hash{}, "in part under " + tracked.File
		}
	}
	key := scheme + " " + file
	known, ok := f.hashes[key]
	if !ok {
		known.hash, known.err = HashPath(f.project.files, file, scheme)
		f.hashes[key] = known
	}
	if errors.Is(known.err, fs.ErrNotExist) {
		return Hash{}, "not in git, nor made by a stage"
	}
	if known.err != nil {
		return Hash{}, known.err.Error()
	}
	return known.hash, ""
}

func (f *forecaster) file(name string) *doc.Node {
	root, known := f.params[name]
	if !known {
		if !strings.HasSuffix(name, ".py") { // DVC reads them; we do not run Python
			root, _ = read(f.project.files, name)
		}
		f.params[name] = root
	}
	return root
}

func (s *LockedStage) outs() []LockedPath {
	if s == nil {
		return nil
	}
	return s.Outs
}
