package observe

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/observe/system"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/removal"
)

// sitecustomize is the hook that every Python of the training imports first.
//
//go:embed hook/sitecustomize.py
var sitecustomize []byte

const (
	// variable names, for the hook, the directory of its records.
	variable = "REPRODUCE_OBSERVE"

	maxProcesses = 4096 // that are read; the hook stops there as well
)

// An Observer watches one training.
type Observer struct {
	dir       string // ours alone; "" where it could not be made
	files     *system.FileEvents
	outside   map[string]*system.FileEvents // by directory
	processes *system.Sampler
	doubts    []string
}

// Start prepares to watch a training in a place, which this process holds. What
// cannot be watched is a doubt of the observation. Of directories elsewhere the
// events are kept that come. End has to be called; what a
// process that was killed left is removed by the next one in the same place.
func Start(place string, elsewhere ...string) *Observer {
	return StartIn(place+".observe", place, elsewhere...)
}

// StartIn is Start where the place is not ours alone: what is recorded is kept in dir,
// which is made, and removed by End.
func StartIn(dir, place string, elsewhere ...string) *Observer {
	o := &Observer{outside: map[string]*system.FileEvents{}}
	if err := o.prepare(dir); err != nil {
		o.doubts = append(o.doubts, "Python could not be observed: "+err.Error())
		return o
	}
	o.files = system.Watch(place)
	for _, dir := range elsewhere {
		if events := system.WatchOutside(dir); events != nil {
			o.outside[dir] = events
		}
	}
	return o
}

// Began tells which process the training began with. No observer is one that
// watches nothing.
func (o *Observer) Began(id int) {
	if o != nil && o.dir != "" && o.processes == nil {
		o.processes = system.Sample(id)
	}
}

func (o *Observer) prepare(dir string) error {
	_ = removal.All(dir)
	if err := os.Mkdir(dir, 0o700); err != nil { // nobody else may read it
		return err
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real // Python names it so
	}
	o.dir = dir
	if err := errors.Join(os.Mkdir(o.events(), 0o700), os.Mkdir(o.hook(), 0o700)); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(o.hook(), "sitecustomize.py"), sitecustomize, 0o600)
}

func (o *Observer) events() string { return filepath.Join(o.dir, "events") }
func (o *Observer) hook() string   { return filepath.Join(o.dir, "hook") }

// Environ is an environment in which Python imports the hook before anything of
// the user's.
func (o *Observer) Environ(environ []string) []string {
	if o.dir == "" {
		return environ
	}
	paths, kept := "", make([]string, 0, len(environ)+2)
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		switch name {
		case "PYTHONPATH":
			paths = value
		case variable:
		default:
			kept = append(kept, entry)
		}
	}
	path := o.hook()
	if paths != "" { // an empty one after the separator would be the working directory
		path += string(os.PathListSeparator) + paths
	}
	return append(kept, "PYTHONPATH="+path, variable+"="+o.events())
}

// End stops watching, reads what was recorded and removes it.
func (o *Observer) End() Observation {
	var seen Observation
	seen.Doubts = o.doubts
	var sampled []system.Python
	if o.files != nil {
		seen.Files, seen.Unwatched = o.files.End()
	} else {
		seen.Unwatched = "this system names no file events"
	}
	seen.Outside = map[string]system.File{}
	for dir, events := range o.outside {
		files, _ := events.End() // all that came count, be they all or not
		for name, file := range files {
			seen.Outside[filepath.Join(dir, filepath.FromSlash(name))] = file
		}
	}
	if o.processes != nil {
		sampled = o.processes.End()
	}
	if o.dir == "" {
		return seen
	}
	defer func() { _ = removal.All(o.dir) }()
	root, err := os.OpenRoot(o.events())
	if err != nil {
		seen.Doubts = append(seen.Doubts, "the training removed what the observer keeps")
		return seen
	}
	defer root.Close()
	processes, doubts := read(root)
	seen.Processes = processes
	seen.Doubts = append(seen.Doubts, doubts...)
	lost := unreported(processes, sampled)
	seen.Unreported = slices.ContainsFunc(lost, func(doubt string) bool { return strings.HasSuffix(doubt, ways) })
	seen.Doubts = append(seen.Doubts, lost...)
	return seen
}

// read reads the records of a training, which may have put anything there.
func read(root *os.Root) (processes []Process, doubts []string) {
	dir, err := root.Open(".")
	if err != nil {
		return nil, []string{"what was observed cannot be read"}
	}
	defer dir.Close()
	entries, err := dir.ReadDir(maxProcesses + 2)
	if err != nil && !errors.Is(err, io.EOF) {
		doubts = append(doubts, "what was observed cannot be read")
	}
	if len(entries) > maxProcesses+1 {
		doubts = append(doubts, fmt.Sprintf("more than %d Python processes ran, which are not all observed", maxProcesses))
	}
	var began int64
	torn := 0
	for _, entry := range entries {
		info, err := root.Lstat(entry.Name())
		if err != nil || !info.Mode().IsRegular() {
			torn++
			continue
		}
		if entry.Name() == "count" {
			began = info.Size()
			continue
		}
		data, err := readRecord(root, entry.Name())
		process, ok := parse(data)
		if err != nil || !ok || process.Torn {
			torn++
		}
		if ok {
			processes = append(processes, process)
		}
	}
	if torn > 0 || began != int64(len(processes)) {
		doubts = append(doubts, "not all that Python processes did was recorded")
	}
	order.Stable(processes, func(a, b Process) int { return int(min(max(a.Began-b.Began, -1), 1)) })
	return processes, doubts
}

func readRecord(root *os.Root, name string) ([]byte, error) {
	file, err := root.OpenFile(name, os.O_RDONLY|system.Nonblocking, 0)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, fs.ErrInvalid
	}
	return io.ReadAll(io.LimitReader(file, maxRecord+1))
}
