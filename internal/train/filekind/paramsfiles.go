package filekind

import (
	"slices"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// ParamsFiles are the params files whose values the training is to use, those
// that needed no edit among them.
func ParamsFiles(plan repro.Plan) []string {
	var files []string
	for _, edit := range plan.Params {
		holds := edit.Status.Holds()
		if holds && edit.File != "" && !slices.Contains(files, edit.File) {
			files = append(files, edit.File)
		}
	}
	return files
}
