package local

import (
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// What was observed of a training, asked about its numbers.

// observed is the answer to where numbers are from; nil where nobody observed. inputs are
// files outside of the place that somebody asked to keep.
func (l *Project) observed(seen *observe.Observation, plan repro.Plan, pipeline *dvc.Project, p place, inputs []string) func(files []string, run string) observe.Finding {
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
	outputs := append(slices.Clone(plan.Metrics.Files), pipeline.MetricPaths()...)
	for _, stage := range pipeline.Stages {
		for _, out := range stage.Outs {
			if !filekind.IsDeclaredInput(pipeline, out.Path) {
				outputs = append(outputs, out.Path)
			}
		}
	}
	absent := slices.Sorted(maps.Keys(p.absence.digests))
	known := map[string]observe.Finding{} // data is hashed once
	return func(files []string, run string) observe.Finding {
		about := strings.Join(append(slices.Clone(files), run), "\x00")
		if found, ok := known[about]; ok {
			return found
		}
		found := seen.Answer(observe.Question{
			Top: p.clone.Dir, Clone: l.Repository.Dir, Prefix: l.Prefix,
			Files: append(slices.Clone(p.checkout.Files), absent...), Anew: p.anew(), Keep: slices.Concat(p.absence.kept, inputs),
			Params: fromTop(filekind.ParamsFiles(plan)), Metrics: fromTop(files), Run: run, Store: l.store(), Outputs: append(fromTop(outputs), absent...),
			Stood: p.absence.before,
			Model: func(file string) bool { return l.holdsModel(pipeline, p, file) },
		})
		for i, file := range found.Same {
			found.Same[i] = l.within(file)
		}
		known[about] = found
		return found
	}
}

// metricsFile says of a full path whether it is a metrics file of the place.
func (p place) metricsFile(plan repro.Plan, pipeline *dvc.Project) func(file string) bool {
	names := dvc.MetricsIn(p.root.FS(), append(slices.Clone(plan.Metrics.Files), pipeline.MetricPaths()...))
	return func(file string) bool {
		return slices.ContainsFunc(names, func(name string) bool {
			return file == filepath.Join(p.dir, filepath.FromSlash(name)) || file == filepath.Join(filestate.RealPath(p.dir), filepath.FromSlash(name))
		})
	}
}

// anew names what was taken away and is there again with other content.
func (p place) anew() []string {
	var names []string
	top := os.DirFS(p.clone.Dir)
	for file, before := range p.absence.digests {
		if now := filestate.DigestOf(top, file); now != (filestate.Digest{}) && now != before {
			names = append(names, file)
		}
	}
	slices.Sort(names)
	return names
}

// holdsModel says whether a file, by its full path, is a model and no declared
// input.
func (l *Project) holdsModel(pipeline *dvc.Project, p place, file string) bool {
	if own, err := filepath.Rel(p.clone.Dir, file); err == nil && filepath.IsLocal(own) {
		own = filepath.ToSlash(own)
		return p.absence.models[own] || filekind.IsModel(os.DirFS(p.clone.Dir), own) && !filekind.IsDeclaredInput(pipeline, l.within(own))
	}
	root := filepath.VolumeName(file) + string(os.PathSeparator)
	return filekind.IsModel(os.DirFS(root), filepath.ToSlash(strings.TrimPrefix(file, root)))
}
