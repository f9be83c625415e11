package train

import (
	"fmt"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// AnotherCommit words a commit that is not the branch's.
func AnotherCommit(commit string, change repro.Change) string {
	what := "which is neither"
	if commit == change.Base {
		what = "which the branch starts from, and not"
	}
	text := fmt.Sprintf("it recorded commit %.12s, %s %.12s on %s", commit, what, change.Commit, change.Branch)
	if commit != change.Base {
		text += " nor on top of it"
	}
	return text
}
