package filekind

import (
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
)

// IsDeclaredInput says whether a file is a declared input, and no model by its name: one that
// a stage evaluates is declared as well.
func IsDeclaredInput(pipeline *dvc.Project, file string) bool {
	frozen, read := declaredAs(pipeline, file)
	name := WordsOf(strings.TrimSuffix(path.Base(file), path.Ext(file)))
	return frozen || read && !oneOf(name, modelNames) && (!dvc.IsModel(file) || looseEndings[strings.ToLower(path.Ext(file))])
}

// IsDeclared says whether a file is a declared input, whatever its name.
func IsDeclared(pipeline *dvc.Project, file string) bool {
	frozen, read := declaredAs(pipeline, file)
	return frozen || read
}

// declaredAs says whether a frozen stage made a file, and whether stages read it and
// none makes it.
func declaredAs(pipeline *dvc.Project, file string) (frozen, read bool) {
	under := func(dir string) bool { return file == dir || strings.HasPrefix(file, dir+"/") }
	made := false
	for _, stage := range pipeline.Stages {
		out := slices.ContainsFunc(stage.Outs, func(out dvc.Output) bool { return under(out.Path) })
		if out && stage.Frozen {
			return true, false
		}
		made = made || out
		read = read || slices.ContainsFunc(stage.Deps, func(dep dvc.Dependency) bool { return under(dep.Path) })
	}
	return false, read && !made
}
