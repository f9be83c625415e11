package observe

import (
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/lineage/sourcetext"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// What a training looks for that is not there: files that were taken away before it, from
// which it would have begun.

// Sought says whether a program looked for a file below one of the names of a directory that
// was not there when the training began, before anybody had made it: it tried to read it, asked
// whether it is there, listed the directory that it was in, or started a program with it, which
// nothing made. Who asks in order to remove an old one, or to say that there is one, looks for
// nothing. Tools for pipelines, runs and packages look at every output.
func (o Observation) Sought(file string, dirs ...string) bool {
	made := o.made(file, dirs)
	return slices.ContainsFunc(o.Processes, func(p Process) bool {
		return !isTool(p) && (o.looksFor(p, file, made, func(name string) bool { return within(name, dirs) == file }, dirs) ||
			made == never && slices.ContainsFunc(p.Started, func(c Command) bool { return c.names(p, file, dirs) }))
	})
}

// LookedFor says whether a program looked for a file or a folder below one of the names of a
// directory that is not there, or for what would be in it: as Sought, whoever made it later.
func (o Observation) LookedFor(file string, dirs ...string) bool {
	below := func(name string) bool {
		own := within(name, dirs)
		return own == file || strings.HasPrefix(own, file+"/")
	}
	return slices.ContainsFunc(o.Processes, func(p Process) bool { return !isTool(p) && o.looksFor(p, file, never, below, dirs) })
}

// WentThrough says whether a program listed the directory that a file would be in by a call of its
// own, in a file below that directory and no library's, and not in order to find a module, and did not only clear it. The file is by its path from a
// directory of the names dirs. A call with a pattern that the file does not match is none.
func (o Observation) WentThrough(file string, dirs ...string) bool {
	dir := path.Dir(file)
	return slices.ContainsFunc(o.Processes, func(p Process) bool {
		return !isTool(p) && slices.ContainsFunc(p.Listed, func(listing Asking) bool {
			own := within(listing.Path, dirs)
			top := own == "" && slices.Contains(dirs, filepath.Clean(listing.Path)) && dir == "."
			return (own == dir || top) && within(listing.Program, dirs) != "" && listing.byCall(path.Base(file)) && !listing.clears()
		})
	})
}

// NotFound are the files, by full paths, that programs tried to read or asked for, that were not there.
func (o Observation) NotFound() (files []string) {
	for _, p := range o.Processes {
		if isTool(p) {
			continue
		}
		for _, access := range p.Sought {
			files = append(files, filepath.Clean(access.Path))
		}
		for _, asking := range p.Asked {
			if !asking.clears() {
				files = append(files, filepath.Clean(asking.Path))
			}
		}
	}
	return files
}

// looksFor says whether a process, until a time, tried to read what is meant, asked whether it is
// there, or listed the directory that a file would be in.
func (o Observation) looksFor(p Process, file string, until int64, means func(name string) bool, dirs []string) bool {
	return slices.ContainsFunc(p.Sought, func(access Access) bool { return access.At <= until && means(access.Path) }) ||
		slices.ContainsFunc(p.Asked, func(asking Asking) bool { return asking.At <= until && means(asking.Path) && !asking.clears() }) ||
		slices.ContainsFunc(p.Listed, func(listing Asking) bool {
			dir := within(listing.Path, dirs)
			return listing.At <= until && dir != "" && dir == path.Dir(file) && !o.imports(listing.Path) && !listing.clears()
		})
}

// ListedIn are the directories below one of the names of a directory, by paths from it, whose
// files programs took as they found them: they were listed, and not in order to find modules.
func (o Observation) ListedIn(dirs ...string) map[string]bool {
	found := map[string]bool{}
	for _, p := range o.Processes {
		if isTool(p) {
			continue
		}
		for _, listing := range p.Listed {
			if dir := within(listing.Path, dirs); dir != "" && !o.imports(listing.Path) {
				found[dir] = true
			}
		}
	}
	return found
}

// maxSought is how much of what is not there the hook notes of one process.
const maxSought = 1000

// ToldAsks says whether all that programs of Python asked for is known: some ran, and each told
// all of it.
func (o Observation) ToldAsks() bool {
	return o.Programs() && len(o.Doubts) == 0 && !slices.ContainsFunc(o.Processes, func(p Process) bool {
		return p.Torn || len(p.Sought)+len(p.Asked)+len(p.Listed) >= maxSought
	})
}

// storing finds commands that read no file for a training that they name.
var storing = regexp.MustCompile(`(?:^|[\s;&|(/])(?:git|dvc|mkdir|touch|tar|zip)\s`)

// names says whether a program that was started is given a file, by its name or by a pattern.
func (c Command) names(p Process, file string, dirs []string) bool {
	text := strings.Join(c.Args, " ")
	if storing.MatchString(text) || sourcetext.Removes(text) {
		return false
	}
	return slices.ContainsFunc(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\n\"'`;&|()<>=,", r) }), func(word string) bool {
		name := within(absolute(p, word), dirs)
		return wording.MatchPath(name, file)
	})
}

// never is the time of what did not happen.
const never = int64(1)<<62 - 1

// made is when a file was first written, or moved there, as far as Pythons or the system tell.
func (o Observation) made(file string, dirs []string) int64 {
	at := never
	if event := o.Files[file]; event.Writes > 0 {
		at = event.FirstAt
	}
	for _, p := range o.Processes {
		for _, write := range p.Writes {
			if write.At < at && within(write.Path, dirs) == file {
				at = write.At
			}
		}
		for _, move := range p.Moves {
			if move.At < at && within(move.To, dirs) == file {
				at = move.At
			}
		}
	}
	return at
}

// imports says whether a directory may have been listed in order to find modules in it, or below it.
func (o Observation) imports(dir string) bool {
	return slices.ContainsFunc(o.Processes, func(p Process) bool {
		return filepath.Clean(p.Dir) == filepath.Clean(dir) || slices.ContainsFunc(p.Code, func(code Access) bool { return within(code.Path, []string{filepath.Clean(dir)}) != "" })
	})
}

// goesThrough finds the calls of Python that go through a directory, and patternOf the pattern of
// one that stands there as a whole.
var goesThrough = regexp.MustCompile(`\b(?:i?glob1?|rglob|listdir|scandir|iterdir|walk|iter_modules|walk_packages)\s*\(`)

var patternOf = regexp.MustCompile(`glob1?\(\s*[rR]?["']([^"'{}%]*)["']\s*[,)]`)

// byCall says whether the line that lists has a call for it that may give a file: an import lists, too.
func (a Asking) byCall(file string) bool {
	lines := strings.Split(string(startOf(a.Program, mostOfAProgram)), "\n")
	if a.Line < 1 || a.Line > len(lines) || !goesThrough.MatchString(lines[a.Line-1]) {
		return false
	}
	pattern := patternOf.FindStringSubmatch(lines[a.Line-1])
	return pattern == nil || wording.MatchGlob(path.Base(pattern[1]), file)
}

// mostOfAProgram bounds what is read of one that asks, in bytes.
const mostOfAProgram = 1 << 20

// clears says whether what follows a line only puts files out of the way, or tells of them.
func (a Asking) clears() bool {
	return sourcetext.OnlyRemoves(string(startOf(a.Program, mostOfAProgram)), a.Line)
}
