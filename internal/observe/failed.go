package observe

import (
	"slices"
	"strings"
)

// Steps that failed although the command went on: what came after them may have fallen
// back on what was there before.

// failed adds a process that failed, unless the same was run again. One without a part in
// the numbers counts if it read what a training reads: the params, or data that was there.
// What was killed may have read the rows that a step before it made. A service that wrote
// nothing, and sent no numbers to a tracking server, is ended so.
func (v view) failed(all []Process, i int, part bool, trainers map[int]bool, f *Finding) {
	p, how := all[i], v.failure(all, i)
	if how == "" || v.again(all, p, trainers) {
		return
	}
	if how == killed && p.Serves && p.Sent == 0 && len(p.Writes)+len(p.Moves) == 0 {
		return
	}
	made := trainers
	if how == killed {
		made = map[int]bool{}
	}
	if part || v.readParams(p) || v.readData(p, made) {
		add(&f.Failed, v.program(p)+" ("+how+")")
	}
}

// killed is how a process failed that says nothing at its end.
const killed = "killed before its end"

// FailedAlone are the steps that failed and that nobody killed. Of a training that was ended
// early the others were killed with it.
func (f Finding) FailedAlone() []string {
	return slices.DeleteFunc(slices.Clone(f.Failed), func(step string) bool { return strings.HasSuffix(step, " ("+killed+")") })
}

// failure says how a process failed; "" where it did not, or where nobody can tell. A
// worker's end is its parent's to judge, which may stop it once it has what it wants.
func (v view) failure(all []Process, i int) string {
	p := all[i]
	switch {
	case p.Status != "":
		return statusText(p.Status)
	case p.Ended, p.Forked, p.Torn, p.Replaced, !p.Hooked, v.worker(all, p):
		return ""
	}
	return killed
}

// worker says whether a process was started by another that reported and ended well, and
// runs a program that is not the commit's: multiprocessing's, joblib's, a kernel.
func (v view) worker(all []Process, p Process) bool {
	return (!isProgramOf(p, v.tops) || v.otherModule(p)) && slices.ContainsFunc(all, func(parent Process) bool {
		return parent.ID == p.Parent && parent.Began <= p.Began && parent.Ended
	})
}

// otherModule says whether a process runs a module by its name that is not the commit's, as
// python -m ipykernel_launcher.
func (v view) otherModule(p Process) bool {
	name, is := strings.CutPrefix(p.Program(), "python -m ")
	module := strings.ReplaceAll(name, ".", "/")
	return is && !slices.ContainsFunc(v.Files, func(file string) bool {
		return strings.HasSuffix("/"+file, "/"+module+".py") || strings.HasSuffix("/"+file, "/"+module+"/__main__.py")
	})
}

// readParams says whether a process read a file of params.
func (v view) readParams(p Process) bool {
	return slices.ContainsFunc(p.Reads, func(read Access) bool { return slices.Contains(v.Params, v.own(read.Path)) })
}

// readData says whether a process read data that none of some others had made.
func (v view) readData(p Process, makers map[int]bool) bool {
	return slices.ContainsFunc(p.Reads, func(read Access) bool {
		return v.data(read.Path) && !v.made.by(read.Path, read.At, makers)
	})
}

func statusText(status string) string {
	if status[0] >= '0' && status[0] <= '9' || status[0] == '-' {
		return "exit status " + status
	}
	return status
}
