package nextstep

import "testing"

// TestRemoveBranches: the line takes the branches beside that of a check, and not the check's own.
func TestRemoveBranches(t *testing.T) {
	t.Parallel()
	const want = "git branch --list 'reproduce/a/v1-r[0-9]*' 'reproduce/a/v1-challenge[0-9]*' --format '%(refname:short)' | xargs git branch -D"
	if got := RemoveBranches("reproduce/a/v1", "-r[0-9]*", "-challenge[0-9]*"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
