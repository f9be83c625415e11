package flow

import (
	"slices"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// maybeSameProgram says whether nothing that two runs of one commit recorded
// shows that other code made them: an evaluation, a fold or a tree with
// uncommitted changes may log the same params and data, and varies in its own way.
func maybeSameProgram(original, run repro.Run) bool {
	differs := func(was, now string) bool { return was != "" && now != "" && was != now }
	switch {
	case (original.Tags[parentTag] == "") != (run.Tags[parentTag] == ""):
		return false
	case (lineage.RecordedDirt(original) == "") != (lineage.RecordedDirt(run) == ""):
		return false
	case differs(programOf(original), programOf(run)):
		return false
	}
	return !slices.ContainsFunc(append([]string{"mlflow.source.type", "mlflow.project.entryPoint"}, lineage.DiffTags...), func(tag string) bool {
		return differs(original.Tags[tag], run.Tags[tag])
	})
}
