package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/planning"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// plan decides everything before anything is written: which code, which
// params go where, which branch. It only reads.
func (f *Flow) plan(ctx context.Context, s settings.Settings, version repro.ModelVersion, original repro.Run) (repro.Plan, error) {
	plan := repro.Plan{
		ID: f.NewID(), Model: version, Original: original,
		Command: s.RunCommand, Workflow: s.Workflow, OnCancel: s.OnCancel, Keep: s.Keep, Metrics: s.Metrics, Asked: s.Asked,
		Directory: s.Directory,
	}
	if err := judge.CheckPolicy(original.Metrics, plan.Metrics); err != nil {
		return plan, err
	}
	if why := judge.NothingToJudge(original.Metrics, plan.Metrics); why != "" && !asksForModels(s.CompareModel) && !s.StopEarly {
		return plan, repro.Doubtf(repro.NoBaselineMetrics, "%s", why)
	}
	if err := f.checkPlace(s); err != nil {
		return plan, err
	}
	recorded := lineage.RecordedCommit(original).Value
	code, warnings, err := f.Project.Code(ctx, s.CodeRef, recorded)
	if tag := strings.TrimSpace(original.Tags[lineage.MlflowCommit]); tag != "" && recorded == "" {
		plan.Warnings = append(plan.Warnings, fmt.Sprintf("the run's commit tag is %q, which is no commit", printable.OneLine(tag, 80)))
	}
	plan.Code, plan.Warnings = code, append(append(plan.Warnings, warnings...), judge.MapWarnings(original.Metrics, plan.Metrics.Map)...)
	if err != nil {
		return plan, err
	}
	f.Step("code", gitformat.Short(code.Commit)+", "+code.From)
	if err := f.checkFolder(ctx, s.Directory, code.Commit); err != nil {
		return plan, err
	}
	files, err := f.Project.Files(ctx, code.Commit)
	if err != nil {
		return plan, err
	}
	edits, command, err := planning.Put(files, s.Params, s.RunCommand, original)
	if errors.As(err, new(project.NoParamsFile)) && s.Workflow != "" && s.Directory == "" {
		if folders := project.Folders(files); len(folders) > 0 {
			err = repro.Doubtf(repro.ParamsNotWritable, "%w. There are projects in %s; name one with working-directory", err, wording.ListUpTo(folders, 3))
		}
	}
	if err != nil {
		return plan, err
	}
	plan.Params, plan.Files, plan.Command = edits.Edits, edits.Files, command
	if command != s.RunCommand {
		plan.Given = s.RunCommand
	}
	plan.Warnings = append(plan.Warnings, f.above(ctx, s, plan)...)
	plan.Warnings = append(plan.Warnings, edits.Warnings...)
	plan.Warnings = append(append(plan.Warnings, planning.SecondHand(version, original)...), planning.OfFile(original)...)
	f.Step("params", edits.Summary())
	own := f.Project.Branch(version)
	if plan.Branch = s.Branch; plan.Branch == "" {
		plan.Branch = own
	}
	if gitformat.Nested(plan.Branch, own) {
		return plan, fmt.Errorf("branch %s: git cannot keep it beside %s, where checks write that name none; choose another with --branch", plan.Branch, own)
	}
	if len(plan.Metrics.Files) == 0 {
		plan.Metrics.Files = edits.MetricsFiles
	}
	if here := f.here(); here != nil {
		if err := here.Prepare(ctx, f, s, &plan); err != nil {
			return plan, err
		}
		s.With = plan.With // from the project: a home directory is no criterion, and nobody's to read
	}
	plan.Criteria, plan.Renew = f.hidden(criteria(s, plan.Metrics)), s.Statement != "" && !s.Resumed
	if hosted, ok := f.Project.(train.Dispatched); ok {
		absent, warnings, err := hosted.LeftOut(ctx, plan)
		if err != nil {
			return plan, err
		}
		plan.Absent, plan.Warnings = absent, append(plan.Warnings, warnings...)
	}
	plan.Warnings = append(plan.Warnings, edits.Predict(project.Linked(files), plan)...)
	if asked := asksFor(s.Repeating); asked != "" {
		return plan, challengeName(f.withConstants(files, plan), asked)
	}
	return plan, nil
}

// above says where the params file may be of a training that was started in a folder without
// one, and that no command gives any params.
func (f *Flow) above(ctx context.Context, s settings.Settings, plan repro.Plan) []string {
	started := slices.ContainsFunc(plan.Params, func(edit repro.ParamEdit) bool {
		return edit.File != "" || edit.Status == repro.ParamPassed
	})
	whole, prefix, err := f.Project.RepositoryFiles(ctx, plan.Code.Commit)
	if started || err != nil || s.Directory != "" || len(s.Params.ParamsFiles) > 0 {
		return nil
	}
	if note := project.Above(whole, prefix); note != "" {
		return []string{note}
	}
	return nil
}

// checkFolder refuses a named folder that the commit does not have.
func (f *Flow) checkFolder(ctx context.Context, folder, commit string) error {
	if folder == "" {
		return nil
	}
	whole, _, err := f.Project.RepositoryFiles(ctx, commit)
	if err != nil {
		return err
	}
	if err := project.CheckFolder(whole, folder, "in commit "+gitformat.Short(commit)); err != nil {
		return repro.Doubtf(repro.ParamsNotWritable, "%w", err)
	}
	return nil
}
