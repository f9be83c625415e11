package git

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// TestTouched asks for the files of commits: an ordinary one, one that removes and
// renames, an empty one, and a merge, which brings what its branch did.
func TestTouched(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	odd := "a dir/漢\nf.py"
	if runtime.GOOS == "windows" { // which has no such names
		odd = "a dir/漢 f.py"
	}
	at := func(day int) string {
		return fmt.Sprintf("@%d +0000", time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC).Unix())
	}
	commit := func(day int, args ...string) {
		if _, err := (call{dir: dir, args: append([]string{"-c", "user.name=A", "-c", "user.email=a@example.com"}, args...), env: []string{"GIT_COMMITTER_DATE=" + at(day), "GIT_AUTHOR_DATE=" + at(1)}}).run(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	gittest.Git(t, dir, "init", "--quiet", "--initial-branch=main")
	gittest.Write(t, dir, "train.py", "1")
	gittest.Write(t, dir, "old.py", "2")
	gittest.Git(t, dir, "add", "-A")
	commit(2, "commit", "--quiet", "-m", "One")
	gittest.Write(t, dir, odd, "3")
	gittest.Git(t, dir, "mv", "old.py", "new.py")
	gittest.Git(t, dir, "add", "-A")
	commit(3, "commit", "--quiet", "-m", "Two")
	commit(4, "commit", "--quiet", "--allow-empty", "-m", "Three")
	gittest.Git(t, dir, "checkout", "--quiet", "-b", "side", "HEAD~1")
	gittest.Write(t, dir, "data.csv.dvc", "4")
	gittest.Git(t, dir, "add", "-A")
	commit(3, "commit", "--quiet", "-m", "Data")
	gittest.Git(t, dir, "checkout", "--quiet", "main")
	commit(6, "merge", "--quiet", "--no-ff", "--no-edit", "side")

	repository, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[int]string{
		3: "6 [data.csv.dvc], 4 [], 3 [" + odd + " new.py old.py], ",
		5: "6 [data.csv.dvc], ",
		7: "",
	} {
		touches, err := repository.Touched(t.Context(), time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC))
		got := ""
		for _, touch := range touches {
			got += fmt.Sprintf("%d %v, ", touch.At.Day(), touch.Files)
		}
		if err != nil || got != want {
			t.Errorf("since day %d: %q (%v), want %q", day, got, err, want)
		}
	}
	shallow := t.TempDir()
	gittest.Git(t, shallow, "clone", "--quiet", "--depth=1", "file://"+dir, "cut")
	repository, err = Open(t.Context(), shallow+"/cut")
	if err != nil {
		t.Fatal(err)
	}
	if touches, err := repository.Touched(t.Context(), time.Time{}); err != nil || len(touches) != 0 {
		t.Errorf("a shallow clone tells %v (%v)", touches, err)
	}
}
