package git

import (
	"fmt"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// TestBefore asks for the newest commit of a line at a time; what a merge brought is no
// part of the line.
func TestBefore(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	day := func(n int) time.Time { return time.Date(2026, 11, n, 0, 0, 0, 0, time.UTC) }
	made := map[int]string{}
	commit := func(n int, args ...string) {
		date := fmt.Sprintf("@%d +0000", day(n).Unix())
		if _, err := (call{dir: dir, args: append([]string{"-c", "user.name=A", "-c", "user.email=a@example.com"}, args...), env: []string{"GIT_COMMITTER_DATE=" + date, "GIT_AUTHOR_DATE=" + date}}).run(t.Context()); err != nil {
			t.Fatal(err)
		}
		made[n] = gittest.Git(t, dir, "rev-parse", "HEAD")
	}
	gittest.Git(t, dir, "init", "--quiet", "--initial-branch=main")
	commit(2, "commit", "--quiet", "--allow-empty", "-m", "One")
	gittest.Git(t, dir, "checkout", "--quiet", "-b", "side")
	commit(3, "commit", "--quiet", "--allow-empty", "-m", "Beside")
	gittest.Git(t, dir, "checkout", "--quiet", "main")
	commit(4, "commit", "--quiet", "--allow-empty", "-m", "Two")
	commit(6, "merge", "--quiet", "--no-ff", "-m", "Merge", "side")
	r, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[time.Time]int{day(1): 0, day(2): 2, day(3).Add(time.Hour): 2, day(5): 4, day(9): 6} {
		if got, err := r.Before(t.Context(), made[6], at); err != nil || got != made[want] {
			t.Errorf("at %s: %s, %v; want that of day %d", at, got, err, want)
		}
	}
	if _, err := r.Before(t.Context(), "no such commit", day(9)); err == nil {
		t.Error("no error for what is no commit")
	}
}
