package settings

import (
	"github.com/reproduce-action/reproduce/internal/repro"
)

// ref reads which model version or run is meant, from model, version and run-id.
func (r *reader) ref() (repro.ModelRef, repro.Selector) {
	model, version, runID := r.text("model"), r.text("version"), r.text("run-id")
	switch {
	case runID != "" && model != "":
		r.problem("run-id", "give a model or a run id, not both")
	case runID != "":
		if !repro.IsRunID(runID) {
			r.problem("run-id", "%q cannot be a run id: letters, digits, - and _, at most 256", runID)
		}
		return repro.ModelRef{RunID: runID}, repro.Selector{}
	case model != "":
		ref, err := repro.ParseModelRef(model, version)
		r.addProblem(err)
		return ref, ref.Selector
	}
	selector, err := repro.ParseSelector(version)
	r.addProblem(err)
	return repro.ModelRef{}, selector
}
