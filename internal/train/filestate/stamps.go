package filestate

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/lineage"
)

// A stamp is by what a file is known to be the one that was there before.
type stamp struct {
	modified time.Time
	Size     int64
}

// Stamps are those of the files of a place before a training.
type Stamps map[string]stamp

// maxStamps bounds the files that are looked at; what is beyond is not known.
const maxStamps = 200_000

const (
	maxPrograms = 2000    // that are read
	maxProgram  = 1 << 20 // bytes of one
)

// StampsOf looks at every file of a fresh checkout, git's own left out.
func StampsOf(files fs.FS) Stamps {
	found := Stamps{}
	_ = fs.WalkDir(files, ".", func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // a directory that cannot be read is no input either
		case len(found) >= maxStamps:
			return fs.SkipAll
		case entry.IsDir() && (entry.Name() == ".git" || file == ".dvc"):
			return fs.SkipDir
		}
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() {
			found[file] = stamp{info.ModTime(), info.Size()}
		}
		return nil
	})
	return found
}

// Untouched says that a file was there before, and that nobody has written it
// since, not even with the same content.
func (s Stamps) Untouched(files fs.FS, file string) bool {
	before, was := s[path.Clean(file)]
	info, err := fs.Stat(files, path.Clean(file))
	return was && err == nil && info.ModTime().Equal(before.modified) && info.Size() == before.Size
}

// Under says that files were there in a directory.
func (s Stamps) Under(dir string) bool {
	for file := range s {
		if strings.HasPrefix(file, path.Clean(dir)+"/") {
			return true
		}
	}
	return false
}

// Written names the programs that somebody has written since, whatever is in
// them now.
func (s Stamps) Written(files fs.FS) []string {
	var names []string
	for file := range s {
		if lineage.IsProgram(file) && path.Ext(file) != ".ipynb" && !s.Untouched(files, file) {
			names = append(names, file)
		}
	}
	slices.Sort(names)
	return names
}

// Only are those of the files that are wanted.
func (s Stamps) Only(wanted func(file string) bool) Stamps {
	found := Stamps{}
	for file, stamp := range s {
		if wanted(file) {
			found[file] = stamp
		}
	}
	return found
}

// Programs gives the texts of the programs that were there, notebooks left out.
func (s Stamps) Programs(files fs.FS) []string {
	var texts []string
	searched := 0
	for file, stamp := range s {
		if path.Ext(file) == ".ipynb" || !lineage.IsProgram(file) || stamp.Size > maxProgram {
			continue
		}
		if searched++; searched > maxPrograms {
			break
		}
		if data, ok := readBounded(files, file); ok {
			texts = append(texts, string(data))
		}
	}
	return texts
}
