package local

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// worktreeOf is a directory with files, opened as a worktree is.
func worktreeOf(t *testing.T, files map[string]string) *os.Root {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		gittest.Write(t, dir, name, text)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return root
}

// TestMarks: what the training wrote is told from what it found, whatever it
// wrote; what cannot be told counts as found.
func TestMarks(t *testing.T) {
	t.Parallel()
	const file = "metrics/m.json"
	for name, tt := range map[string]struct {
		before map[string]string
		train  func(dir string) error
		want   bool
	}{
		"not touched":      {map[string]string{file: "1"}, func(string) error { return nil }, false},
		"not there at all": {nil, func(string) error { return nil }, false},
		"new":              {map[string]string{"metrics/other": "1"}, func(dir string) error { return os.WriteFile(filepath.Join(dir, file), []byte("1"), 0o644) }, true},
		"written the same": {map[string]string{file: "1"}, func(dir string) error { return os.WriteFile(filepath.Join(dir, file), []byte("1"), 0o644) }, true},
		"only touched": {map[string]string{file: "1"}, func(dir string) error {
			return os.Chtimes(filepath.Join(dir, file), time.Now(), time.Now())
		}, false},
		"replaced": {map[string]string{file: "1", "new": "1"}, func(dir string) error { return os.Rename(filepath.Join(dir, "new"), filepath.Join(dir, file)) }, true},
		"removed":  {map[string]string{file: "1"}, func(dir string) error { return os.Remove(filepath.Join(dir, file)) }, false},
		"a link in its place": {map[string]string{file: "1", "old": "1"}, func(dir string) error {
			if err := os.Remove(filepath.Join(dir, file)); err != nil {
				return err
			}
			return os.Symlink("../old", filepath.Join(dir, file))
		}, false},
		"a directory that was there": {map[string]string{file + "/x": "1"}, func(dir string) error {
			if err := os.RemoveAll(filepath.Join(dir, file)); err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(dir, file), []byte("1"), 0o644)
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := worktreeOf(t, tt.before)
			marks, err := filestate.Backdate(root, file)
			if err != nil {
				t.Fatal(err)
			}
			if err := tt.train(root.Name()); err != nil {
				t.Fatal(err)
			}
			if got := marks.Wrote(file); got != tt.want {
				t.Errorf("written by the training: %t, want %t", got, tt.want)
			}
		})
	}
}

// TestWorktreeStaysInside: links in a commit lead none of our writes out.
func TestWorktreeStaysInside(t *testing.T) {
	t.Parallel()
	outside := t.TempDir()
	theirs := filepath.Join(outside, "m.json")
	if err := os.WriteFile(theirs, []byte("1"), 0o644); err != nil {
		t.Fatal(err)
	}
	was := time.Now().Add(-time.Hour).Truncate(time.Second)
	if err := os.Chtimes(theirs, was, was); err != nil {
		t.Fatal(err)
	}
	root := worktreeOf(t, nil)
	for _, link := range []string{"metrics", ".dvc"} {
		if err := os.Symlink(outside, filepath.Join(root.Name(), link)); err != nil {
			t.Fatal(err)
		}
	}
	marks, err := filestate.Backdate(root, "metrics/m.json")
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(theirs); err != nil || !info.ModTime().Equal(was) || marks.Wrote("metrics/m.json") {
		t.Errorf("a file outside was touched, or taken for written here: %v, %v", info.ModTime(), err)
	}
	l := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: t.TempDir()}}}
	if err := l.shareCache(root); err != nil {
		t.Fatal(err)
	}
	if entries, err := os.ReadDir(outside); err != nil || len(entries) != 1 {
		t.Errorf("written outside: %v, %v", entries, err)
	}
}

// TestRewrote names the params files that are not what they were.
func TestRewrote(t *testing.T) {
	t.Parallel()
	edit := func(file string, status repro.ParamStatus) repro.ParamEdit {
		return repro.ParamEdit{Name: "x", File: file, Status: status}
	}
	plan := repro.Plan{Params: []repro.ParamEdit{
		edit("same.yaml", repro.ParamUnchanged), edit("same.yaml", repro.ParamWritten), edit("other.yaml", repro.ParamUnchanged), edit("gone.yaml", repro.ParamAssumed),
		edit("nobody.yaml", repro.ParamWritten), edit("", repro.ParamLoggedOnly), edit("foreign.yaml", repro.ParamNotRecorded), edit("refused.yaml", repro.ParamRefused),
	}}
	held := filekind.ParamsFiles(plan)
	before := worktreeOf(t, map[string]string{"same.yaml": "a: 1\n", "other.yaml": "a: 1\n", "gone.yaml": "a: 1\n", "foreign.yaml": "a: 1\n", "refused.yaml": "a: 1\n"})
	after := worktreeOf(t, map[string]string{"same.yaml": "a: 1\n", "other.yaml": "a: 2\n", "nobody.yaml": "a: 1\n"})
	got := filestate.ContentOf(before.FS(), held).Changed(filestate.ContentOf(after.FS(), held))
	if len(got) != 2 || got[0] != "gone.yaml" || got[1] != "other.yaml" {
		t.Errorf("rewrote %q, want gone.yaml and other.yaml", got)
	}
}

// TestExtended: a params file that got keys holds what it held; one with another
// value, or without one, does not.
func TestExtended(t *testing.T) {
	t.Parallel()
	for now, want := range map[string]bool{
		"train: {lr: 0.1, depth: 3, steps: 12}\nn: [1, 2]\n":                true,
		"n:\n- 1\n- 2\ntrain:\n  depth: 3\n  lr: 0.1\nderived: {rows: 9}\n": true,
		"train: {lr: 0.10, depth: 3}\nn: [1, 2]\n":                          true,
		"train: {lr: 0.2, depth: 3, steps: 12}\nn: [1, 2]\n":                false,
		"train: {depth: 3, steps: 12}\nn: [1, 2]\n":                         false,
		"train: {lr: '0.1', depth: 3}\nn: [1, 2]\n":                         false,
		"train: {lr: 0.1, depth: 3}\nn: [1, 2, 3]\n":                        false,
		"train: 1\nn: [1, 2]\n":                                             false,
		"":                                                                  false,
	} {
		before := filestate.Content{"params.yaml": []byte("train:\n  lr: 0.1 # rate\n  depth: 3\nn: [1, 2]\n")}
		if got := before.Extended(filestate.Content{"params.yaml": []byte(now)}, []string{"params.yaml"}); (len(got) == 1) != want {
			t.Errorf("%q: %q, want it extended: %v", now, got, want)
		}
	}
}
