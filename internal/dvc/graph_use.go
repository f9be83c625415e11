package dvc

import "slices"

// Which data a part of the pipeline reads: a project may train several models, each with
// stages and data of its own.

// Needs says of data by its path whether the stages read it, or one of those that lead to
// them, or to the metrics to which they lead.
func (p *Project) Needs(stages []string) func(data string) bool {
	part := map[string]bool{}
	add := func(upstream []string) {
		if slices.ContainsFunc(stages, func(stage string) bool { return slices.Contains(upstream, stage) }) {
			for _, stage := range upstream {
				part[stage] = true
			}
		}
	}
	for _, file := range p.MetricFiles() {
		add(p.Upstream(file.Path))
	}
	for _, stage := range p.Stages {
		if slices.Contains(stages, stage.Name) {
			part[stage.Name] = true
			for _, out := range stage.Outs {
				add(p.Upstream(out.Path))
			}
		}
	}
	return func(data string) bool {
		return slices.ContainsFunc(p.Stages, func(stage Stage) bool {
			return part[stage.Name] && slices.ContainsFunc(stage.Deps, func(dep Dependency) bool {
				return within(dep.Path, data) || within(data, dep.Path)
			})
		})
	}
}
