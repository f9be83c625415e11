package observe

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// A Question is what is asked of an observation: whether these numbers are those
// that the commit's own code made of its params and its data.
type Question struct {
	Top   string // of the place, a full path
	Clone string // the user's clone, a full path; "" for none

	Prefix string   // of the project, from the top; "" is the top
	Files  []string // of the commit, from the top of the place
	Anew   []string // those of them that were not there when the training began, and have other content since
	Keep   []string // those of them that are inputs, whatever their names say, and such as are elsewhere, by full paths

	Params  []string // files that hold params, from the top
	Metrics []string // files that the numbers are from, from the top; none where a tracking run has them
	Run     string   // the tracking run that has them
	Store   string   // the tracking store, where it is one file; a full path
	Outputs []string // files and directories that the training makes, from the top

	Model func(file string) bool      // whether a file is a model by its name
	Stood func(info fs.FileInfo) bool // whether a file elsewhere was there before the training; nil is yes
}

// A view is a question with what is looked up often.
type view struct {
	Question
	tops    []string // the place by its names
	clones  []string
	existed map[string]bool
	called  map[string][]string // the place's files by their last name
	made    makings
	read    map[string]bool // by any process
	removed map[string]bool
	tree    *Tree
	parents map[string]bool // the last names of directories with sources
}

// view looks at processes, in which it gives each path of the place one name.
func (q Question) view(all []Process) (view, []Process) {
	v := view{Question: q, tops: names(q.Top), clones: names(q.Clone), existed: map[string]bool{}, called: map[string][]string{}, read: map[string]bool{}, removed: map[string]bool{}, tree: TreeOf(q.Top, q.Prefix, q.Files), parents: map[string]bool{}}
	for _, file := range q.Files {
		v.existed[file] = true
		v.called[path.Base(file)] = append(v.called[path.Base(file)], file)
	}
	for _, source := range v.tree.sources {
		v.parents[path.Base(path.Dir(source))] = true
	}
	named := make([]Process, len(all))
	for i, p := range all {
		for _, list := range []*[]Access{&p.Reads, &p.Writes, &p.Removes, &p.Code, &p.Packages} {
			*list = slices.Clone(*list)
			for j, access := range *list {
				(*list)[j].Path = v.one(access.Path)
			}
		}
		p.Moves = slices.Clone(p.Moves)
		for j, move := range p.Moves {
			p.Moves[j].From, p.Moves[j].To = v.one(move.From), v.one(move.To)
		}
		left := map[string]string{}
		for file, hash := range p.Left {
			left[v.one(file)] = hash
		}
		p.Left = left
		for _, read := range p.Reads {
			v.read[read.Path] = true
		}
		for _, removed := range p.Removes {
			v.removed[removed.Path] = true
		}
		named[i] = p
	}
	v.made = makingsOf(named)
	return v, named
}

// one is the one name of a path.
func (v view) one(file string) string {
	if own := v.own(file); own != "" {
		return v.full(own)
	}
	return filepath.Clean(file)
}

// full is the one name of a file of the place.
func (v view) full(own string) string { return filepath.Join(v.Top, filepath.FromSlash(own)) }

// names are a directory as it was named, and as it really is.
func names(dir string) []string {
	if dir == "" {
		return nil
	}
	found := []string{filepath.Clean(dir)}
	if real, err := filepath.EvalSymlinks(dir); err == nil && real != found[0] {
		found = append(found, real)
	}
	return found
}

// within gives a path from the top of one of the directories; "" where it is in none.
func within(file string, dirs []string) string {
	file = filepath.Clean(file)
	for _, dir := range dirs {
		if name, ok := strings.CutPrefix(file, dir+string(os.PathSeparator)); ok {
			return filepath.ToSlash(name)
		}
	}
	return ""
}

// own is a file of the place, from its top; "" where it is elsewhere.
func (v view) own(file string) string { return within(file, v.tops) }

// name words a file: from the top of the place, or in full.
func (v view) name(file string) string {
	if own := v.own(file); own != "" {
		return own
	}
	return file
}

// output says whether a file is what a training makes: declared so, or a model.
func (v view) output(file string) bool {
	own := v.own(file)
	if own == "" && len(v.Keep) > 0 {
		if real, err := filepath.EvalSymlinks(file); err == nil && slices.Contains(v.Keep, real) {
			return false
		}
	}
	if own != "" {
		if slices.Contains(v.Keep, own) {
			return false
		}
		for _, out := range append(v.Outputs, v.Metrics...) {
			if own == path.Clean(out) || strings.HasPrefix(own, path.Clean(out)+"/") {
				return true
			}
		}
	}
	return v.Model != nil && v.Model(file)
}

// code is a program of the place; what a virtual environment in it holds is none.
func (v view) code(p Process) []string {
	var found []string
	for _, access := range p.Code {
		if own := v.own(access.Path); own != "" {
			found = append(found, own)
		}
	}
	return found
}
