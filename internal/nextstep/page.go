package nextstep

import (
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A Page is where a check on GitHub is read: a comment or a job summary. Somebody in
// front of it has no command line.
type Page struct {
	// Comment is the comment that makes the same check again, with more said; "" where
	// nobody listens to comments.
	Comment func(more settings.Values) string

	Anybody string // the comment by which somebody with access asks for the check
	Where   string // where permissions are given
	Lines   string // the permissions that lack; "" where nobody knows which
}

// Step is the next step in the words of a page. Where it has none the result's own
// command line has to do.
func (p Page) Step(r repro.Result) repro.NextStep {
	kind := Of(r, nil)
	if files := keepable(r); kind == KeepFile && len(files) > 0 {
		step := repro.NextStep{Before: "add", Code: "keep: " + files[0], After: " to the action's inputs, in case the training starts from it"}
		if len(files) > 1 {
			step.Before, step.Code, step.After = "name in the action's input", "keep", " what the training starts from of "+wording.List(files)
		}
		return step
	}
	switch kind {
	case GrantPermission:
		if p.Lines != "" {
			return repro.NextStep{Before: "add to " + p.Where, Lines: p.Lines}
		}
	case PinPackage, SeeChanges, ExplainCause, OriginalCode, Repeat:
		if len(r.Repeats) > 0 {
			return repro.NextStep{}
		}
		const why = "to measure how much these metrics vary by themselves"
		if comment := p.Comment(settings.Values{"repeats": "auto"}); comment != "" {
			return repro.NextStep{Before: "comment", Code: comment, After: ", " + why}
		}
		return repro.NextStep{Before: "add", Code: "repeats: auto", After: " to the action's inputs, " + why}
	case AskWithAccess:
		if p.Anybody != "" {
			return repro.NextStep{Before: "if the repository has the workflow for comments, somebody with write permission can comment", Code: p.Anybody}
		}
	case CheckAgain:
		return repro.NextStep{Before: "re-run the workflow run; it continues from what is already done"}
	case WaitLonger:
		return repro.NextStep{Before: "when the training is over, re-run the workflow run within the hour; it takes up that training"}
	case KeepFile, LendFile, FixTraining:
		const fix = "fix the error that the training's log shows, then "
		if comment := p.Comment(nil); comment != "" {
			return repro.NextStep{Before: fix + "comment", Code: comment}
		}
		return repro.NextStep{Before: fix + "re-run the workflow run"}
	}
	return repro.NextStep{}
}
