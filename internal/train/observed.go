package train

import (
	"path"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// What was observed of a training, asked about its numbers.

// observed is the answer to where numbers are from; nil where nobody observed.
func (l *Local) observed(seen *observe.Observation, plan repro.Plan, pipeline *dvc.Project, p place) func(files []string, run string) observe.Finding {
	if seen == nil {
		return nil
	}
	fromTop := func(names []string) []string {
		var found []string
		for _, name := range names {
			found = append(found, path.Join(l.Prefix, name))
		}
		return found
	}
	outputs := plan.Metrics.Files
	for _, file := range pipeline.MetricFiles() {
		outputs = append(outputs[:len(outputs):len(outputs)], file.Path)
	}
	for _, stage := range pipeline.Stages {
		for _, out := range stage.Outs {
			outputs = append(outputs[:len(outputs):len(outputs)], out.Path)
		}
	}
	return func(files []string, run string) observe.Finding {
		return seen.Answer(observe.Question{
			Top: p.clone.Dir, Clone: l.Repository.Dir, Prefix: l.Prefix, Files: p.checkout.files,
			Params: fromTop(paramsFiles(plan)), Metrics: fromTop(files), Run: run, Outputs: fromTop(outputs),
			Model: func(file string) bool { return dvc.IsModel(file) && !isInput(pipeline, plan, file) },
		})
	}
}
