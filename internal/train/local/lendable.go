package local

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/lend"
)

// Of what only the user's clone has, this file leaves what a training may lack: a person is
// not told to lend it what it makes itself.

// maxCompared bounds the files of a directory that are looked for where it trained.
const maxCompared = 1000

// FromProject gives the paths that --with names as they are from the project: a full path
// that leads into it, as a shell completes it, says the same.
func (l *Project) FromProject(names []string) ([]string, error) {
	dir := filepath.Join(l.Repository.Dir, filepath.FromSlash(l.Prefix))
	found := slices.Clone(names)
	for i, name := range names {
		if !path.IsAbs(name) {
			continue
		}
		inside := ""
		for _, top := range []string{dir, filestate.RealPath(dir)} {
			if rest, below := strings.CutPrefix(name, filepath.ToSlash(top)+"/"); below {
				inside = rest
			}
		}
		if inside == "" {
			return nil, fmt.Errorf("with %s: it is not in the project, %s; have the training read it by its full path", printable.OneLine(name, 200), printable.OneLine(dir, 200))
		}
		found[i] = inside
	}
	return found, nil
}

// mayLack leaves of names, by paths from the top, those that the training does not make: by
// what is declared, by their names, and by what is there when it is over. place is where it
// trained; "" before it.
func (l *Project) mayLack(names []string, source lend.Source, place string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(entry string) bool {
		name := strings.TrimSuffix(entry, "/")
		why := source.Refuse(name)
		return why == madeByTraining || why == keptResults || filekind.LooksMade(filepath.Base(name)) || place != "" && l.allIn(place, name)
	})
}

// withoutCode takes from names, by paths from the top, the code that is not lent.
func withoutCode(names []string, source lend.Source) (others, code []string) {
	for _, name := range names {
		if source.Refuse(strings.TrimSuffix(name, "/")) == notCommitted {
			code = append(code, name)
		} else {
			others = append(others, name)
		}
	}
	return others, code
}

// withoutLinks takes from names the links that are not lent, and says how a training comes
// to have each.
func withoutLinks(names []string, source lend.Source) (others, ways []string) {
	for _, name := range names {
		if way := source.LinkWay(strings.TrimSuffix(name, "/")); way != "" {
			ways = append(ways, way)
		} else {
			others = append(others, name)
		}
	}
	return others, ways
}

// allIn says whether a file of the clone, or each of a directory, is in a place by now.
func (l *Project) allIn(place, name string) bool {
	looked := 0
	err := filepath.WalkDir(filepath.Join(l.Repository.Dir, filepath.FromSlash(name)), func(file string, _ fs.DirEntry, err error) error {
		if looked++; looked > maxCompared {
			err = errors.New("too many files")
		}
		if err != nil {
			return err
		}
		within, err := filepath.Rel(l.Repository.Dir, file)
		if err == nil {
			_, err = os.Lstat(filepath.Join(place, within))
		}
		return err
	})
	return err == nil
}
