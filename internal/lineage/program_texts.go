package lineage

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/lineage/sourcetext"
)

// Programs of a commit are looked through here for words: of a variable it counts whether one names it.

const (
	maxPrograms    = 500       // that are looked through for the name of a variable
	maxProgramText = 256 << 10 // bytes of one
)

// naming says of a word whether a program of the tree has it; programs are read when the
// first is asked for.
func (t tree) naming() func(word string) bool {
	var texts []string
	read := false
	return func(word string) bool {
		if !read {
			texts, read = t.programTexts(), true
		}
		return slices.ContainsFunc(texts, func(text string) bool { return sourcetext.NamesFile(text, word, false) })
	}
}

// programTexts are the programs of the tree, as far as they are few and small.
func (t tree) programTexts() (texts []string) {
	t.eachProgram(func(_, text string) { texts = append(texts, text) })
	return texts
}

// eachProgram tells the programs of the tree, by their paths from the project, as far as they are
// few and small.
func (t tree) eachProgram(tell func(name, text string)) {
	if t.files == nil {
		return
	}
	told := 0
	_ = fs.WalkDir(t.files, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil, told >= maxPrograms:
			return fs.SkipAll
		case entry.IsDir() && name != "." && strings.HasPrefix(path.Base(name), "."):
			return fs.SkipDir
		case !entry.Type().IsRegular() || !IsProgram(name) && path.Base(name) != "Makefile":
			return nil
		}
		if info, err := entry.Info(); err != nil || info.Size() > maxProgramText {
			return nil
		}
		if data, err := doc.ReadFile(t.files, name); err == nil {
			told++
			tell(name, string(data))
		}
		return nil
	})
}
