package git_test

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// TestCommitMixed: some paths are another commit's, one is gone, one has content of its
// own, and nothing of the clone has moved.
func TestCommitMixed(t *testing.T) {
	t.Parallel()
	repository, dir := project(t)
	before := commit(t, repository, "HEAD")
	sh(t, dir, "rm", "-q", "params.yaml")
	gittest.Write(t, dir, "params.yaml/inner.yaml", "x\n") // a directory in the place of a file
	gittest.Write(t, dir, "src/train.py", "print('other')\n")
	gittest.Write(t, dir, "added.txt", "new\n")
	sh(t, dir, "add", "params.yaml", "src/train.py", "added.txt")
	sh(t, dir, "commit", "--quiet", "-m", "today")
	today := commit(t, repository, "HEAD")
	messy := snapshot(t, dir, ".git/objects/")

	entry, err := repository.Entry(t.Context(), before, "params.yaml")
	if err != nil {
		t.Fatal(err)
	}
	replaced := []git.Replacement{
		{Path: "params.yaml", Mode: entry.Mode, Object: entry.Object},
		{Path: "params.yaml/inner.yaml"},
		{Path: "added.txt"},
		{Path: "src/train.py", Mode: "100755", Data: []byte("print('mixed')\n")},
	}
	mixed, err := repository.CommitMixed(t.Context(), today, replaced, "A state of an experiment")
	if err != nil {
		t.Fatal(err)
	}
	again, err := repository.CommitMixed(t.Context(), today, replaced, "A state of an experiment")
	if err != nil || again != mixed {
		t.Errorf("made twice it is %s and %s, %v", mixed, again, err)
	}
	checkSame(t, messy, snapshot(t, dir, ".git/objects/"))
	if got := sh(t, dir, "diff", "--name-status", "--no-renames", today, mixed); got != "D\tadded.txt\nA\tparams.yaml\nD\tparams.yaml/inner.yaml\nM\tsrc/train.py" {
		t.Errorf("the commit differs from today's in\n%s", got)
	}
	if got := sh(t, dir, "show", mixed+":src/train.py"); got != "print('mixed')" {
		t.Errorf("src/train.py is %q", got)
	}
	if got := sh(t, dir, "rev-parse", mixed+"^"); got != today {
		t.Errorf("its parent is %s, want %s", got, today)
	}
	for _, path := range []string{"../out", ".git/config", "a//b", ""} {
		if _, err := repository.CommitMixed(t.Context(), today, []git.Replacement{{Path: path}}, "no"); err == nil {
			t.Errorf("path %q is taken", path)
		}
	}
	if _, err := repository.CommitMixed(t.Context(), strings.Repeat("1", 40), nil, "no"); err == nil {
		t.Error("a commit that is not there is taken for a base")
	}
}
