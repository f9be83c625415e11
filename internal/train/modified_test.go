//go:build unix

package train

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// TestOtherStages: DVCLive writes into dvc.yaml, and adds no stage.
func TestOtherStages(t *testing.T) {
	t.Parallel()
	const stages = "stages:\n  train: {cmd: python train.py, deps: [a.csv]}\n"
	pipeline, err := dvc.Read(fstest.MapFS{"dvc.yaml": {Data: []byte(stages)}})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{
		stages:                                  false,
		stages + "metrics: [dvclive/m.json]\n":  false,
		stages + "  more: {cmd: x}\n":           true,
		"stages: {train: {cmd: python old.py}}": true,
		"stages: [":                             true,
	} {
		if got := otherStages(pipeline, fstest.MapFS{"dvc.yaml": {Data: []byte(text)}}); got != want {
			t.Errorf("%s\nother stages: %v, want %v", text, got, want)
		}
	}
}

// TestModified names the programs of the commit that a training changed, and
// no others: not what it may write, a notebook that was run, or a file that was
// not the commit's to begin with.
func TestModified(t *testing.T) {
	t.Parallel()
	files := []string{"train.py", "gone.py", "same.py", "book.ipynb", "notes.txt", "filtered.py", "data.csv"}
	input := func(file string) bool { return file == "data.csv" }
	w := t.TempDir()
	gittest.Git(t, w, "init", "--quiet", "--initial-branch=main")
	for _, file := range files {
		gittest.Write(t, w, file, "1\n")
	}
	gittest.Git(t, w, "add", "--all")
	gittest.Git(t, w, "commit", "--quiet", "--message=Train")
	gittest.Git(t, w, "branch", "reproduce/iris/v1")
	gittest.Git(t, w, "commit", "--quiet", "--allow-empty", "--message=Later")
	repository, err := git.Open(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	repository.Clones = t.TempDir()
	tree, err := repository.Clone(t.Context(), "reproduce/iris/v1", false)
	if err != nil {
		t.Fatal(err)
	}
	if got := modified(t.Context(), tree, nil, input, nil); len(got) != 0 {
		t.Errorf("before the training %q are elsewhere", got)
	}
	for _, file := range []string{"train.py", "book.ipynb", "notes.txt", "filtered.py", "data.csv"} {
		gittest.Write(t, tree.Dir, file, "2\n")
	}
	if err := os.Remove(filepath.Join(tree.Dir, "gone.py")); err != nil {
		t.Fatal(err)
	}
	if got := modified(t.Context(), tree, []string{"filtered.py"}, input, []string{"same.py", "train.py"}); !slices.Equal(got, []string{"data.csv", "gone.py", "train.py", "same.py (put back)"}) {
		t.Errorf("%q are elsewhere, want data.csv, gone.py, train.py and same.py", got)
	}
	// Another commit, and then no repository at all.
	there := tree.Dir
	gittest.Git(t, there, "checkout", "--quiet", "--force", "--orphan", "other")
	gittest.Git(t, there, "commit", "--quiet", "--allow-empty", "--message=Other")
	if got := modified(t.Context(), tree, nil, input, nil); !slices.Equal(got, []string{"HEAD"}) {
		t.Errorf("on another commit %q are elsewhere", got)
	}
	if err := os.RemoveAll(filepath.Join(tree.Dir, ".git")); err != nil {
		t.Fatal(err)
	}
	if got := modified(t.Context(), tree, nil, input, nil); len(got) != 1 || got[0] == "HEAD" {
		t.Errorf("without a repository %q are elsewhere", got)
	}
}
