package siblings

import (
	"path"
	"path/filepath"
	"slices"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// MaybeSameProgram says whether nothing that two runs of one commit recorded
// shows that other code made them: an evaluation, a fold or a tree with
// uncommitted changes may log the same params and data, and varies in its own way.
func MaybeSameProgram(original, run repro.Run) bool {
	differs := func(was, now string) bool { return was != "" && now != "" && was != now }
	switch {
	case (original.Tags[lineage.MlflowParent] == "") != (run.Tags[lineage.MlflowParent] == ""):
		return false
	case (lineage.RecordedDirt(original) == "") != (lineage.RecordedDirt(run) == ""):
		return false
	case differs(lineage.ProgramOf(original), lineage.ProgramOf(run)), differs(folderedProgram(original), folderedProgram(run)):
		return false
	}
	return !slices.ContainsFunc(append([]string{"mlflow.source.type", "mlflow.project.entryPoint"}, lineage.DiffTags...), func(tag string) bool {
		return differs(original.Tags[tag], run.Tags[tag])
	})
}

// folderedProgram is the program with its folder, where two runs of one commit have to
// agree on that as well: by a path from where it was called, or of a package that is
// called by its folder. "" for one by its full path, which another checkout has too.
func folderedProgram(run repro.Run) string {
	name := path.Clean(filepath.ToSlash(run.Tags[lineage.MlflowSource]))
	switch {
	case lineage.ProgramOf(run) == "":
		return ""
	case path.Base(name) == "__main__.py":
		return path.Join(path.Base(path.Dir(name)), "__main__.py")
	case path.IsAbs(name) || filepath.VolumeName(filepath.FromSlash(name)) != "":
		return ""
	}
	return name
}
