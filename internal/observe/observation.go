package observe

import (
	"github.com/reproduce-action/reproduce/internal/observe/system"
	"maps"
	"math"
	"slices"
	"strings"
)

// An Observation is what was seen of one training.
type Observation struct {
	Processes []Process              // of Python, those that reported, as they began
	Files     map[string]system.File // of the place, by paths from its top
	Outside   map[string]system.File // of directories elsewhere that were named to be watched, by full paths
	Unwatched string                 // why Files has not all of them; "" where it has
	Doubts    []string               // why it is not complete; none where it is

	Unreported bool // a Python ran that did not report
}

// Programs says whether a Python reported that is no tool for pipelines, runs and
// packages.
func (o Observation) Programs() bool {
	return slices.ContainsFunc(o.Processes, func(p Process) bool { return !isTool(p) })
}

// ReadBelow lists what Pythons other than installers read below one of the names of
// a directory, by paths from it.
func (o Observation) ReadBelow(dirs ...string) []string {
	found := map[string]bool{}
	for _, p := range o.Processes {
		if isInstaller(p) {
			continue
		}
		for _, read := range p.used() {
			if name := within(read.Path, dirs); name != "" {
				found[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// Updated lists, as ReadBelow does, the files that a Python read as it found them and opened
// for writing without emptying them: what runs add to, as a table of results by params.
func (o Observation) Updated(dirs ...string) []string {
	found := map[string]bool{}
	for _, p := range o.Processes {
		for _, write := range p.Appends {
			read := slices.ContainsFunc(p.Reads, func(read Access) bool { return read.Path == write.Path })
			if name := within(write.Path, dirs); name != "" && read {
				found[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// Continued says whether Pythons wrote a file below one of the names of a directory
// after they had read it, as a training does that goes on from a checkpoint.
func (o Observation) Continued(file string, dirs ...string) bool {
	read, wrote := int64(math.MaxInt64), int64(-1)
	for _, p := range o.Processes {
		for _, access := range p.Reads {
			if within(access.Path, dirs) == file {
				read = min(read, access.At)
			}
		}
		for _, access := range p.Writes {
			if within(access.Path, dirs) == file {
				wrote = max(wrote, access.At)
			}
		}
		for _, move := range p.Moves {
			if within(move.To, dirs) == file {
				wrote = max(wrote, move.At)
			}
		}
	}
	return wrote >= read
}

// A Process is one of Python's.
type Process struct {
	ID, Parent int
	Forked     bool // without a program of its own
	Hooked     bool // its Python has audit events
	Executable string
	Version    string
	Dir        string   // where it began
	Args       []string // the first few, with the executable where Python tells it
	Environ    string   // a checksum of its environment, without what changes by itself
	Began      int64    // microseconds of the machine's clock
	Ended      bool     // it said so
	EndedAt    int64
	Status     string // how it said that it failed: an exit status, or an exception's name
	Torn       bool   // its record has lines that cannot be read, or came to its limit
	Serves     bool   // it waited at a socket for others, as a service does until somebody ends it
	Replaced   bool   // another program took its place, and tells itself how it ended

	Many []string // endings of files of which it read so many that not all are here

	Reads, Writes, Removes []Access // each file once; a database is read and written
	Appends                []Access // of the writes, those that left what was in the file
	Touched                []Access // files that got another time and kept their content
	Code                   []Access // programs and modules that it ran, installed ones left out
	Packages               []Access // the first module of each installed package that it ran
	Beside                 []Access // files that lie among libraries and are no code, which it read
	Fetched                []Access // ids of runs and logged models ("m-…") of which it asked a server for an artifact
	Sought                 []Access // files that it tried to read and that were not there
	Listed                 []Asking // directories whose files it listed
	Asked                  []Asking // whether a file is there, which was not
	Sent                   int64    // when it last sent numbers to a tracking server, as far as it told; 0 for never
	Moves                  []Move
	Started                []Command
	Left                   map[string]string // SHA-256 of small files that it had written, at its end
}

// An Access is one path and when it was first used so.
type Access struct {
	Path string
	At   int64
}

// An Asking is a line of a program that asked whether a file is there, which was not, or
// listed a directory.
type Asking struct {
	Path    string
	Program string // its full path; "" where it is in no file
	Line    int
	At      int64
}

// A Move is a file that got its content from another: by a rename, a link or a copy.
type Move struct {
	From, To string
	At       int64
}

// A Command is a program that was started.
type Command struct {
	Program string
	Args    []string // the first few, the program's name among them
	At      int64
}

// Program is what a process ran, in a word or two: its script or module. "" where
// that is not known.
func (p Process) Program() string {
	args := p.Args
	if len(args) > 0 && system.IsPython(args[0]) {
		args = args[1:]
	}
	for i := 0; i < len(args); i++ {
		switch arg := args[i]; {
		case arg == "-m" && i+1 < len(args):
			return "python -m " + args[i+1]
		case arg == "-c", arg == "-":
			return "python " + arg
		case arg == "-m": // of what, Python told from 3.10 on
			return ""
		case arg == "-W", arg == "-X":
			i++
		case !strings.HasPrefix(arg, "-"):
			return arg
		}
	}
	return ""
}

// Calls are a process's program and what follows, for telling `dvc checkout`.
func (p Process) calls() []string {
	args := p.Args
	if len(args) > 0 && system.IsPython(args[0]) {
		args = args[1:]
	}
	if len(args) > 1 && args[0] == "-m" {
		args = args[1:]
	}
	return args
}
