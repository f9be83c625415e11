package flow

import (
	"context"
	"fmt"
	"slices"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// doubtUngiven ends a check in which the metrics differ and none of the original's params is
// known to have reached the training: no file has a place for one, the command passes none,
// no program names one with its value, and there is no run that logged what it trained with.
// It may have trained with other params, which is no drift.
func (c *check) doubtUngiven(ctx context.Context) error {
	edits := c.result.Plan.Params
	lost := repro.ParamsWith(edits, repro.ParamLoggedOnly)
	given := repro.ParamsWith(edits, repro.ParamUnchanged, repro.ParamWritten, repro.ParamAssumed, repro.ParamPassed)
	verdict, _, _ := judge.Judge(nil, c.result.Comparison)
	if verdict != repro.Drifted || len(lost) == 0 || len(given) > 0 || c.collected.Tracked.ID != "" {
		return nil
	}
	if project, ok := c.Project.(HasConstants); ok {
		files, err := c.Project.Files(ctx, c.result.Plan.Code.Commit)
		if err != nil {
			return err
		}
		change := project.Constants(files, c.result.Plan)
		if slices.ContainsFunc(edits, func(edit repro.ParamEdit) bool { return c.constant(change, edit) }) {
			return nil
		}
	}
	way := "log them, or name their places with --params-map NAME=FILE:KEY"
	if c.result.Plan.Command != "" {
		way = fmt.Sprintf("pass them, as with {%s} in --run-command, or name their places with --params-map NAME=FILE:KEY", lost[0])
	}
	gate := repro.Gate{Name: evidence.ParamsArrived, State: repro.GateFailed, Reason: repro.ParamsNotApplied, Text: fmt.Sprintf(
		"the metrics differ, and none of the original's params is known to have reached the training: nothing has a place for %s; %s", wording.ListUpTo(lost, 5), way)}
	c.result.Evidence = append([]repro.Gate{gate}, slices.DeleteFunc(c.result.Evidence, func(g repro.Gate) bool { return g.Name == gate.Name })...)
	return errNotProven
}

// constant says whether a program, a file of settings or the run command has a param with its
// value, in a text that the training did not write itself.
func (c *check) constant(change func(repro.ParamEdit, string) (repro.Plan, bool), edit repro.ParamEdit) bool {
	plan, has := change(edit, "")
	if !has || plan.Command != c.result.Plan.Command || len(plan.Files) == 0 {
		return has
	}
	return c.training.Wrote == nil || !c.training.Wrote(plan.Files[len(plan.Files)-1].Path)
}
