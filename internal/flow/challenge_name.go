package flow

import (
	"context"
	"io/fs"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/challenge"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A NameError says that a name which somebody typed is none of those that it may be, and
// which are.
type NameError struct{ text string }

func (e *NameError) Error() string { return e.text }

// challengeName holds the name of a param for a challenge against a plan, before anything
// is trained: one that a challenge cannot change would be ignored afterwards.
func challengeName(edits []repro.ParamEdit, asked string) error {
	var names []string
	for _, input := range challenge.Changeable(edits) {
		if input.Name == asked {
			return nil
		}
		names = append(names, input.Name)
	}
	text, meant := "challenge: the original logged no param "+wording.Quote(asked)+".", ""
	for _, edit := range edits {
		switch {
		case edit.Name == asked && edit.Status.Given():
			text = "challenge: " + wording.Quote(asked) + " was logged as no number that can be halved or counted up."
		case edit.Name == asked:
			text = "challenge: " + wording.Quote(asked) + " is put neither into a params file nor into the run command, so it cannot be changed."
		case strings.Join(edit.Key, ".") == asked && slices.Contains(names, edit.Name):
			meant = edit.Name
		}
	}
	if meant == "" {
		meant = wording.Nearest(asked, append([]string{settings.ChallengeAuto, settings.ChallengeAlways, settings.ChallengeOff}, names...))
	}
	if meant != "" {
		text += " Did you mean " + wording.Quote(meant) + "?"
	}
	if len(names) == 0 {
		return &NameError{text + " No param can be changed here; leave --challenge out"}
	}
	return &NameError{text + " A challenge can change " + wording.ListUpTo(names, 10)}
}

// changeable are the params of a check's plan, with those as passed that a challenge can
// change in a text of the commit.
func (c *check) changeable(ctx context.Context) []repro.ParamEdit {
	files, err := c.Project.Files(ctx, c.result.Plan.Code.Commit)
	if err != nil {
		return c.result.Plan.Params
	}
	return c.withConstants(files, c.result.Plan)
}

// withConstants looks for the params' places in a commit's programs and in the run command,
// where no params file and no placeholder takes any that can be changed.
func (f *Flow) withConstants(files fs.FS, plan repro.Plan) []repro.ParamEdit {
	project, ok := f.Project.(HasConstants)
	if !ok || len(challenge.Inputs(plan.Params, "", false)) > 0 {
		return plan.Params
	}
	edits, change := slices.Clone(plan.Params), project.Constants(files, plan)
	for i, edit := range edits {
		if _, has := change(edit, ""); has && edit.Status == repro.ParamLoggedOnly {
			edits[i].Status = repro.ParamPassed
		}
	}
	return edits
}
