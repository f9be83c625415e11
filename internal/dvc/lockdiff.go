package dvc

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// CompareLocks lays two runs of a pipeline side by side, stage by stage, in the
// order in which the newer one runs them. Stages that one side does not tell
// of are left out: nothing is known of them. What was hashed in two ways is
// unknown, never the same and never another. Outputs that a glob of ignore
// names are left out.
func CompareLocks(before, after LockedRun, ignore ...string) []repro.StageChange {
	if before.Project == nil || after.Project == nil {
		return nil
	}
	leading := after.Leading
	if leading == nil {
		leading = after.Project.Leading(nil)
	}
	var changes []repro.StageChange
	for _, stage := range after.Project.Stages {
		now, ran := after.locked(stage.Name)
		then, known := before.locked(stage.Name)
		if ran && then.Locked == nil && before.ranAny() {
			changes = append(changes, added(now, len(leading) == 0 || leading[stage.Name], before, after))
		}
		if !ran || !known {
			continue
		}
		c := comparison{before: before, after: after, then: then, now: now, ignore: ignore}
		c.change = repro.StageChange{
			Stage: stage.Name, Leads: len(leading) == 0 || leading[stage.Name], Measures: measures(stage),
			Witness: beside(then.File, lockFile) + " " + before.At + " and " + after.At,
		}
		c.command()
		c.params()
		c.dependencies()
		c.outputs()
		changes = append(changes, c.change)
	}
	return changes
}

// added is a stage that the earlier run did not have.
func added(stage Stage, leads bool, before, after LockedRun) repro.StageChange {
	return repro.StageChange{
		Stage: stage.Name, Leads: leads, Measures: measures(stage), Outs: repro.OutsUnknown,
		Own:     []repro.OwnChange{{Kind: repro.KindCommand, Name: stage.Name, Original: repro.NotThere, Now: strings.Join(stage.Locked.Cmd, "\n")}},
		Witness: beside(stage.File, lockFile) + " " + before.At + " and " + after.At,
	}
}

// measures says whether a stage makes nothing but metrics and plots.
func measures(stage Stage) bool {
	return len(stage.Outs) > 0 && !slices.ContainsFunc(stage.Outs, func(out Output) bool { return out.Kind == KindOut })
}

// A comparison is that of one stage.
type comparison struct {
	before, after LockedRun
	then, now     Stage
	ignore        []string // globs
	change        repro.StageChange
}

func (c *comparison) own(kind, name, original, now string) {
	c.change.Own = append(c.change.Own, repro.OwnChange{Kind: kind, Name: name, Original: original, Now: now})
}

func (c *comparison) unknown(name, why string) {
	c.change.Unknown = append(c.change.Unknown, name+": "+why)
}

func (c *comparison) command() {
	a, b := strings.Join(c.then.Locked.Cmd, "\n"), strings.Join(c.now.Locked.Cmd, "\n")
	if a != b {
		c.own(repro.KindCommand, c.now.Name, a, b)
	}
}

func (c *comparison) params() {
	a, b := flatten(c.then), flatten(c.now)
	for _, key := range sortedUnion(a, b) {
		x, inA := a[key]
		y, inB := b[key]
		if !inA || !inB || !equal(x, y) {
			c.own(repro.KindParams, key, show(x), show(y))
		}
	}
}

// flatten gives the params of a lock by dotted key, sections opened up.
func flatten(stage Stage) map[string]*doc.Node {
	flat := map[string]*doc.Node{}
	for _, param := range stage.Locked.Params {
		if param.Value == nil || param.Value.Kind != doc.Map {
			flat[param.Key] = param.Value
			continue
		}
		param.Value.Each(func(key []string, value *doc.Node) {
			flat[strings.Join(append([]string{param.Key}, key...), ".")] = value
		})
	}
	return flat
}

