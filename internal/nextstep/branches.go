package nextstep

import "github.com/reproduce-action/reproduce/internal/wording"

// RemoveBranches is the line that removes the branches which further trainings of a check made
// beside its own: branch is that of the check, and ends are patterns of what follows it.
func RemoveBranches(branch string, ends ...string) string {
	line := "git branch --list"
	for _, end := range ends {
		line += " " + wording.Quote(branch+end)
	}
	return line + " --format '%(refname:short)' | xargs git branch -D"
}
