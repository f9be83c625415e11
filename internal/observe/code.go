package observe

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// CodeSeen is what was seen of the code that made the numbers.
type CodeSeen struct {
	// Made says that a process which ran the commit's code left the metrics files, or logged
	// the run as far as can be told.
	Made bool

	// Part says that a process ran the commit's code, or took in a program or notebook of it.
	Part bool

	// Read are files of code of the commit that something other than Python read.
	Read []string

	// Outside are programs and modules that were run and are neither of the place, nor of an
	// environment or the system, and were there before the training.
	Outside []string

	// Partial says that not all of these could be compared with all of the commit's code:
	// they may stand for some of it.
	Partial bool
}

// codeSeen looks at all processes but tools.
func (v view) codeSeen(o Observation, trainers map[int]bool, f *Finding) CodeSeen {
	var c CodeSeen
	for i, p := range o.Processes {
		if isTool(p) {
			continue
		}
		outside, copies := v.outside(p)
		for _, file := range outside {
			add(&c.Outside, file)
		}
		reads := len(outside) == 0 && slices.ContainsFunc(p.Reads, func(a Access) bool {
			own := v.own(a.Path)
			return own != "" && v.existed[own] && (v.tree.isSource(own) || path.Ext(own) == ".ipynb")
		})
		c.Part = c.Part || trainers[i] || copies || reads
		c.Made = c.Made || copies && v.makes(p)
	}
	c.Made = c.Made || f.Logged || len(f.Wrote) > 0
	python := map[string]bool{}
	for _, p := range o.Processes {
		for _, access := range slices.Concat(p.used(), p.Code) {
			if own := v.own(access.Path); own != "" {
				python[own] = true
			}
		}
	}
	for file, seen := range o.Files {
		if (seen.Read || seen.ReadAfter) && v.existed[file] && !python[file] {
			c.Read = append(c.Read, file)
		}
	}
	slices.Sort(c.Read)
	slices.Sort(c.Outside)
	c.Partial = len(c.Outside) > 0 && v.tree.Partial()
	return c
}

// makes says whether a process left metrics files, or has a package that logs runs.
func (v view) makes(p Process) bool {
	for _, file := range v.Metrics {
		if p.Left[v.full(file)] != "" {
			return true
		}
	}
	return len(v.Metrics) == 0 && slices.ContainsFunc(p.Packages, func(a Access) bool { return logs[path.Base(path.Dir(filepath.ToSlash(a.Path)))] })
}

// outside lists what a process ran of elsewhere, and says whether it ran a copy of the
// commit's code that holds the same, installed or not.
func (v view) outside(p Process) (files []string, copies bool) {
	for _, access := range p.Code {
		if v.own(access.Path) != "" || within(access.Path, v.clones) != "" || IsOfSystem(access.Path) {
			continue
		}
		if _, is := v.tree.Of(access.Path); is == SameContent {
			copies = true
			continue
		}
		if info, there := regular(access.Path); there && (v.Stood == nil || v.Stood(info)) || !there && (exists(access.Path) || tooLarge(access.Path)) {
			files = append(files, access.Path)
		}
	}
	for _, access := range p.Packages {
		copies = copies || v.samePackage(access.Path)
	}
	return files, copies
}

// samePackage says whether an installed module is one of the commit's with its content.
func (v view) samePackage(module string) bool {
	found := site.FindStringSubmatch(filepath.ToSlash(module) + "/")
	if found == nil {
		return false
	}
	same := false
	for _, own := range v.tree.imports[found[2]] {
		installed := filepath.Join(filepath.Dir(filepath.FromSlash(found[1])), filepath.FromSlash(v.tree.importedAs(own)))
		if !exists(installed) {
			continue
		}
		if v.differs(own, installed) {
			return false
		}
		same = true
	}
	return same
}

var (
	// systems finds what belongs to the system, by its path. What somebody put below
	// /usr/local, /opt or /etc is none of it: people have programs of their own there. Nor is
	// what a cache holds: the code that a hub or a build left there is of elsewhere, too.
	systems = regexp.MustCompile(`^/(?:usr/(?:bin|sbin|lib\w*|share|libexec|include)|bin|sbin|lib\w*|snap|nix|gnu|proc|sys|System|Library|Applications|` +
		`etc/(?:python[\d.]*|profile\.d|bash_completion\.d|skel|alternatives|R|julia|java[\w.-]*|perl|lua[\d.]*|conda))/|^/etc/(?:profile|bashrc|bash\.bashrc|zsh\w*|inputrc|environment)$`)
	// imports and exits find what a script imports, and what it calls at its end.
	imports = regexp.MustCompile(`(?m)^\s*from [\w.]+ import (\w+)`)
	exits   = regexp.MustCompile(`(?m)^\s*sys\.exit\((\w+)`)
)

// IsOfSystem says whether a program is of the system or an environment, or is the script
// by which an environment starts a package that is installed in it.
func IsOfSystem(file string) bool {
	slashed := filepath.ToSlash(file)
	if systems.MatchString(slashed) || site.MatchString(slashed) {
		return true
	}
	return IsEnvironment(filepath.Dir(filepath.Dir(file))) || isStub(string(startOf(file, maxStub)))
}

// maxStub bounds the script that starts an installed package.
const maxStub = 2 << 10

// isStub says whether a script does no more than start a package: it calls what it imports.
// One that calls what it defines is a program of its own.
func isStub(text string) bool {
	calls := exits.FindStringSubmatch(text)
	if len(text) >= maxStub || !strings.HasPrefix(text, "#!") || calls == nil {
		return false
	}
	return calls[1] == "load_entry_point" || slices.ContainsFunc(imports.FindAllStringSubmatch(text, -1), func(found []string) bool { return found[1] == calls[1] })
}

// IsEnvironment says whether a directory is an environment of Python or conda.
func IsEnvironment(dir string) bool {
	return slices.ContainsFunc([]string{"pyvenv.cfg", "conda-meta"}, func(mark string) bool {
		_, err := os.Stat(filepath.Join(dir, mark))
		return err == nil
	})
}