func (c *comparison) dependencies() {
	for _, dep := range c.now.Locked.Deps {
		file := join(c.now.Dir, dep.Path)
		other, ok := lockedPath(c.then.Locked.Deps, dep.Path)
		if !ok {
			c.another(c.after.kindOf(file), file, repro.NotThere, dep.Hash.String())
			continue
		}
		same, comparable := other.Hash.Same(dep.Hash)
		if !comparable {
			same, comparable = c.rehashed(file, dep.Hash)
		}
		switch kind := c.after.kindOf(file); {
		case kind == derived && Ignored(c.ignore, file) && !same:
			c.change.Ignored = append(c.change.Ignored, file+": left out by ignore-outs")
		case !comparable:
			c.unknown(file, "hashed in two ways, or not at all")
		case same:
		case kind == derived && volatile(file):
			c.volatileInput(file, other.Hash, dep.Hash)
		case kind == derived:
			c.change.Upstream = append(c.change.Upstream, file)
		default:
			c.own(kind, file, other.Hash.String(), dep.Hash.String())
		}
	}
	for _, dep := range c.then.Locked.Deps {
		if _, still := lockedPath(c.now.Locked.Deps, dep.Path); !still {
			file := join(c.then.Dir, dep.Path)
			c.another(c.before.kindOf(file), file, dep.Hash.String(), repro.NotThere)
		}
	}
}

// another is a dependency that only one of the runs has.
func (c *comparison) another(kind, file, original, now string) {
	if kind == derived {
		c.change.Upstream = append(c.change.Upstream, file)
		return
	}
	c.own(kind, file, original, now)
}

// rehashed hashes the original's file once more, in the way the new lock does:
// where git has it, and the old lock is right about it.
func (c *comparison) rehashed(file string, now Hash) (same, comparable bool) {
	locked, _ := lockedPath(c.then.Locked.Deps, c.writtenAs(file))
	for _, files := range []fs.FS{c.before.Project.files, c.before.Held} {
		if files == nil {
			continue
		}
		old, err := HashPath(files, file, locked.Hash.Scheme)
		again, err2 := HashPath(files, file, now.Scheme)
		if err == nil && err2 == nil && old == locked.Hash {
			return again.Same(now)
		}
	}
	return false, false
}

func (c *comparison) writtenAs(file string) string {
	for _, dep := range c.then.Deps {
		if dep.Path == file {
			return dep.Written
		}
	}
	return file
}

// derived is what another stage makes.
const derived = "derived"

// kindOf says what a dependency is: what a stage makes, data, or code.
func (r LockedRun) kindOf(file string) string {
	switch {
	case r.Project.maker(file) != "":
		return derived
	case IsCode(file):
		return repro.KindCode
	default:
		return repro.KindData
	}
}

// IsCode says whether a file is a program or belongs to one, by its name. A
// directory called src, or after the like, is code as well.
func IsCode(file string) bool {
	base := path.Base(file)
	return code[strings.ToLower(path.Ext(base))] || path.Ext(base) == "" && codeDirs[strings.ToLower(base)]
}

var codeDirs = map[string]bool{"src": true, "lib": true, "scripts": true, "code": true, "pipelines": true, "makefile": true, "dockerfile": true}

func (c *comparison) outputs() {
	unknown, ignored := 0, 0
	for _, out := range c.now.Locked.Outs {
		other, ok := lockedPath(c.then.Locked.Outs, out.Path)
		if !ok {
			continue // one more output says nothing about the others
		}
		file := join(c.now.Dir, out.Path)
		same, comparable := other.Hash.Same(out.Hash)
		switch {
		case Ignored(c.ignore, file):
			c.change.Left = append(c.change.Left, file)
		case !comparable:
			unknown++
		case same:
		case volatile(file):
			same, known := c.sameBut(file, other.Hash, out.Hash)
			switch {
			case !known:
				ignored++
				c.change.Ignored = append(c.change.Ignored, file+": it names the run, and so always differs")
			case !same:
				c.change.Differ = append(c.change.Differ, file)
			}
		default:
			c.change.Differ = append(c.change.Differ, file)
		}
	}
	switch {
	case len(c.change.Differ) > 0:
		c.change.Outs = repro.OutsDiffer
	case unknown+ignored > 0 || len(c.now.Locked.Outs) == len(c.change.Left):
		c.change.Outs = repro.OutsUnknown
	default:
		c.change.Outs = repro.OutsEqual
	}
}

func sortedUnion[V any](a, b map[string]V) []string {
	var keys []string
	for key := range a {
		keys = append(keys, key)
	}
	for key := range b {
		if _, both := a[key]; !both {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}
