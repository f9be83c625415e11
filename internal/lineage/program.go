package lineage

import (
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// ProgramOf is the name of the program that logged a run; "" where none is known
// by a name of its own.
func ProgramOf(run repro.Run) string {
	name := path.Base(filepath.ToSlash(run.Tags[MlflowSource]))
	if name == "." || name == "/" || strings.HasPrefix(name, "-") || strings.HasSuffix(name, "kernel_launcher.py") {
		return ""
	}
	return name
}

// SameProgram says whether two runs recorded one program by the same name.
func SameProgram(original, run repro.Run) bool {
	return run.ID != "" && ProgramOf(run) != "" && ProgramOf(run) == ProgramOf(original)
}

// OtherProgram says whether two scripts logged the original and the new run, in
// whatever language. What is no script may be a notebook that was made one, or a launcher.
func OtherProgram(original, run repro.Run) bool {
	was, is := ProgramOf(original), ProgramOf(run)
	return script(was) && script(is) && was != is
}

// notebooks are the endings of what a script may have been made from.
var notebooks = []string{".ipynb", ".rmd", ".qmd", ".jmd", ".mlx"}

func script(program string) bool {
	return path.Ext(program) != "" && IsProgram(program) && !slices.Contains(notebooks, strings.ToLower(path.Ext(program)))
}

// calledOtherwise holds the command line that was recorded of the original against the run
// command, where the new training recorded none of its own. Of two that begin with another word
// nobody knows whether they come to the same: make may call the program.
func calledOtherwise(original, now repro.Fact, command string, logged repro.Params) []repro.Input {
	if _, called, found := strings.Cut(command, "reproduce record -- "); found {
		command = called
	}
	then, words := strings.Fields(original.Value), strings.Fields(command)
	if now.Known() || len(then) == 0 || len(words) == 0 {
		return nil
	}
	input := repro.Input{
		Kind: repro.KindCommand, Name: "command line", Original: original.Value, Now: command, State: repro.InputDiffers,
		Evidence: original.From + "; the run command",
	}
	why, bearing, launched := launchedOtherwise(then, words)
	switch {
	case slices.Equal(then, words):
		input.State = repro.InputSame
	case onlyOverrides(then, words, logged):
		return nil // {hydra} or {mlproject} passed what the original had from its files
	case launched:
		input.Bearing, input.Note = bearing, why
	case path.Base(then[0]) != path.Base(words[0]):
		input.Bearing, input.Note = repro.BearingSeldom, "one may call the other"
	}
	return []repro.Input{input}
}

// onlyOverrides says whether two command lines differ in nothing but overrides that pass the
// original's own params.
func onlyOverrides(then, now []string, logged repro.Params) bool {
	rest := func(words []string) (others []string, own bool) {
		for _, word := range words {
			word = strings.Trim(word, `'"`)
			name, value, is := strings.Cut(strings.TrimLeft(word, "+"), "=")
			if text, known := logged.Get(name); is && known && text == strings.Trim(value, `'"`) {
				own = true
			} else if word != "-P" {
				others = append(others, word)
			}
		}
		return others, own
	}
	before, _ := rest(then)
	after, own := rest(now)
	return own && slices.Equal(before, after)
}

// placePrograms tells programs apart that are called the same and lie in other folders: in a
// repository of several projects each has its train.py. A full path is that of a machine; what
// its end names in the commit's tree is the program. Of one that was recorded by its name alone
// nobody knows the folder, where the tree has several.
func placePrograms(inputs []repro.Input, was, is tree) {
	at := slices.IndexFunc(inputs, func(input repro.Input) bool { return input.Kind == repro.KindCommand && input.Name == "command" })
	if at < 0 || inputs[at].State != repro.InputSame || was.files == nil || is.files == nil {
		return
	}
	input := &inputs[at]
	original, now := was.programAt(input.Original), is.programAt(input.Now)
	switch {
	case len(original) == 0 || len(now) == 0 || original[0] == now[0] && len(original) == 1:
	case path.IsAbs(filepath.ToSlash(input.Original)) && path.IsAbs(filepath.ToSlash(input.Now)):
		if original[0] != now[0] {
			input.State, input.Original, input.Now, input.Note = repro.InputDiffers, original[0], now[0], "another program of this name"
		}
	default:
		input.State, input.Note = repro.InputUnknown, "there are "+wording.ListUpTo(original, 3)+", and which of them the original ran was not recorded"
	}
}

// programAt gives the programs of a tree that a path may mean, by their paths from the top.
// Of a full path that is one: the longest end of it that the tree has.
func (t tree) programAt(name string) (found []string) {
	name = strings.TrimPrefix(path.Clean(filepath.ToSlash(name)), "./")
	if path.IsAbs(name) {
		for rest := strings.TrimPrefix(name, "/"); rest != ""; _, rest, _ = strings.Cut(rest, "/") {
			if info, err := fs.Stat(t.all(), rest); err == nil && !info.IsDir() {
				return []string{rest}
			}
		}
		return nil
	}
	_ = fs.WalkDir(t.all(), ".", func(file string, entry fs.DirEntry, err error) error { // what cannot be listed has none
		switch {
		case err != nil:
			return fs.SkipAll
		case entry.IsDir() && file != "." && strings.HasPrefix(path.Base(file), "."):
			return fs.SkipDir
		case !entry.IsDir() && (file == name || strings.HasSuffix(file, "/"+name)):
			found = append(found, file)
		}
		return nil
	})
	return found
}
