package hosted

import (
	"context"
	"path"
	"regexp"
	"slices"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// examples finds files that no training makes, by the directories that they lie in.
var examples = regexp.MustCompile(`(?i)(?:^|/)(?:tests?|fixtures|docs?|examples?|samples?)/`)

// namesakes are other files of the repository with a file's base name, from the top: a
// training may have made them in its place. Those that the plan reads as well are left out.
func (h *Project) namesakes(ctx context.Context, plan repro.Plan, pipeline *dvc.Project, commit, file string) (found []string) {
	names, _, err := h.Client.Tracked(ctx, commit)
	if err != nil {
		names = nil
	}
	for _, declared := range pipeline.MetricPaths() {
		names = append(slices.Clip(names), path.Join(h.Dir, declared))
	}
	if h.Dir != "" {
		if whole, err := dvc.Read(h.Client.FS(ctx, commit)); err == nil {
			names = append(slices.Clip(names), whole.MetricPaths()...)
		}
	}
	for _, name := range names {
		if name != file && path.Base(name) == path.Base(file) && !examples.MatchString(name) && !slices.Contains(found, name) && !slices.Contains(plan.Metrics.Files, h.within(name)) {
			found = append(found, name)
		}
	}
	return found
}
