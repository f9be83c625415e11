package git_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestTakeAway: what is taken away is gone, git calls the tree clean all the same,
// and gives the file back to whoever asks for it.
func TestTakeAway(t *testing.T) {
	t.Parallel()
	repository, dir := prepared(t)
	repository.Clones = t.TempDir()
	before := snapshot(t, dir)
	clone, err := repository.Clone(t.Context(), branch, false)
	if err != nil {
		t.Fatal(err)
	}
	if tracked, err := clone.Tracked(t.Context()); err != nil || !slices.Contains(tracked, "src/train.py") || slices.Contains(tracked, ".git") {
		t.Fatalf("tracked %q, %v", tracked, err)
	}
	file := filepath.Join(clone.Dir, "src", "train.py")
	gone := func() bool { _, err := os.Lstat(file); return errors.Is(err, fs.ErrNotExist) }
	for _, restore := range [][]string{{"checkout", "--", "src/train.py"}, {"reset", "--hard", "--quiet"}, {"restore", "."}} {
		if err := clone.TakeAway(t.Context(), []string{"src/train.py"}); err != nil || !gone() {
			t.Fatalf("taken away: %v, %v", gone(), err)
		}
		if status := sh(t, clone.Dir, "status", "--porcelain"); status != "" {
			t.Errorf("git status tells of it: %s", status)
		}
		if _, files, err := clone.Since(t.Context()); err != nil || len(files) > 0 {
			t.Errorf("changed %q, %v", files, err)
		}
		if sh(t, clone.Dir, restore...); gone() {
			t.Errorf("git %q does not give it back", restore)
		}
	}
	if err := clone.TakeAway(t.Context(), []string{"nowhere"}); err == nil {
		t.Error("a file that is not there was taken away")
	}
	checkSame(t, before, snapshot(t, dir))
}
