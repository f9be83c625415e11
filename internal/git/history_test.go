package git_test

import (
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// TestTouching: of a history those commits are listed that change the paths, the oldest
// first, with a merge as one; what is beside the line has none.
func TestTouching(t *testing.T) {
	t.Parallel()
	repository, dir := project(t)
	from := commit(t, repository, "HEAD")
	made := func(file, text string) string {
		gittest.Write(t, dir, file, text)
		sh(t, dir, "add", file)
		sh(t, dir, "commit", "--quiet", "-m", file)
		return commit(t, repository, "HEAD")
	}
	first := made("src/train.py", "1\n")
	made("notes.md", "1\n")
	sh(t, dir, "checkout", "--quiet", "-b", "beside")
	beside := made("src/train.py", "2\n")
	sh(t, dir, "checkout", "--quiet", "main")
	made("notes.md", "2\n")
	sh(t, dir, "merge", "--quiet", "--no-ff", "-m", "merge", "beside")
	merge := commit(t, repository, "HEAD")
	made("notes.md", "3\n")
	gone := func() string {
		sh(t, dir, "rm", "--quiet", "src/train.py")
		sh(t, dir, "commit", "--quiet", "-m", "gone")
		return commit(t, repository, "HEAD")
	}()
	to := made("notes.md", "4\n")

	commits, all, err := repository.Touching(t.Context(), from, to, []string{"src/train.py"})
	if want := []string{first, merge, gone}; err != nil || all != 7 || !slices.Equal(commits, want) {
		t.Errorf("%q of %d, %v; want %q of 7", commits, all, err, want)
	}
	for _, c := range []struct{ from, to string }{{to, from}, {beside, to}, {from, from}} {
		if commits, all, err := repository.Touching(t.Context(), c.from, c.to, []string{"src/train.py"}); err != nil || len(commits) != 0 || all != 0 {
			t.Errorf("%s to %s: %q of %d, %v", c.from, c.to, commits, all, err)
		}
	}
	if _, _, err := repository.Touching(t.Context(), "--all", to, nil); err == nil {
		t.Error("an option is taken for a commit")
	}
}
