package observe

import (
	"bytes"
	"github.com/reproduce-action/reproduce/internal/observe/system"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// otherCode names code of elsewhere that ran in place of the commit's: of the
// user's clone, libraries that were built there among it, or a copy with other
// content, installed or not, also where the training put it into the checkout or read it
// as text.
func (v view) otherCode(o Observation, trainers map[int]bool) []string {
	var found []string
	add := func(name string) {
		if !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	ran := map[string]bool{}
	for _, p := range o.Processes {
		for _, own := range v.code(p) {
			ran[own] = true
		}
	}
	for _, p := range o.Processes {
		for _, access := range p.Code {
			if v.own(access.Path) != "" {
				if own := v.untracked(access.Path, o, trainers); own != "" {
					add(v.name(access.Path) + " (unlike " + own + ": commit it, or let Python of the commit make it of that)")
				}
				continue
			}
			if name := within(access.Path, v.clones); name != "" {
				if v.existed[name] || IsLibrary(name) && !inEnvironment(access.Path, v.clones) {
					add(access.Path)
				}
				continue
			}
			if own := v.copyOf(access.Path); own != "" && !ran[own] && v.differs(own, access.Path) || v.standsIn(access.Path, ran, o, trainers) {
				add(access.Path)
			}
		}
		for _, access := range p.Packages {
			if v.existed[v.own(access.Path)] {
				continue
			}
			if dir := v.otherPackage(access.Path, ran); dir != "" && v.own(access.Path) == "" {
				add(dir)
			} else if file := v.renamed(access.Path, ran); file != "" {
				add(v.name(file))
			}
		}
	}
	for _, name := range v.readCode(o, trainers, ran) {
		add(name)
	}
	return found
}

// inEnvironment says whether a file below one of the names of a directory belongs to an
// environment of Python or Node there, or is hidden.
func inEnvironment(file string, dirs []string) bool {
	for dir := filepath.Dir(file); within(dir, dirs) != ""; dir = filepath.Dir(dir) {
		name := filepath.Base(dir)
		if system.IsUnwatched(name) || strings.HasPrefix(name, ".") || IsEnvironment(dir) {
			return true
		}
	}
	return false
}

// copyOf finds the commit's file that a program elsewhere bears the name of, its
// directory's included; "" for none. In an archive, one at its top is enough, and a
// package's own file counts where the package is no part of another.
func (v view) copyOf(file string) string {
	slashed := filepath.ToSlash(file)
	archive, inside := archiveOf(file)
	for _, own := range v.called[path.Base(slashed)] {
		root, is := strings.CutSuffix(slashed, "/"+own)
		switch {
		case archive != "" && inside == strings.TrimPrefix(strings.TrimPrefix(own, path.Clean(v.Prefix)+"/"), "src/"):
			return own
		case !is || !strings.Contains(own, "/"):
		case path.Base(own) == "__init__.py" && (!v.importable(path.Dir(own)) || exists(filepath.FromSlash(root+"/__init__.py"))):
		default:
			return own
		}
	}
	return ""
}

// site finds an installed package and its name in a module's path.
var site = regexp.MustCompile(`^(.*/(?:site|dist)-packages/([^/]+))/`)

// otherPackage finds the installed package that a module belongs to, where the
// commit has one of its name with other content, of which nothing ran.
func (v view) otherPackage(module string, ran map[string]bool) string {
	found := site.FindStringSubmatch(filepath.ToSlash(module))
	if found == nil {
		return ""
	}
	installed, name := filepath.FromSlash(found[1]), found[2]
	for _, own := range v.called["__init__.py"] {
		dir := path.Dir(own)
		if path.Base(dir) != name || !v.importable(dir) {
			continue
		}
		if slices.ContainsFunc(v.Files, func(file string) bool { return ran[file] && strings.HasPrefix(file, dir+"/") }) {
			return "" // the commit's own was imported
		}
		for _, file := range v.Files {
			inside, ok := strings.CutPrefix(file, dir+"/")
			if ok && path.Ext(file) == ".py" && v.differs(file, filepath.Join(installed, filepath.FromSlash(inside))) {
				return installed
			}
		}
	}
	return ""
}

// importable says whether a package of the commit is one that Python would import
// by its own name: it lies at the top of the place or of the project, or below src.
// Vendored copies lie deeper.
func (v view) importable(dir string) bool {
	parent := path.Dir(dir)
	if path.Base(parent) == "src" {
		parent = path.Dir(parent)
	}
	return (parent == "." || parent == path.Clean(v.Prefix)) && !slices.Contains([]string{"tests", "test", "docs", "examples"}, path.Base(dir))
}

// maxCode bounds a program that is compared; what is larger is no program of the commit's.
const maxCode = 16 << 20

// differs says whether a file elsewhere has other content than the place's. One
// that is not there does not.
func (v view) differs(own, elsewhere string) bool {
	one, err := os.ReadFile(filepath.Join(v.Top, filepath.FromSlash(own)))
	other, there := codeOf(elsewhere)
	return err == nil && (there || tooLarge(elsewhere)) && !bytes.Equal(one, other)
}

// putBack says how metrics files came to be without being computed: they were
// copied from what was there before, or a program that restores files ran while no
// Python wrote them, and all of them were observed.
func (v view) putBack(o Observation) []string {
	var found []string
	for _, file := range v.Metrics {
		file = path.Clean(file)
		if how := v.copied(o.Processes, file); how != "" {
			found = append(found, file+" was copied from "+how)
		} else if how := v.restored(o, file); how != "" {
			found = append(found, file+" was written while "+how+" ran, and by no Python process")
		}
	}
	return found
}

// copied says from where the last thing that was seen to make a file got it; ""
// where a program wrote it, or where what was copied is new.
func (v view) copied(all []Process, file string) string {
	how, last := "", int64(-1)
	for _, making := range v.made[v.full(file)] {
		p := all[making.process]
		if move, at := v.lastMade(p, file); at > last {
			how, last = "", at
			if v.copier(p, file) {
				how = v.name(move.From) + " by " + v.program(p)
			}
		}
	}
	return how
}

// copier says whether the last that a process did to a file was to copy there
// what stood elsewhere before the training.
func (v view) copier(p Process, file string) bool {
	move, at := v.lastMade(p, file)
	old := v.existed[v.own(move.From)] || within(move.From, v.clones) != ""
	return at >= 0 && old && !v.made.by(move.From, move.At, nil)
}

// brought says whether the last that a process did to a file was to put another in
// its place that nothing was seen to make: nobody knows where those numbers are from.
func (v view) brought(o Observation, p Process, file string) bool {
	move, at := v.lastMade(p, file)
	return at >= 0 && move.From != "" && !v.made.by(move.From, move.At, nil) && !v.madeNatively(o, move.From)
}

// lastMade is the last time at which a process made a file, and the move by which
// it did, if it was one. Without any it is before all times.
func (v view) lastMade(p Process, file string) (move Move, at int64) {
	at = -1
	for _, m := range p.Moves {
		if m.To == v.full(file) && m.At >= at {
			move, at = m, m.At
		}
	}
	for _, write := range p.Writes {
		if write.Path == v.full(file) && write.At > at {
			move, at = Move{}, write.At
		}
	}
	return move, at
}

// restored says which program that puts files back ran, where nothing else can
// have written a file.
func (v view) restored(o Observation, file string) string {
	if len(o.Doubts) > 0 || o.Unwatched != "" || !o.Files[file].Written || len(v.made[v.full(file)]) > 0 {
		return ""
	}
	how := ""
	for _, p := range o.Processes {
		if name := restores(p.calls()); name != "" {
			how = name
		}
		for _, command := range p.Started {
			if name := restores(command.Args); name != "" {
				how = name
			}
		}
	}
	return how
}

// restores says whether a command puts files back.
func restores(args []string) string {
	if len(args) < 2 {
		return ""
	}
	program := strings.TrimSuffix(filepath.Base(args[0]), ".exe")
	ways := map[string][]string{"git": {"checkout", "restore", "reset", "stash", "switch", "checkout-index", "read-tree"}, "dvc": {"checkout", "pull", "fetch"}}
	for _, arg := range args[1:] {
		if slices.Contains(ways[program], arg) {
			return program + " " + arg
		}
	}
	return ""
}
