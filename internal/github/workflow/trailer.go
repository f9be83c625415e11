package workflow

import (
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A commit of ours says so in trailers, as git reads them. They are a
// name, not a proof: what a commit may be used for is decided by its tree and
// its parent.
// https://git-scm.com/docs/git-interpret-trailers
const (
	trailerID     = "Reproduce-Id"
	trailerModel  = "Reproduce-Model"
	trailerRun    = "Reproduce-Run"
	trailerBranch = "Reproduce-Branch" // a commit that was merged elsewhere does not make that branch ours
	trailerCommit = "Reproduce-Commit" // the commit to train, on a branch that cannot hold it
)

// message is what the params commit says. A push by a person's token would
// start the project's push workflows beside the one we dispatch; [skip ci] keeps
// them still and has no effect on a dispatch.
// https://docs.github.com/actions/how-tos/manage-workflow-runs/skip-workflow-runs
func message(plan repro.Plan, extra ...string) string {
	label := printable.Key(plan.Model.Label(), 120)
	title := "Reproduce %s with the params of its run"
	if plan.Challenge != "" {
		title = "Challenge %s with a param changed"
	}
	return fmt.Sprintf(title+" [skip ci]\n\n%s%s: %s\n%s: %s\n%s: %s\n%s: %s\n",
		label, leftOut(plan.Absent), trailerModel, label, trailerRun, printable.OneLine(plan.Original.ID, 80), trailerBranch, plan.Branch, trailerID, plan.ID) +
		originalMarks(plan.Original.Metrics) + plan.Criteria.Trailer() + strings.Join(extra, "")
}

// leftOut tells people who read the branch that it is none to merge.
func leftOut(names []string) string {
	if len(names) == 0 {
		return ""
	}
	few := make([]string, min(len(names), 5))
	for i := range few {
		few[i] = printable.OneLine(names[i], 80)
	}
	text := strings.Join(few, ", ")
	if more := len(names) - len(few); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return "For this training only, and not to be merged: it makes these itself, and none\nof them is to be there before.\nLeft out: " + text + "\n\n"
}

// trailer gives the value of a trailer in a message's last paragraph.
func trailer(message, name string) string {
	paragraphs := strings.Split(strings.TrimSpace(strings.ReplaceAll(message, "\r\n", "\n")), "\n\n")
	if len(paragraphs) < 2 {
		return ""
	}
	for _, line := range strings.Split(paragraphs[len(paragraphs)-1], "\n") {
		if value, ok := strings.CutPrefix(line, name+": "); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
