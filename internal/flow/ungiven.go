package flow

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/reproduce-action/reproduce/internal/challenge"
	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// doubtUngiven ends a check in which the metrics differ and the training may have had other
// params than the original, which is no drift: none of them is known to have reached it (no
// file has a place for one, the command passes none, no program gives one its value, and no
// run logged what it trained with), or one that fitting uses has another value in a program. What
// each training has of its own, as a date or a host, nobody gives it.
func (c *check) doubtUngiven(ctx context.Context) error {
	edits := c.result.Plan.Params
	lost := slices.DeleteFunc(slices.Clone(edits), func(edit repro.ParamEdit) bool {
		_, logged := c.collected.Tracked.Params.Get(edit.Name)
		return edit.Status != repro.ParamLoggedOnly || logged || params.ByNature(edit.Name)
	})
	if c.verdict(nil) != repro.Drifted || len(lost) == 0 {
		return nil
	}
	named, err := c.named(ctx)
	if err != nil {
		return err
	}
	given := repro.ParamsWith(edits, repro.ParamUnchanged, repro.ParamWritten, repro.ParamAssumed, repro.ParamPassed)
	constant := func(edit repro.ParamEdit) bool { return len(named(edit).Same) > 0 }
	if len(given) == 0 && c.collected.Tracked.ID == "" && !slices.ContainsFunc(lost, constant) {
		return c.notGiven(lost, "none of the original's params is known to have reached the training: nothing has a place for ")
	}
	for _, edit := range lost {
		found := named(edit)
		if (challenge.Input{Name: edit.Name}).Fits(false) && len(found.Same) == 0 && found.Other != "" {
			return c.notGiven([]repro.ParamEdit{edit}, found.Other+" takes another value than the original's, or one that nothing gave the training: ")
		}
	}
	c.noteConstants(lost, named)
	return nil
}

// noteConstants keeps in the plan which params the commit's own texts have, so that nobody is
// told that they were not applied.
func (c *check) noteConstants(lost []repro.ParamEdit, named func(repro.ParamEdit) challenge.Named) {
	edits := slices.Clone(c.result.Plan.Params)
	for i, edit := range edits {
		if found := named(edit); len(found.Same) > 0 && slices.ContainsFunc(lost, func(other repro.ParamEdit) bool { return other.Name == edit.Name }) {
			edits[i].Rule = params.RuleConstant + wording.ListUpTo(found.Same, 3)
		}
	}
	c.result.Plan.Params = edits
}

// notGiven ends a check for the params that the training may not have had.
func (c *check) notGiven(lost []repro.ParamEdit, why string) error {
	var names []string
	for _, edit := range lost {
		names = append(names, edit.Name)
	}
	way := "log them, or name their places with --params-map NAME=FILE:KEY"
	if c.result.Plan.Command != "" {
		way = fmt.Sprintf("pass them, as with {%s} in --run-command, or name their places with --params-map NAME=FILE:KEY", names[0])
	}
	gate := repro.Gate{Name: evidence.ParamsArrived, State: repro.GateFailed, Reason: repro.ParamsNotApplied, Text: fmt.Sprintf(
		"the metrics differ, and %s%s; %s. What is no setting of the training is left out with --ignore-params", why, wording.ListUpTo(names, 5), way)}
	c.result.Evidence = append([]repro.Gate{gate}, slices.DeleteFunc(c.result.Evidence, func(g repro.Gate) bool { return g.Name == gate.Name })...)
	return errNotProven
}

// named gives where the commit's texts name a param: those that hold after the training what
// they held before it, as others may have what the training itself wrote of its params.
func (c *check) named(ctx context.Context) (func(repro.ParamEdit) challenge.Named, error) {
	project, ok := c.Project.(HasConstants)
	if !ok {
		return func(repro.ParamEdit) challenge.Named { return challenge.Named{} }, nil
	}
	files, err := c.Project.Files(ctx, c.result.Plan.Code.Commit)
	if err != nil {
		return nil, err
	}
	return project.FindNamed(files, c.result.Plan, func(text repro.FileEdit) bool {
		if c.training.Files == nil { // nobody can look
			return true
		}
		is, err := doc.ReadFile(c.training.Files, text.Path)
		return err == nil && bytes.Equal(bytes.TrimSpace(text.After), bytes.TrimSpace(is))
	}), nil
}
