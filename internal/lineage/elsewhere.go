package lineage

import (
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/lineage/sourcetext"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// What a training took from outside of its checkout, and what of that a record of the
// original can be held against.

// readElsewhere adds to the data that was read what the record names by its full path and
// this training was seen to read, too.
func (t Trained) readElsewhere(r Record, read []repro.DataVersion) []repro.DataVersion {
	if !r.Known() || t.HashOutside == nil {
		return read
	}
	for _, data := range r.data() {
		known := func(now repro.DataVersion) bool { return now.Path == data.Path }
		if !filepath.IsAbs(data.Path) || slices.ContainsFunc(read, known) {
			continue
		}
		if hash := t.HashOutside(data.Path); hash != "" {
			read = append(read, repro.DataVersion{Path: data.Path, Hash: hash, From: repro.SeenRead})
		}
	}
	return read
}

// outside takes it back that the code is the same where code ran that is not of the commit:
// of it no version is known.
func (t Trained) outside(code repro.Input) repro.Input {
	if len(t.Outside) > 0 && code.State == repro.InputSame {
		code.State, code.Name = repro.InputUnknown, "code outside of the checkout ("+wording.ListUpTo(t.Outside, 2)+")"
		code.Note = "the commit is the same, and no version of the other code is compared"
	}
	return code
}

// cpus compares the processors that a record names with those that this training had.
func (r Record) cpus(now int) []repro.Input {
	if !r.Known() || r.Environment.CPUs == 0 || now == 0 {
		return nil
	}
	input := repro.Input{Kind: repro.KindHardware, Name: "processors", Original: wording.Count(r.Environment.CPUs, "CPU", "CPUs"), Now: wording.Count(now, "CPU", "CPUs"),
		State: repro.InputSame, Evidence: r.from + "; the machine of the training"}
	if input.Original != input.Now {
		input.State = repro.InputDiffers
	}
	return []repro.Input{input}
}

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
