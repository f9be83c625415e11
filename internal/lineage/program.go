package lineage

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
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
func calledOtherwise(original, now repro.Fact, command string) []repro.Input {
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
	switch {
	case slices.Equal(then, words):
		input.State = repro.InputSame
	case path.Base(then[0]) != path.Base(words[0]):
		input.Bearing, input.Note = repro.BearingSeldom, "one may call the other"
	}
	return []repro.Input{input}
}
