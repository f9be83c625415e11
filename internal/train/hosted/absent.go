package hosted

import (
	"context"
	"io/fs"
	"path"
	"slices"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/absent"
)

// What a training makes is not there on GitHub either when it begins: the branch that it
// is dispatched on does not hold it.

// LeftOut names the files of the plan's commit that its branch is not to hold, from the
// project, and what the report should say of that.
func (h *Project) LeftOut(ctx context.Context, plan repro.Plan) (names, warnings []string, err error) {
	e, warnings, err := h.emptied(ctx, plan)
	if err != nil {
		return nil, nil, err
	}
	for _, file := range e.Away {
		names = append(names, e.Within(file))
	}
	return names, append(warnings, absent.UnkeptWarning(e.UnkeptHere())...), nil
}

// emptied looks at what the plan's commit tracks. Where that is too much to be listed,
// only what is declared is looked at.
func (h *Project) emptied(ctx context.Context, plan repro.Plan) (*absent.Emptying, []string, error) {
	files := h.files(ctx, plan.Code.Commit)
	pipeline, err := dvc.Read(files)
	if err != nil {
		return nil, nil, repro.Doubtf(repro.ParamsNotWritable, "read the pipeline: %w", err)
	}
	names, all, err := h.Client.Tracked(ctx, plan.Code.Commit)
	if err != nil {
		return nil, nil, err
	}
	var warnings []string
	if !all {
		names = h.declared(files, plan, pipeline)
		warnings = []string{"the commit has too many files for GitHub to list: the branch leaves out those that are declared, and the training may find an old model"}
	}
	e := &absent.Emptying{Top: absent.Unread{}, Project: files, Within: h.within, Plan: plan, Pipeline: pipeline, Command: h.commands(ctx, plan)}
	for _, file := range names {
		if gitformat.CheckWritable(file) == nil {
			e.Look(file)
		}
	}
	return e, warnings, nil
}

// declared lists the metrics files and outputs that a commit has, from the top.
func (h *Project) declared(files fs.FS, plan repro.Plan, pipeline *dvc.Project) []string {
	names := dvc.MetricsIn(files, append(slices.Clone(plan.Metrics.Files), pipeline.MetricPaths()...))
	for _, stage := range pipeline.Stages {
		for _, out := range stage.Outs {
			names = append(names, out.Path)
		}
	}
	var found []string
	for _, name := range names {
		if info, err := fs.Stat(files, name); err == nil && info.Mode().IsRegular() && !slices.Contains(found, path.Join(h.Dir, name)) {
			found = append(found, path.Join(h.Dir, name))
		}
	}
	return found
}

// within is a path from the top of the repository as it is from the project.
func (h *Project) within(file string) string { return absent.Within(h.Dir)(file) }

// kept are the models of the plan's commit that the branch holds because somebody asked
// to keep them, from the top.
func (h *Project) kept(ctx context.Context, plan repro.Plan) ([]string, error) {
	if len(plan.Keep) == 0 {
		return nil, nil
	}
	e, _, err := h.emptied(ctx, plan)
	if err != nil {
		return nil, err
	}
	return e.Kept, nil
}
