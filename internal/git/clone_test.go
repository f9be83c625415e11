package git_test

import (
	"bufio"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// prepared is a messy project with a params commit on its branch.
func prepared(t *testing.T) (*git.Repository, string) {
	t.Helper()
	repository, dir := project(t)
	messy(t, dir)
	if _, err := repository.CommitParams(t.Context(), commit(t, repository, "HEAD"), branch, edits, message); err != nil {
		t.Fatal(err)
	}
	return repository, dir
}

func TestACloneIsTheBranchAndLeavesTheProjectAlone(t *testing.T) {
	t.Parallel()
	repository, dir := prepared(t)
	repository.Clones = t.TempDir()
	before := snapshot(t, dir)
	tree, err := repository.Clone(t.Context(), branch, false)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join(tree.Dir, "params.yaml")); err != nil || string(got) != after {
		t.Errorf("params.yaml in the clone is %q, %v; want %q", got, err, after)
	}
	if on := sh(t, tree.Dir, "symbolic-ref", "--short", "HEAD"); on != branch {
		t.Errorf("the clone is on %s, want %s", on, branch)
	}
	gittest.Write(t, tree.Dir, "metrics/metrics.json", `{"acc": 1}`) // ignored
	gittest.Write(t, tree.Dir, "dvc.lock", "schema: '2.0'\n")
	gittest.Write(t, tree.Dir, "src/train.py", "changed\n")
	changed, err := tree.Changed(t.Context())
	if want := []string{"dvc.lock", "src/train.py"}; err != nil || !sameSet(changed, want) {
		t.Errorf("Changed = %q, %v; want %q", changed, err, want)
	}
	checkSame(t, before, snapshot(t, dir))
	if err := tree.Remove(t.Context()); err != nil {
		t.Fatal(err)
	}
	checkSame(t, before, snapshot(t, dir))
	if _, err := os.Stat(filepath.Dir(tree.Dir)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s is still there: %v", tree.Dir, err)
	}
	if list := strings.Split(sh(t, dir, "worktree", "list"), "\n"); len(list) != 1 {
		t.Errorf("git still knows %q", list)
	}
	if tip := commit(t, repository, branch); tip != tree.Commit {
		t.Errorf("the branch is at %s, want %s still", tip, tree.Commit)
	}
}

func sameSet(a, b []string) bool {
	set := func(list []string) map[string]int {
		m := map[string]int{}
		for _, item := range list {
			m[item]++
		}
		return m
	}
	return reflect.DeepEqual(set(a), set(b))
}

