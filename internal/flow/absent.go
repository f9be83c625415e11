package flow

import (
	"regexp"
	"slices"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// notFound is how programs, shells and Python say that a file is not there.
var notFound = regexp.MustCompile(`(?i)no such file|not found|filenotfounderror|does not exist|cannot (open|find)|can't (open|find)`)

// absent explains the failure that people meet first: what they have on disk
// and not in git is not in the worktree. "" where the log speaks of no file.
func absent(plan repro.Plan, execution repro.Execution) string {
	if plan.Command == "" || execution.Status != repro.ExecFailed || !slices.ContainsFunc(execution.Log, notFound.MatchString) {
		return ""
	}
	return "the training ran in a checkout of its own: files that git does not have (ignored data, a virtual environment) are not in it, and relative paths out of the repository lead elsewhere; keep such files in git or DVC, or name them by their full path"
}
