package observe

import (
	"bufio"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
)

// What a training looks for that is not there: files that were taken away before it, from
// which it would have begun.

// Sought says whether a program looked for a file below one of the names of a directory that
// was not there when the training began, before anybody had made it: it tried to read it, asked
// whether it is there, or listed the directory that it was in. Who asks in order to remove an
// old one looks for nothing. Tools for pipelines, runs and packages
// look at every output.
func (o Observation) Sought(file string, dirs ...string) bool {
	made := o.made(file, dirs)
	for _, p := range o.Processes {
		if isTool(p) {
			continue
		}
		for _, access := range p.Sought {
			if access.At <= made && within(access.Path, dirs) == file {
				return true
			}
		}
		for _, asking := range p.Asked {
			if asking.At <= made && within(asking.Path, dirs) == file && !asking.clears() {
				return true
			}
		}
		for _, access := range p.Listed {
			dir := within(access.Path, dirs)
			if access.At <= made && dir != "" && dir == path.Dir(file) && !o.imports(access.Path) {
				return true
			}
		}
	}
	return false
}

// never is the time of what did not happen.
const never = int64(1)<<62 - 1

// made is when a Python first wrote a file, or moved one there.
func (o Observation) made(file string, dirs []string) int64 {
	at := never
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

// clearing finds what is done with an output that stands in the way.
var clearing = regexp.MustCompile(`\b(?:remove|unlink|rmtree|rename|replace|move|raise|backup)\b`)

// clears says whether a line, or the one after it, does so.
func (a Asking) clears() bool {
	const most = 1 << 20
	file, err := os.Open(a.Program)
	if err != nil {
		return false
	}
	defer file.Close()
	lines := bufio.NewScanner(io.LimitReader(file, most))
	for line := 1; lines.Scan() && line <= a.Line+1; line++ {
		if line >= a.Line && clearing.MatchString(lines.Text()) {
			return true
		}
	}
	return false
}
