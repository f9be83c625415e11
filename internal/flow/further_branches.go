package flow

import "fmt"

// What follows the name of a check's branch in those of its further trainings.
const (
	repeatBranch    = "-r"
	challengeBranch = "-challenge"
	withoutBranch   = "-without"
	againBranch     = "-again" // the judged training after a challenge
)

// further is the name of the branch of a further training.
func further(branch, end string, number int) string {
	return fmt.Sprintf("%s%s%d", branch, end, number)
}

// FurtherBranches are patterns of git for what follows the name of a check's branch in those of its
// further trainings.
func FurtherBranches() []string {
	const aNumber = "[0-9]*"
	return []string{repeatBranch + aNumber, challengeBranch + aNumber, withoutBranch + aNumber, againBranch}
}
