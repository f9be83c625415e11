package observe

import (
	"github.com/reproduce-action/reproduce/internal/observe/system"
	"path/filepath"
	"slices"
	"strings"
)

// Files that no Python told of writing: a library wrote them by itself, or another program
// brought them, with what an earlier training had left.

// Natively says whether a file that no Python told of writing got its content, at a time,
// from a library in a program below one of the names of a directory: such a program ran
// then, and had started none that may have brought it. At is as At gives it; where the
// system tells no such time, nothing speaks against it.
func (o Observation) Natively(file string, at int64, dirs ...string) bool {
	for _, p := range o.Processes {
		if slices.ContainsFunc(p.Touched, func(touched Access) bool { return filepath.Clean(touched.Path) == filepath.Clean(file) }) {
			return false
		}
	}
	if at < 0 {
		return true
	}
	for i := range o.running(dirs) {
		p := o.Processes[i]
		if p.Began <= at && (!p.Ended || at <= p.EndedAt) && !slices.ContainsFunc(p.Started, func(c Command) bool { return c.At <= at && brings(c) }) {
			return true
		}
	}
	return false
}

// looking are programs that Python and its libraries start to learn about the machine.
var looking = set("uname lscpu ldconfig gcc cc ld objdump nvidia-smi rocm-smi free sysctl hostname locale file id getconf lsb_release")

// brings says whether a command may have put a file somewhere. A Python tells of its own.
func brings(c Command) bool {
	program := c.Program
	if len(c.Args) > 0 {
		program = c.Args[0]
	}
	name := strings.TrimSuffix(filepath.Base(program), ".exe")
	if name == "git" {
		return restores(c.Args) != "" || slices.Contains(c.Args, "show") || slices.Contains(c.Args, "archive") || slices.Contains(c.Args, "worktree")
	}
	return !system.IsPython(program) && !looking[name]
}
