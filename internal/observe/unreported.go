package observe

import (
	"fmt"
	"github.com/reproduce-action/reproduce/internal/observe/system"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Every Python process has to report. One started with -I, -E or -S, with an empty
// environment or a PYTHONPATH of its own does not, and is known from who started
// it or from the system's list of processes.

// unreported are the doubts about Python processes that did not report.
func unreported(processes []Process, sampled []system.Python) []string {
	var doubts []string
	add := func(why string) {
		if !slices.Contains(doubts, why) {
			doubts = append(doubts, why)
		}
	}
	for _, p := range processes {
		if !p.Hooked {
			add(fmt.Sprintf("Python %s has no audit events, which came with 3.8", p.Version))
		}
	}
	installer := map[int]bool{}
	for _, p := range processes {
		if installer[p.ID] = isInstaller(p); installer[p.ID] {
			continue
		}
		asked := 0
		for _, command := range p.Started {
			python := (system.IsPython(command.Program) || len(command.Args) > 0 && system.IsPython(command.Args[0])) && !isDVCDaemon(p, command.Args)
			if python && !slices.ContainsFunc(command.Args, func(arg string) bool { return arg == "-V" || arg == "--version" || arg == "-h" || arg == "--help" }) {
				asked++
			}
		}
		came := 0
		for _, child := range processes {
			if !child.Forked && (child.Parent == p.ID || child.ID == p.ID && child.Began > p.Began) {
				came++
			}
		}
		if came < asked {
			add("a Python process that " + nameOf(p) + " started did not report: " + ways)
		}
	}
	for _, s := range sampled {
		if s.Forked && len(s.Parents) > 0 && slices.ContainsFunc(processes, func(p Process) bool { return p.ID == s.Parents[0] }) {
			continue // between two programs, or still its parent's, which reports
		}
		if !slices.ContainsFunc(processes, func(p Process) bool { return p.ID == s.ID }) && !slices.ContainsFunc(s.Parents, func(id int) bool { return installer[id] }) {
			add("a Python process did not report: " + ways)
		}
	}
	return doubts
}

// isInstaller says whether a process installs packages. Those isolate the Pythons
// that they build them with, which have no part in a training.
func isInstaller(p Process) bool {
	name := strings.TrimPrefix(path.Base(filepath.ToSlash(p.Program())), "python -m ")
	return slices.Contains([]string{"pip", "poetry", "pdm", "hatch", "conda", "pipenv", "venv", "virtualenv", "ensurepip", "build"}, strings.TrimRight(strings.TrimSuffix(name, ".exe"), "0123456789."))
}

// isDVCDaemon says whether a process of DVC starts its daemon, which looks for updates and
// sends statistics, with a PYTHONPATH of its own: nothing of it is in a training.
func isDVCDaemon(p Process, args []string) bool {
	return isTool(p) && len(args) > 2 && filepath.IsAbs(args[1]) && strings.HasSuffix(filepath.ToSlash(args[1]), "/site-packages/dvc/__main__.py") && args[2] == "daemon"
}

// ways are those in which Python loses the hook.
const ways = "it ran with -I, -E or -S, in an environment of its own, or with another PYTHONPATH (end it with :$PYTHONPATH)"

// nameOf words a process.
func nameOf(p Process) string {
	if name := p.Program(); name != "" {
		return strings.TrimPrefix(name, p.Dir+"/")
	}
	return "another"
}
