package observe

import (
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A Trace is what a training did that another value of a param should leave as it
// is: the commit's files that it read, the kinds of files that it wrote, and the
// packages that it imported. The value says that Python told of it.
type Trace struct {
	Read, Wrote, Imported map[string]bool

	watched bool            // files that Python does not open are there too
	chance  bool            // what only file events told was read, is nothing to compare
	many    map[string]bool // endings of which not all that were read are here
}

// Trace is that of a training in a place, by its names, of the files that stood there.
func (o Observation) Trace(stood []string, dirs ...string) Trace {
	t := Trace{Read: map[string]bool{}, Wrote: map[string]bool{}, Imported: map[string]bool{}, watched: o.Unwatched == "", many: map[string]bool{}}
	was := map[string]bool{}
	for _, file := range stood {
		was[file] = !strings.HasPrefix(path.Base(file), ".")
	}
	for file, seen := range o.Files {
		if was[file] && (seen.Read || seen.ReadAfter) {
			t.Read[file] = false
		}
		if kind := kindOf(file); seen.Written && kind != "" {
			t.Wrote[kind] = false
		}
	}
	for i := range o.running(dirs) {
		p := o.Processes[i]
		for _, used := range append(p.used(), p.Code...) {
			if file := within(used.Path, dirs); was[file] {
				t.Read[file] = true
			}
		}
		for _, write := range p.Writes {
			if kind := kindOf(within(write.Path, dirs)); kind != "" {
				t.Wrote[kind] = true
			}
		}
		for _, name := range (Observation{Processes: []Process{p}}).Packages() {
			t.Imported[name] = true
		}
		for _, ending := range p.Many {
			t.many[ending] = true
		}
	}
	return t
}

// ReadOfNoKind are files that a training read, and another read none of their kind: a
// result that is kept under a name of its own for each value of a param, and not one of the
// shards of data. Which modules are imported may follow from a param.
func (t Trace) ReadOfNoKind(other Trace) (found []string) {
	kinds := map[string]bool{}
	for name := range other.Read {
		kinds[kindOf(name)] = true
	}
	for name, told := range t.Read {
		kind := kindOf(name)
		if told && kind != "" && path.Ext(name) != ".py" && !kinds[kind] && !other.many[path.Ext(name)] {
			found = append(found, name)
		}
	}
	slices.Sort(found)
	return found
}

// ReadByChance says that what only file events told was read by a tool that reads now
// this file and now another.
func (t *Trace) ReadByChance() { t.chance = true }

// Beyond words what another training did and this one did not: it may have had its
// results from an earlier one. What was not seen of this one says nothing.
func (t Trace) Beyond(other Trace) []string {
	more := func(mine, others map[string]bool) []string {
		return slices.Sorted(func(yield func(string) bool) {
			for name, told := range others {
				_, also := mine[name]
				if !also && !t.many[path.Ext(name)] && (told || t.watched && other.watched) && !yield(name) {
					return
				}
			}
		})
	}
	var found []string
	for _, name := range more(t.Read, other.Read) {
		if other.chance && !other.Read[name] {
			continue
		}
		found = append(found, "read "+name)
	}
	for _, name := range more(t.Imported, other.Imported) {
		found = append(found, "imported "+name)
	}
	for _, name := range more(t.Wrote, other.Wrote) {
		found = append(found, "wrote "+name)
	}
	return found
}

var (
	// varying are parts of a name that another run or another value changes.
	varying = regexp.MustCompile(`[0-9a-f]{8,}|\d+(?:\.\d+)*(?:e-?\d+)?`)
	// temporary is how cmake names a file before it has its name: rules.ninja.tmp1a2b3.
	temporary = regexp.MustCompile(`\.tmp[0-9a-f]+$`)
	// passing are endings of files that are no results.
	passing = set(".pyc .log .lock .tmp .part .pid .swp .out .err")
)

// kindOf is a written file's directory and ending, without what varies in them; ""
// where it is no result.
func kindOf(file string) string {
	file = filepath.ToSlash(file)
	base := path.Base(file)
	if file == "" || passing[path.Ext(base)] || temporary.MatchString(base) {
		return ""
	}
	for part := range strings.SplitSeq(file, "/") {
		if strings.HasPrefix(part, ".") || strings.HasPrefix(part, "tmp") || isPassing[part] {
			return ""
		}
	}
	return varying.ReplaceAllString(path.Join(path.Dir(file), "*"+path.Ext(base)), "#")
}

// isPassing are directories of files that are no results.
var isPassing = set("__pycache__ mlruns wandb tmp temp cache")
