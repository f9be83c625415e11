package observe

import (
	"crypto/sha256"
	"encoding/hex"
	"github.com/reproduce-action/reproduce/internal/observe/system"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// A Finding is what an observation tells of some numbers. What it does not tell
// is not known.
type Finding struct {
	Processes int      // of Python that reported
	Programs  []string // of the commit, that had a part in the numbers
	Params    []string // files of params that these read
	Data      []Data   // that these read
	Unhashed  bool     // there was more data than is hashed
	Wrote     []string // metrics files that these left as they are now
	WroteAll  bool     // these are all of them, and there is one
	Logged    bool     // one of these logged the tracking run, as far as can be told

	// Same are models and outputs that were written natively, and are as the commit has
	// them: a library made them again, or something put them back.
	Same []string

	// Unseen is what had a part in the numbers, or may have had one, in a Python that was
	// not seen; none where all of it was.
	Unseen []string

	// Unreported says of each Python process that is known not to have reported why. What it
	// read and wrote outside of the watched files is not known.
	Unreported []string

	// Pythons are those of all processes that had a part in the numbers, also of such that
	// ran no code of the commit.
	Pythons []Python

	Code CodeSeen // of the commit, and of elsewhere

	Lacks []string // why it is no proof that the numbers were computed; none where it is

	OtherCode []string        // programs and modules of elsewhere that ran in place of the commit's
	PutBack   []string        // how a metrics file was put there without being computed
	read      map[string]bool // files of the place that anything read; nil where nobody watched it
	took      map[string]bool // what its programs read, or something else than Python; nil where nobody watched it
	prefix    string          // of the project in it

	Failed []string // programs of the commit that read the params or data, or had another part in the numbers, and failed
}

// Unread says that nothing was seen to read a file of the project, where enough was
// seen to say so.
func (f Finding) Unread(file string) bool {
	return f.Proves(true) && f.read != nil && !f.read[path.Join(f.prefix, file)]
}

// WasRead says whether the training was seen to read a file, by its path from the
// project: the commit's code, or something that is not Python, as other Pythons (pip,
// DVC) read what is theirs. known is false where it was not seen to be read, and not all
// reading was seen.
func (f Finding) WasRead(file string) (read, known bool) {
	file = path.Join(f.prefix, file)
	return f.took[file], f.took[file] || f.took != nil && len(f.Programs) > 0 && !slices.ContainsFunc(strings.Split(path.Dir(file), "/"), system.IsUnwatched)
}

// Against says whether something seen speaks against the numbers.
func (f Finding) Against() bool { return len(f.OtherCode)+len(f.PutBack)+len(f.Failed) > 0 }

// Proves says whether it was seen that the commit's code computed the numbers.
// unaided says that nothing known by name puts files back.
func (f Finding) Proves(unaided bool) bool {
	return len(f.Lacks) == 0 && !f.Against() && (unaided || len(f.Same) == 0)
}

// Answer answers a question about the files as they are now.
func (o Observation) Answer(q Question) Finding {
	v, all := q.view(o.Processes)
	o.Processes = all
	f := Finding{Processes: len(o.Processes), PutBack: v.putBack(o)}
	trainers := v.trainers(o.Processes)
	f.OtherCode = v.otherCode(o, trainers)
	part := v.upstream(o.Processes, trainers, v.makers(o, trainers, &f))
	f.WroteAll = len(v.Metrics) > 0 && !slices.ContainsFunc(v.Metrics, func(file string) bool { return !slices.Contains(f.Wrote, file) })
	for i := range o.Processes {
		if part[i] {
			v.tell(o.Processes, i, trainers, &f)
		}
		if trainers[i] {
			v.failed(o.Processes, i, part[i], trainers, &f)
		}
	}
	v.lacks(o, trainers, part, &f)
	f.Unreported = o.notReported()
	f.Unseen = v.unseen(o, f)
	f.Pythons = pythons(o.Processes, v.parts(o.Processes, part))
	f.took = v.took(o, trainers)
	f.Code = v.codeSeen(o, trainers, &f)
	f.prefix, f.read = v.Prefix, map[string]bool{}
	for file := range v.read {
		f.read[v.own(file)] = true
	}
	for _, p := range o.Processes {
		for _, move := range p.Moves {
			f.read[v.own(move.From)] = true
		}
	}
	for file, seen := range o.Files {
		f.read[file] = f.read[file] || seen.Read
	}
	if o.Unwatched != "" { // what Python does not open is not seen
		f.read = nil
	}
	return f
}

// makers are the processes that made the numbers: they left the metrics files as
// they are now, or have the library that logs runs.
func (v view) makers(o Observation, trainers map[int]bool, f *Finding) []int {
	all := o.Processes
	var found []int
	if len(v.Metrics) == 0 {
		return v.loggers(all, trainers, f)
	}
	for _, file := range v.Metrics {
		now := hashOf(v.full(file))
		for i, p := range all {
			if !trainers[i] {
				continue
			}
			if hash := p.Left[v.full(file)]; hash != "" && hash == now && !v.brought(o, p, file) {
				found = append(found, i)
				if !slices.Contains(f.Wrote, file) {
					f.Wrote = append(f.Wrote, file)
				}
			}
		}
	}
	return found
}

// loggers are the processes that have a package which logs runs: those that were
// seen to write that run's files, where any was.
func (v view) loggers(all []Process, trainers map[int]bool, f *Finding) []int {
	var found, certain []int
	for i, p := range all {
		if !trainers[i] || !slices.ContainsFunc(p.Packages, func(a Access) bool { return logs[path.Base(path.Dir(filepath.ToSlash(a.Path)))] }) {
			continue
		}
		found = append(found, i)
		if v.Run != "" && slices.ContainsFunc(p.Writes, func(a Access) bool { return strings.Contains(filepath.ToSlash(a.Path), "/"+v.Run+"/") }) {
			certain = append(certain, i)
		}
	}
	f.Logged = len(found) > 0
	if len(certain) > 0 {
		return certain
	}
	return found
}

// logs are the packages that log tracking runs.
var logs = map[string]bool{"mlflow": true, "dvclive": true, "kedro_mlflow": true}

// hashOf is a small file's SHA-256; "" where it cannot be read.
func hashOf(file string) string {
	info, err := os.Lstat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxLeft {
		return ""
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// maxLeft is the largest file whose content the hook notes.
const maxLeft = 256 << 10

// tell adds what one process with a part in the numbers did. What DVC or a download put
// there before is data that it read; what the commit's own code made, trainers, is not.
func (v view) tell(all []Process, i int, trainers map[int]bool, f *Finding) {
	p := all[i]
	if !p.Forked {
		add(&f.Programs, v.program(p))
	}
	for _, read := range p.Reads {
		own := v.own(read.Path)
		switch {
		case own != "" && slices.Contains(v.Params, own):
			add(&f.Params, own)
		case v.data(read.Path) && !v.made.by(read.Path, read.At, trainers):
			v.addData(read.Path, f)
		}
	}
}

func add(list *[]string, name string) {
	if name != "" && !slices.Contains(*list, name) {
		*list = append(*list, name)
	}
}

// program words what a process ran.
func (v view) program(p Process) string {
	name := p.Program()
	if filepath.IsAbs(name) {
		return v.name(name)
	}
	if name == "" {
		code := v.code(p)
		if at := slices.IndexFunc(code, func(file string) bool { return path.Base(file) != "__init__.py" }); at >= 0 {
			return code[at]
		}
		return "a Python process"
	}
	return name
}

// regular says whether a path is a file now.
func regular(file string) (fs.FileInfo, bool) {
	info, err := os.Stat(file)
	return info, err == nil && info.Mode().IsRegular()
}
