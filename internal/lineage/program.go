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
