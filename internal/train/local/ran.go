package local

import (
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
)

// Which code ran: the commit's, or that of elsewhere.

// named looks at what the command and its scripts name, and what Python started.
func (l *Project) named(plan repro.Plan, pipeline *dvc.Project, p place, seen *observe.Observation) othercode.Named {
	commands := pipeline.Texts(plan.Command)
	if seen != nil {
		for _, process := range seen.Processes {
			for _, command := range process.Started {
				commands = append(commands, strings.Join(command.Args, " "))
			}
		}
	}
	named := p.checkout.Named(commands, p.environ, l.Repository.Dir, p.absence.before)
	if seen != nil {
		named.Read(p.checkout, codeReadOutside(seen), p.absence.before)
	}
	return named
}

// codeReadOutside lists programs of elsewhere that something other than Python, which tells
// what it runs, was seen to read.
func codeReadOutside(seen *observe.Observation) []string {
	python := map[string]bool{}
	for _, process := range seen.Processes {
		for _, access := range slices.Concat(process.Reads, process.Code) {
			python[access.Path] = true
		}
	}
	var found []string
	for file, event := range seen.Outside {
		if event.Read && !python[file] && othercode.Runs(file) {
			found = append(found, file)
		}
	}
	slices.Sort(found)
	return found
}

// codeRan says whether code of the commit had a part in some numbers. A script that may
// do no more than call another program is none where code of elsewhere ran, too. That
// something read a file is no sign where that may have been a tool which runs nothing.
func codeRan(observed func(files []string, run string) observe.Finding, named othercode.Named, watched, stage bool) func(files []string, run string) bool {
	return func(files []string, run string) bool {
		if observed == nil {
			return named.Own && len(named.Outside) == 0 && !named.Partial
		}
		seen := observed(files, run).Code
		elsewhere := len(seen.Outside)+len(named.Outside) > 0
		runs := func(is func(file string) bool) func(file string) bool {
			return func(file string) bool { return is(file) && (named.Runs(file) || !named.Reads && !elsewhere) }
		}
		switch {
		case seen.Partial || named.Partial: // what ran beside it may stand for the commit's
			return false
		case seen.Made:
			return true
		case len(named.Loaded) > 0: // it can change what any program of the commit computes
			return false
		case slices.ContainsFunc(seen.Read, runs(isComputing)):
			return true
		case elsewhere:
			return false
		}
		return seen.Part || slices.ContainsFunc(seen.Read, runs(isCode)) || stage || !watched && named.Own
	}
}

// isCode says whether a file of the commit is code, a recipe among it.
func isCode(file string) bool { return lineage.IsProgram(file) || isCalling(file) }

// isComputing says whether it is, and not one that mostly calls others.
func isComputing(file string) bool { return lineage.IsProgram(file) && !isCalling(file) }

func isCalling(file string) bool {
	base := strings.ToLower(path.Base(file))
	return slices.Contains([]string{".sh", ".bash", ".zsh", ".mk", ".smk", ".nf", ".cmake", ".bat", ".ps1"}, path.Ext(base)) ||
		slices.Contains([]string{"makefile", "gnumakefile", "snakefile", "justfile", "dockerfile", "cmakelists.txt", "mlproject", "dvc.yaml"}, base) || path.Ext(base) == ""
}

// codeBeside are modules of a place that ran and are no files of the commit.
func codeBeside(seen *observe.Observation, p place) []string {
	if seen == nil {
		return nil
	}
	return without(seen.CodeIn(p.clone.Dir, filestate.RealPath(p.clone.Dir)), p.checkout.Files)
}

// outsideCode names what was seen or named of code that lies elsewhere.
func outsideCode(observed func(files []string, run string) observe.Finding, named othercode.Named) func(files []string, run string) []string {
	return func(files []string, run string) []string {
		found := slices.Clone(named.Outside)
		for i, name := range found {
			for _, loaded := range named.Loaded {
				if strings.HasPrefix(loaded, name+" (") {
					found[i] = loaded
				}
			}
		}
		partial := named.Partial
		if observed != nil {
			seen := observed(files, run).Code
			found, partial = append(found, seen.Outside...), partial || seen.Partial
		}
		if partial {
			for i, name := range found {
				found[i] = name + " (not compared with all of the commit's code: it is too much, or too large)"
			}
		}
		slices.Sort(found)
		return slices.Compact(found)
	}
}