func TestOneBranchIsTrainedByOneProcessAtATime(t *testing.T) {
	t.Parallel()
	repository, _ := prepared(t)
	parent := t.TempDir()
	repository.Clones = parent
	first, err := repository.Clone(t.Context(), branch, false)
	if err != nil {
		t.Fatal(err)
	}
	gittest.Write(t, first.Dir, "checkpoint", "precious")
	if _, err := repository.Clone(t.Context(), branch, false); err == nil || !strings.Contains(err.Error(), "another reproduction") {
		t.Errorf("the second clone: %v; want to hear of the first", err)
	}
	other := []repro.FileEdit{{Path: "params.yaml", Before: []byte(params), After: []byte("train: {lr: 1}\n")}}
	if _, err := repository.CommitParams(t.Context(), commit(t, repository, "HEAD"), branch, other, message); err == nil || !strings.Contains(err.Error(), "another reproduction") {
		t.Errorf("moving the branch meanwhile: %v; want to hear of the first", err)
	}
	if _, err := os.Stat(filepath.Join(first.Dir, "checkpoint")); err != nil {
		t.Errorf("the first one's work is gone: %v", err)
	}
	if err := first.Remove(t.Context()); err != nil {
		t.Fatal(err)
	}
	second, err := repository.Clone(t.Context(), branch, false)
	if err != nil {
		t.Fatalf("after the first one ended: %v", err)
	}
	if err := second.Remove(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestAKilledProcessLeavesNothingInTheWay starts this test binary again, which
// makes a clone and is killed in it.
func TestAKilledProcessLeavesNothingInTheWay(t *testing.T) {
	t.Parallel()
	repository, dir := prepared(t)
	parent := t.TempDir()
	repository.Clones = parent
	child := exec.Command(os.Args[0], "-test.run=^TestHelperHoldClone$")
	child.Env = append(os.Environ(), "REPRODUCE_HOLD="+dir, "REPRODUCE_HOLD_PARENT="+parent)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "holding ") {
		t.Fatalf("the child said %q, %v", line, err)
	}
	stale := strings.TrimSpace(strings.TrimPrefix(line, "holding "))
	if _, err := repository.Clone(t.Context(), branch, false); err == nil || !strings.Contains(err.Error(), "process ") {
		t.Errorf("while the child lives: %v; want its number", err)
	}
	_ = child.Process.Kill()
	_ = child.Wait()
	gittest.Write(t, stale, "half-written", "x")
	if err := os.Mkdir(filepath.Join(stale, "read-only"), 0o500); err != nil {
		t.Fatal(err)
	}

	other := []repro.FileEdit{{Path: "params.yaml", Before: []byte(params), After: []byte("train: {lr: 1}\n")}}
	if _, err := repository.CommitParams(t.Context(), commit(t, repository, "HEAD"), branch, other, message); err != nil {
		t.Fatalf("moving the branch after the child died: %v", err)
	}
	tree, err := repository.Clone(t.Context(), branch, false)
	if err != nil {
		t.Fatalf("after the child died: %v", err)
	}
	if tree.Dir != stale {
		t.Errorf("the directory is %s, was %s; want the same for the same branch", tree.Dir, stale)
	}
	if changed, err := tree.Changed(t.Context()); err != nil || len(changed) != 0 {
		t.Errorf("the new clone starts with %q, %v", changed, err)
	}
	if err := tree.Remove(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestHelperHoldClone(t *testing.T) {
	dir := os.Getenv("REPRODUCE_HOLD")
	if dir == "" {
		t.SkipNow() // only a child of the test above has work here
	}
	repository, err := git.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	repository.Clones = os.Getenv("REPRODUCE_HOLD_PARENT")
	tree, err := repository.Clone(t.Context(), branch, false)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = os.Stdout.WriteString("holding " + tree.Dir + "\n")
	<-t.Context().Done()    // until killed
	runtime.KeepAlive(tree) // or the collector closes its lock
}

func TestAVanishedDirectoryIsNoObstacle(t *testing.T) {
	t.Parallel()
	repository, dir := prepared(t)
	parent := t.TempDir()
	repository.Clones = parent
	tree, err := repository.Clone(t.Context(), branch, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := tree.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(parent); err != nil { // a cleaned /tmp
		t.Fatal(err)
	}
	theirs := filepath.Join(t.TempDir(), "theirs")
	sh(t, dir, "worktree", "add", "--quiet", "--detach", theirs)
	if err := os.RemoveAll(theirs); err != nil { // an unmounted disk: git still must know it
		t.Fatal(err)
	}
	tree, err = repository.Clone(t.Context(), branch, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := tree.Remove(t.Context()); err != nil {
		t.Error(err)
	}
	if list := sh(t, dir, "worktree", "list"); !strings.Contains(list, theirs) {
		t.Errorf("the user's own worktree was forgotten: %s", list)
	}
}

func TestACloneOfALinkedWorktreeGoesToTheCache(t *testing.T) {
	t.Parallel()
	_, dir := prepared(t)
	mine := filepath.Join(t.TempDir(), "mine")
	sh(t, dir, "worktree", "add", "--quiet", "--detach", mine)
	fromMine, err := git.Open(t.Context(), mine)
	if err != nil {
		t.Fatal(err)
	}
	tree, err := fromMine.Clone(t.Context(), branch, false)
	if err != nil {
		t.Fatal(err)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(tree.Dir, cache) {
		t.Errorf("the clone is in %s, want it in the cache %s", tree.Dir, cache)
	}
	if name := filepath.Base(tree.Dir); name != "mine" {
		t.Errorf("the clone is called %s, want the user's name", name)
	}
	if beside, err := os.ReadDir(filepath.Dir(tree.Dir)); err != nil || len(beside) != 1 {
		t.Errorf("beside the clone: %v, %v", beside, err)
	}
	if info, err := os.Stat(filepath.Dir(tree.Dir)); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("its parent is %v, %v; want a private directory", info, err)
	}
	if err := tree.Remove(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestCloneRefuses(t *testing.T) {
	t.Parallel()
	repository, dir := prepared(t)
	repository.Clones = t.TempDir()
	for name, want := range map[string]string{"reproduce/none/v1": "no such commit", "main": "default branch", "--detach": "slash or dash"} {
		if tree, err := repository.Clone(t.Context(), name, false); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Clone(%q) = %v, %v; want an error with %q", name, tree, err, want)
		}
	}
	// A branch that is checked out elsewhere is none of a clone's business.
	sh(t, dir, "stash", "drop", "--quiet")
	sh(t, dir, "checkout", "--quiet", "--force", branch)
	tree, err := repository.Clone(t.Context(), branch, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := tree.Remove(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestWhatKilledProcessesLeftOfOtherBranchesIsSweptAway(t *testing.T) {
	t.Parallel()
	repository, dir := prepared(t)
	parent := t.TempDir()
	repository.Clones = parent
	const other = "reproduce/iris/v8"
	if _, err := repository.CommitParams(t.Context(), commit(t, repository, "HEAD"), other, edits, message); err != nil {
		t.Fatal(err)
	}
	stale, err := repository.Clone(t.Context(), branch, false)
	if err != nil {
		t.Fatal(err)
	}
	theirs := filepath.Join(parent, "theirs")
	sh(t, dir, "worktree", "add", "--quiet", "--detach", theirs)
	held, err := repository.Clone(t.Context(), other, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(stale.Dir); err != nil {
		t.Fatalf("a clone in use was swept away: %v", err)
	}
	if err := stale.Close(); err != nil { // as if its process had died
		t.Fatal(err)
	}
	if err := held.Remove(t.Context()); err != nil {
		t.Fatal(err)
	}
	held, err = repository.Clone(t.Context(), other, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(stale.Dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s is still there: %v", stale.Dir, err)
	}
	if _, err := os.Stat(theirs); err != nil {
		t.Errorf("the user's own worktree was swept away: %v", err)
	}
	if err := held.Remove(t.Context()); err != nil {
		t.Error(err)
	}
	if locks, err := filepath.Glob(filepath.Join(parent, "*.lock")); err != nil || len(locks) > 0 {
		t.Errorf("locks of clones that are gone: %q, %v", locks, err)
	}
}

// TestSweepLeavesAWorktreeOfAnotherRepository: a directory beside a lock may be a worktree of a
// repository that this one knows nothing of, with somebody's work in it.
func TestSweepLeavesAWorktreeOfAnotherRepository(t *testing.T) {
	t.Parallel()
	repository, _ := prepared(t)
	_, otherDir := prepared(t)
	repository.Clones = t.TempDir()
	theirs := filepath.Join(repository.Clones, "theirs")
	sh(t, otherDir, "worktree", "add", "--quiet", "--detach", theirs)
	gittest.Write(t, theirs, "work.txt", "a day's work\n")
	gittest.Write(t, repository.Clones, "theirs.lock", "")
	made, err := repository.Clone(t.Context(), branch, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(theirs, "work.txt")); err != nil {
		t.Errorf("the work in another repository's worktree was swept away: %v", err)
	}
	if err := made.Remove(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestSince: where HEAD stands after a training, and which of the commit's own
// files are not what they were; and no repository around the clone is meant.
func TestSince(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		train func(dir string)
		onTop bool
		files []string
		fails bool
	}{
		"nothing":           {func(string) {}, true, nil, false},
		"a file of its own": {func(dir string) { gittest.Write(t, dir, "new.py", "1\n"); sh(t, dir, "add", "new.py") }, true, nil, false},
		"a file of theirs":  {func(dir string) { gittest.Write(t, dir, "src/train.py", "changed\n") }, true, []string{"src/train.py"}, false},
		"a commit on top": {func(dir string) {
			gittest.Write(t, dir, "src/train.py", "changed\n")
			sh(t, dir, "commit", "--quiet", "--all", "-m", "trained")
		}, true, []string{"src/train.py"}, false},
		"another commit":     {func(dir string) { sh(t, dir, "checkout", "--quiet", "--detach", "HEAD~1") }, false, []string{"params.yaml"}, false},
		"no repository left": {func(dir string) { _ = os.RemoveAll(filepath.Join(dir, ".git")) }, false, nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			repository, _ := prepared(t)
			parent := t.TempDir()
			repository.Clones = parent
			sh(t, parent, "init", "--quiet") // the user's home may be one
			tree, err := repository.Clone(t.Context(), branch, false)
			if err != nil {
				t.Fatal(err)
			}
			tt.train(tree.Dir)
			onTop, files, err := tree.Since(t.Context())
			if onTop != tt.onTop || !slices.Equal(files, tt.files) || (err != nil) != tt.fails {
				t.Errorf("on top %t, changed %q, %v", onTop, files, err)
			}
		})
	}
}

// TestALinkedWorktreeOfAnEarlierVersionIsNoObstacle: those versions trained in
// linked worktrees of the same names, and a killed one left its behind.
func TestALinkedWorktreeOfAnEarlierVersionIsNoObstacle(t *testing.T) {
	t.Parallel()
	other := []repro.FileEdit{{Path: "params.yaml", Before: []byte(params), After: []byte("train: {lr: 1}\n")}}
	for name, next := range map[string]func(t *testing.T, repository *git.Repository) error{
		"the branch moves": func(t *testing.T, repository *git.Repository) error {
			_, err := repository.CommitParams(t.Context(), commit(t, repository, "main"), branch, other, message)
			return err
		},
		"it trains again":            func(*testing.T, *git.Repository) error { return nil },
		"its directory is gone":      func(_ *testing.T, repository *git.Repository) error { return os.RemoveAll(repository.Clones) },
		"another branch is trained":  nil,
		"its files are half deleted": func(_ *testing.T, repository *git.Repository) error { return halve(repository.Clones) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			repository, dir := prepared(t)
			repository.Clones = t.TempDir()
			clone, err := repository.Clone(t.Context(), branch, false)
			if err != nil {
				t.Fatal(err)
			}
			if err := clone.Remove(t.Context()); err != nil {
				t.Fatal(err)
			}
			sh(t, dir, "worktree", "add", "--quiet", "--lock", filepath.Dir(clone.Dir), branch)
			trained := branch
			if next == nil {
				trained = "reproduce/iris/v8"
				if _, err := repository.CommitParams(t.Context(), commit(t, repository, "main"), trained, edits, message); err != nil {
					t.Fatal(err)
				}
			} else if err := next(t, repository); err != nil {
				t.Fatal(err)
			}
			again, err := repository.Clone(t.Context(), trained, false)
			if err != nil {
				t.Fatal(err)
			}
			if list := strings.Split(sh(t, dir, "worktree", "list"), "\n"); len(list) != 1 {
				t.Errorf("git still knows %q", list)
			}
			if info, err := os.Stat(filepath.Join(again.Dir, ".git")); err != nil || !info.IsDir() {
				t.Errorf("no clone of its own: %v, %v", info, err)
			}
			if err := again.Remove(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// halve deletes the .git of every directory in dir, as a removal that was
// killed may have done.
func halve(dir string) error {
	entries, err := os.ReadDir(dir)
	for _, entry := range entries {
		if entry.IsDir() {
			err = errors.Join(err, os.RemoveAll(filepath.Join(dir, entry.Name(), ".git")))
		}
	}
	return err
}
