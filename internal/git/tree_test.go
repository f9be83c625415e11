package git_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// TestFiles_listedOnce: the files of a commit are asked of git once, a caller's changes to the
// answer are its own, and another commit is another question.
func TestFiles_listedOnce(t *testing.T) {
	t.Parallel()
	repository, dir := project(t)
	commit := sh(t, dir, "rev-parse", "HEAD")
	first, err := repository.Files(t.Context(), commit)
	if err != nil || len(first) != 3 {
		t.Fatalf("%v, %v", first, err)
	}
	first[0].Path = "changed"
	gittest.Write(t, dir, "more.txt", "1\n")
	sh(t, dir, "add", "-A")
	sh(t, dir, "commit", "--quiet", "-m", "more")
	later := sh(t, dir, "rev-parse", "HEAD")
	if more, err := repository.Files(t.Context(), later); err != nil || len(more) != 4 {
		t.Errorf("%v, %v", more, err)
	}
	if err := os.Rename(filepath.Join(dir, ".git"), filepath.Join(dir, "away")); err != nil { // git answers nothing now
		t.Fatal(err)
	}
	again, err := repository.Files(t.Context(), commit)
	if err != nil || len(again) != 3 || again[0].Path != ".gitignore" {
		t.Errorf("%v, %v", again, err)
	}
	if has, err := repository.HasCommit(t.Context(), later); !has || err != nil {
		t.Errorf("%v, %v", has, err)
	}
}
