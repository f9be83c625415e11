package observe

import (
	"math"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Code that was put into the checkout while the training ran: an installer, git, tar or a
// copy may have brought it there, as well as the commit's own code may have made it.

// untracked names the commit's file that code of the place stands for which the commit
// does not have; "" where there is none, where it holds what a file of the commit holds,
// and where the commit's code made it of that file. What was compiled there is known by
// its name alone, and is built of the commit's.
func (v view) untracked(file string, o Observation, trainers map[int]bool) string {
	name := v.own(file)
	if v.existed[name] || IsOfSystem(file) || IsCompiled(file) {
		return ""
	}
	data, there := codeOf(file)
	if !there || v.tree.has(data) != "" {
		return ""
	}
	own := v.tree.holds(data)
	if own == "" {
		own = v.namedAs(file)
	}
	if own == "" || v.generated(file, own, o, trainers) {
		return ""
	}
	return own
}

// namedAs finds the commit's file that code of the place is called as. A file of a
// package is not called as one that lies in none.
func (v view) namedAs(file string) string {
	slashed := filepath.ToSlash(file)
	for _, own := range v.tree.called[path.Base(slashed)] {
		inPackage := exists(filepath.Join(filepath.Dir(file), "__init__.py"))
		if v.tree.calledSo(own, slashed) && (strings.Contains(v.tree.importedAs(own), "/") || !inPackage) {
			return own
		}
	}
	return ""
}

// generated says whether code of the commit wrote a file of what it had read of the
// commit's, and until the file ran had read nothing else and started nothing.
func (v view) generated(file, own string, o Observation, trainers map[int]bool) bool {
	name := v.own(file)
	beside := slices.ContainsFunc(v.Files, func(other string) bool { return path.Dir(other) == path.Dir(name) })
	if beside && o.Files[name].Writes > 1 { // in a new directory nobody counts
		return false
	}
	ran := int64(math.MaxInt64)
	for _, p := range o.Processes {
		for _, access := range p.Code {
			if access.Path == file {
				ran = min(ran, access.At)
			}
		}
	}
	for _, made := range v.made[file] {
		p := o.Processes[made.process]
		if !trainers[made.process] || !slices.Contains(p.Writes, Access{file, made.at}) || !v.derives(p, own, ran, trainers) {
			return false
		}
	}
	return len(v.made[file]) > 0
}

// derives says whether a process ran code of the commit, other than a file of it that it
// read, and had until a time nothing that may be of elsewhere.
func (v view) derives(p Process, own string, until int64, trainers map[int]bool) bool {
	code := v.code(p)
	if slices.Contains(code, own) || !slices.ContainsFunc(code, func(file string) bool { return v.existed[file] }) ||
		!slices.ContainsFunc(p.Reads, func(read Access) bool { return read.At <= until && read.Path == v.full(own) }) {
		return false
	}
	return !slices.ContainsFunc(p.Started, func(c Command) bool { return c.At <= until }) && !slices.ContainsFunc(p.used(), func(used Access) bool {
		return used.At <= until && !v.existed[v.own(used.Path)] && !IsOfSystem(used.Path) && !v.made.by(used.Path, used.At, trainers)
	})
}

// has names a file of the commit that holds just this; "" where none does.
func (t *Tree) has(data []byte) string {
	if t.sized == nil {
		t.sized = map[int64][]string{}
		for _, source := range t.sources {
			if info, there := regular(t.full(source)); there {
				t.sized[info.Size()] = append(t.sized[info.Size()], source)
			}
		}
	}
	for _, source := range t.sized[int64(len(data))] {
		if one, err := os.ReadFile(t.full(source)); err == nil && string(one) == string(data) {
			return source
		}
	}
	return ""
}
