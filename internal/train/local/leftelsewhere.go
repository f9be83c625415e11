package local

import (
	"path/filepath"
	"slices"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
)

// leftElsewhere lists the files outside of a place that its training was seen to write, and
// that are still there: another training of the same program writes over them. inClone are
// what changed in the user's clone, by paths in it.
func (l *Project) leftElsewhere(seen *observe.Observation, p place, inClone []string) []string {
	var names []string
	for _, name := range inClone {
		names = append(names, filepath.Join(l.Repository.Dir, filepath.FromSlash(name)))
	}
	if seen != nil {
		for name, event := range seen.Outside {
			if event.Written {
				names = append(names, name)
			}
		}
		for _, process := range seen.Processes {
			for _, write := range process.Writes {
				names = append(names, write.Path)
			}
			for _, move := range process.Moves {
				names = append(names, move.To)
			}
		}
	}
	var found []string
	for _, name := range names {
		name = filestate.RealPath(name)
		info, there := stat(name)
		if !there || p.absence.before(info) || slices.Contains(found, name) {
			continue
		}
		slashed := filepath.ToSlash(name)
		ofStore := l.Tracking != "" && filestate.Below(name, filestate.RealPath(l.store()))
		if ofStore || placed(slashed) != anybodys || othercode.IsInstalled(name) || isShared(slashed) || filestate.Below(name, p.clone.Dir) {
			continue
		}
		found = append(found, name)
	}
	slices.Sort(found)
	return found
}
