package git_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// TestTouching: of a history those commits are listed that change the paths, the oldest
// first, with a merge as one; and it is known where the lines of two commits part.
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

	fork := commit(t, repository, beside+"^")
	sh(t, dir, "checkout", "--quiet", "--orphan", "apart")
	sh(t, dir, "commit", "--quiet", "-m", "apart")
	apart := commit(t, repository, "HEAD")
	for _, c := range []struct {
		from, to string
		want     git.Line
	}{
		{from, to, git.Line{Base: from, Commits: []string{first, merge, gone}, All: 7, Known: true}},
		{to, from, git.Line{Base: from, Known: true}},
		{from, from, git.Line{Base: from, Known: true}},
		{beside, to, git.Line{Base: fork, Commits: []string{merge, gone}, All: 5, Known: true}},
		{merge, beside, git.Line{Base: beside, Known: true}},
		{apart, to, git.Line{All: 10, Known: true}},
	} {
		line, err := repository.Touching(t.Context(), c.from, c.to, []string{"src/train.py"})
		if c.to == to && c.from == apart {
			c.want.All = line.All // with the project's own
		}
		if err != nil || !slices.Equal(line.Commits, c.want.Commits) || line.Base != c.want.Base || line.All != c.want.All || line.Known != c.want.Known {
			t.Errorf("%s to %s: %+v, %v; want %+v", c.from, c.to, line, err, c.want)
		}
	}
	if _, err := repository.Touching(t.Context(), "--all", to, nil); err == nil {
		t.Error("an option is taken for a commit")
	}
}

// TestRenames: a file that moved, also with a change, is one pair, and no other is.
func TestRenames(t *testing.T) {
	t.Parallel()
	repository, dir := project(t)
	text := strings.Repeat("a line of a program\nand another one\n", 20)
	gittest.Write(t, dir, "src/a b.py", text)
	gittest.Write(t, dir, "src/same.py", text+"same\n")
	gittest.Write(t, dir, "src/gone.py", "gone\n")
	sh(t, dir, "add", "--all")
	sh(t, dir, "commit", "--quiet", "-m", "before")
	from := commit(t, repository, "HEAD")
	sh(t, dir, "mv", "src/a b.py", "moved.py")
	sh(t, dir, "mv", "src/same.py", "same.py")
	sh(t, dir, "rm", "--quiet", "src/gone.py")
	gittest.Write(t, dir, "moved.py", text+"more\n")
	gittest.Write(t, dir, "new.py", "nothing of the kind\n")
	sh(t, dir, "add", "--all")
	sh(t, dir, "commit", "--quiet", "-m", "after")
	got, err := repository.Renames(t.Context(), from, commit(t, repository, "HEAD"))
	if want := []git.Rename{{From: "src/a b.py", To: "moved.py"}, {From: "src/same.py", To: "same.py"}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
	if got, err := repository.Renames(t.Context(), from, from); err != nil || len(got) > 0 {
		t.Errorf("of one commit: %q, %v", got, err)
	}
	if _, err := repository.Renames(t.Context(), "--all", from); err == nil {
		t.Error("an option is taken for a commit")
	}
}
