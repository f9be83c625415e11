package lineage

import (
	"path"
	"strconv"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// Files that moved from one folder to another are one thing that happened: each by itself, as
// one that is gone and one that was added, would hide which of them have other content.

// moveOf names the folders of a file that moved and kept its name, without the folders within
// that are called the same; "" where the name is another one.
func moveOf(now, then string) string {
	if path.Base(now) != path.Base(then) {
		return ""
	}
	a, b := path.Dir(now), path.Dir(then)
	for a != "." && b != "." && path.Base(a) == path.Base(b) {
		a, b = path.Dir(a), path.Dir(b)
	}
	return a + "/ (" + b + "/ before)"
}

// move names the folders of a change, seen from either name, where it is a move.
func (c treeChange) move() string {
	switch {
	case c.renamed == "":
		return ""
	case c.now == nil:
		return moveOf(c.renamed, c.file)
	}
	return moveOf(c.file, c.renamed)
}

// lone says whether only one tree has a file, and nothing has paired it.
func (c treeChange) lone() bool { return c.renamed == "" && (c.then == nil) != (c.now == nil) }

// markMoved pairs the files that were edited while their folder moved: those around them tell
// where it was.
func markMoved(changed []treeChange) {
	gone := map[string][]int{} // by their names without folders
	for i, change := range changed {
		if base := path.Base(change.file); change.now == nil && change.lone() && len(gone[base]) < maxAlike {
			gone[base] = append(gone[base], i)
		}
	}
	members := map[string]int{}
	for _, change := range changed {
		switch {
		case change.now == nil:
		case change.lone():
			for _, at := range gone[path.Base(change.file)] {
				members[moveOf(change.file, changed[at].file)]++
			}
		default:
			members[change.move()]++
		}
	}
	members[""] = 0
	for i, change := range changed {
		if change.now == nil || !change.lone() {
			continue
		}
		best, most := -1, 1
		for _, at := range gone[path.Base(change.file)] {
			if n := members[moveOf(change.file, changed[at].file)]; n > most && changed[at].lone() {
				best, most = at, n
			}
		}
		if best >= 0 {
			changed[i].renamed, changed[i].other = changed[best].file, true
			changed[best].renamed, changed[best].other = change.file, true
		}
	}
}

// maxAlike bounds how many files of one name are looked at.
const maxAlike = 50

// moved are the inputs of folders of which several files moved as they were, one for each: with
// the likeliest part in a training. told are the files that they tell.
func (s source) moved() (inputs []repro.Input, told map[string]bool) {
	told = map[string]bool{}
	files := map[string]int{}
	for _, change := range s.changed {
		if !change.other && change.now != nil {
			files[change.move()]++
		}
	}
	at := map[string]int{}
	for _, change := range s.changed {
		move := change.move()
		if move == "" || change.other || files[move] < 2 {
			continue
		}
		told[change.file] = true
		if change.now == nil {
			continue
		}
		input, _ := s.input(change)
		i, known := at[move]
		if !known {
			i = len(inputs)
			at[move] = i
			inputs = append(inputs, input)
			inputs[i].Name, inputs[i].Original, inputs[i].Note = move, s.before.at, strconv.Itoa(files[move])+" files moved as they were"
		}
		of := &inputs[i]
		if rank(input.Bearing) < rank(of.Bearing) {
			of.Bearing = input.Bearing
		}
		if input.Kind == repro.KindCode {
			of.Kind = input.Kind
		}
	}
	return inputs, told
}

// rank is a bearing's place in the order in which files are listed.
func rank(bearing repro.Bearing) int {
	for i, known := range bearings {
		if known == bearing {
			return i
		}
	}
	return -1
}
