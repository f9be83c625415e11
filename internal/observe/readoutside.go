package observe

import (
	"cmp"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/order"
)

// A State is a file outside of a place that a program of it read before anything
// was seen to make it: what an earlier run left there, or an input.
type State struct {
	Path    string
	Rewrote bool // it was written after that, as by a training that goes on from it
}

// ReadOutside lists what Pythons that ran code below one of the names of a directory,
// and what these started, read outside of it and had not made before. Tools for
// pipelines, runs and packages are left out: they read what is theirs.
func (o Observation) ReadOutside(dirs ...string) []State {
	found := slices.DeleteFunc(o.ReadFirst(dirs...), func(state State) bool { return within(state.Path, dirs) != "" })
	for i := range o.running(dirs) {
		for _, read := range o.Processes[i].Beside {
			found = append(found, State{Path: filepath.Clean(read.Path)})
		}
	}
	for file, seen := range o.Outside {
		if seen.Read && !slices.ContainsFunc(found, func(state State) bool { return state.Path == file }) && within(file, dirs) == "" {
			found = append(found, State{file, seen.Written})
		}
	}
	order.By(found, func(a, b State) int { return cmp.Compare(a.Path, b.Path) })
	return found
}

// ReadFirst is ReadOutside for files wherever they are, as far as Python tells.
func (o Observation) ReadFirst(dirs ...string) []State {
	running := o.running(dirs)
	read, made, wrote := map[string]int64{}, map[string]int64{}, map[string]int64{}
	for i, p := range o.Processes {
		for _, write := range p.Writes {
			if !slices.Contains(p.Appends, write) {
				note(made, write, first)
			}
			note(wrote, write, last)
		}
		for _, move := range p.Moves {
			note(made, Access{move.To, move.At}, first)
			note(wrote, Access{move.To, move.At}, last)
		}
		if !running[i] {
			continue
		}
		for _, used := range p.used() {
			note(read, used, first)
		}
	}
	var found []State
	for _, file := range slices.Sorted(maps.Keys(read)) {
		at := read[file]
		if making, known := made[file]; !known || making > at {
			found = append(found, State{file, wrote[file] > at})
		}
	}
	return found
}

func first(a, b int64) int64 { return min(a, b) }
func last(a, b int64) int64  { return max(a, b) }

// note keeps the first or the last time of a path.
func note(times map[string]int64, access Access, which func(a, b int64) int64) {
	file := filepath.Clean(access.Path)
	if at, known := times[file]; known {
		access.At = which(at, access.At)
	}
	times[file] = access.At
}

// RunIn names the programs below one of the names of a directory that Pythons ran,
// by paths from it.
func (o Observation) RunIn(dirs ...string) []string {
	names := map[string]bool{}
	for i := range o.running(dirs) {
		p := o.Processes[i]
		name := p.Program()
		if file := within(absolute(p, name), dirs); file != "" {
			name = file
		}
		if !p.Forked && name != "" {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// Run are the processes of Python that ran code below one of the names of a directory.
func (o Observation) Run(dirs ...string) []Process {
	var found []Process
	running := o.running(dirs)
	for i, p := range o.Processes {
		if running[i] && slices.ContainsFunc(p.Code, func(a Access) bool { return within(a.Path, dirs) != "" }) {
			found = append(found, p)
		}
	}
	return found
}

// CodeIn lists the programs and modules below one of the names of a directory that
// Python ran, by paths from it.
func (o Observation) CodeIn(dirs ...string) []string {
	names := map[string]bool{}
	for _, p := range o.Processes {
		for _, access := range p.Code {
			if file := within(access.Path, dirs); file != "" {
				names[file] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// absolute is a program's path from where its process began.
func absolute(p Process, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(p.Dir, name)
}

// running are the processes that ran code below one of the names of a directory,
// and all that these started, tools apart.
func (o Observation) running(dirs []string) map[int]bool {
	found, ids := map[int]bool{}, map[int]bool{}
	for i, p := range o.Processes {
		code := slices.ContainsFunc(p.Code, func(a Access) bool { return within(a.Path, dirs) != "" })
		if !isTool(p) && (code || ids[p.Parent]) {
			found[i], ids[p.ID] = true, true
		}
	}
	return found
}

// isTool says whether a process is a tool for pipelines, runs or packages.
func isTool(p Process) bool {
	name := strings.TrimPrefix(filepath.Base(p.Program()), "python -m ")
	return isInstaller(p) || name == "dvc" || name == "mlflow" || name == "uv"
}

// Imported says whether a Python imported an installed package.
func (o Observation) Imported(name string) bool { return slices.Contains(o.Packages(), name) }

// Packages names the installed packages that were imported, in small letters.
func (o Observation) Packages() []string {
	var names []string
	for _, p := range o.Processes {
		for _, access := range p.Packages {
			if found := site.FindStringSubmatch(filepath.ToSlash(access.Path) + "/"); found != nil {
				add(&names, strings.ToLower(found[2]))
			}
		}
	}
	return names
}
