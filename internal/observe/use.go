package observe

import (
	"github.com/reproduce-action/reproduce/internal/observe/system"
	"math"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// What became of a file of the commit during a training: whether its content ever was
// another, and who took that in. The system's events tell, whoever used the file.

// Watched says whether all that happened to a file of the place was seen.
func (o Observation) Watched(file string) bool {
	parts := strings.Split(file, "/")
	return o.Unwatched == "" && o.Files != nil && !slices.ContainsFunc(parts[:len(parts)-1], system.IsUnwatched)
}

// NeverChanged says of a file that holds what it held that it never held anything else: it
// was written once at most.
func (o Observation) NeverChanged(file string) bool {
	return o.Watched(file) && o.Files[file].Writes <= 1 && !o.linked(file)
}

// A Use is who took in what a file held once it was another than the commit's.
type Use int

const (
	UseUnknown   Use = iota // nobody watched
	Unused                  // nothing read it after that
	UsedAsMade              // the commit's own code wrote it, and it was read after that
	UsedByCode              // Python that ran the commit's code read it
	UsedByOthers            // something else read it: another program, a tool
)

// UseOf says so of a file that holds other content after the training, by its path
// from the top of the place, which has the names dirs.
func (o Observation) UseOf(file string, dirs ...string) Use {
	seen := o.Files[file]
	switch {
	case !o.Watched(file) || !seen.Written || o.linked(file):
		return UseUnknown
	case !seen.ReadAfter:
		return Unused
	}
	running, read, wrote, others := o.running(dirs), int64(math.MaxInt64), int64(math.MaxInt64), false
	for i, p := range o.Processes {
		for _, access := range slices.Concat(p.Writes, targets(p.Moves)) {
			if within(access.Path, dirs) == file {
				others = others || !running[i] || !isProgramOf(p, dirs)
				wrote = min(wrote, access.At)
			}
		}
		if !running[i] {
			continue
		}
		for _, access := range slices.Concat(p.used(), p.Code) {
			if within(access.Path, dirs) == file {
				read = min(read, access.At)
			}
		}
	}
	// A program that reads a file first, and then writes it, may have read what
	// something else had put there: unless its own writing is the only one.
	first := wrote <= read && seen.FirstAt >= wrote
	switch {
	case wrote < math.MaxInt64 && !others && (seen.Writes == 1 || first):
		return UsedAsMade
	case read < math.MaxInt64:
		return UsedByCode
	}
	return UsedByOthers
}

// linked says whether a link stood for a while where a file or a directory above it is.
func (o Observation) linked(file string) bool {
	for ; file != "." && file != "/"; file = path.Dir(file) {
		if o.Files[file].Linked {
			return true
		}
	}
	return false
}

// isProgramOf says whether a process runs a program below one of the names of a
// directory, a module or an installed one: what stands in a command is no code of the
// commit.
func isProgramOf(p Process, dirs []string) bool {
	name := p.Program()
	return strings.HasPrefix(name, "python -m ") || name != "" && !strings.HasPrefix(name, "python -") &&
		(within(absolute(p, name), dirs) != "" || filepath.Base(filepath.Dir(name)) == "bin")
}

// took are the files of the place that code of the commit read, or something that is no
// Python.
func (v view) took(o Observation, trainers map[int]bool) map[string]bool {
	if o.Unwatched != "" {
		return nil
	}
	found, others := map[string]bool{}, map[string]bool{}
	for i, p := range o.Processes {
		for _, access := range slices.Concat(p.used(), p.Code) {
			if own := v.own(access.Path); own != "" && trainers[i] {
				found[own] = true
			} else if own != "" {
				others[own] = true
			}
		}
	}
	for file, seen := range o.Files {
		found[file] = found[file] || (seen.Read || seen.ReadAfter) && !others[file]
	}
	return found
}

// targets are the files that moves put content into.
func targets(moves []Move) []Access {
	var found []Access
	for _, move := range moves {
		found = append(found, Access{move.To, move.At})
	}
	return found
}
