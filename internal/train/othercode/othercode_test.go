//go:build unix

package othercode

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// TestMadeElsewhere: a run shows by its commit and its program whether the
// checkout made it.
func TestMadeElsewhere(t *testing.T) {
	t.Parallel()
	w := t.TempDir()
	gittest.Git(t, w, "init", "--quiet", "--initial-branch=main")
	for _, file := range []string{"train.py", "src/churn/train.py"} {
		gittest.Write(t, w, file, "1\n")
	}
	gittest.Git(t, w, "add", "--all")
	gittest.Git(t, w, "commit", "--quiet", "--message=Train")
	start := gittest.Git(t, w, "rev-parse", "HEAD")
	gittest.Git(t, w, "checkout", "--quiet", "-b", "reproduce/iris/v1")
	gittest.Git(t, w, "commit", "--quiet", "--allow-empty", "--message=Params")
	branch := gittest.Git(t, w, "rev-parse", "HEAD")
	gittest.Git(t, w, "checkout", "--quiet", "main")
	gittest.Git(t, w, "commit", "--quiet", "--allow-empty", "--message=Later")
	later := gittest.Git(t, w, "rev-parse", "HEAD")
	repository, err := git.Open(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	repository.Clones = t.TempDir()
	tree, err := repository.Clone(t.Context(), "reproduce/iris/v1", false)
	if err != nil {
		t.Fatal(err)
	}
	there := tree.Dir
	gittest.Git(t, there, "commit", "--quiet", "--allow-empty", "--message=Trained")
	top := gittest.Git(t, there, "rev-parse", "HEAD")
	away := t.TempDir()
	for file, text := range map[string]string{"same/train.py": "1\n", "other/train.py": "2\n", "lib/churn/train.py": "2\n", "lib/ipykernel_launcher.py": "3\n", "venv/bin/pytest": "4\n"} {
		gittest.Write(t, away, file, text)
	}
	gittest.Write(t, w, ".venv/bin/pytest", "5\n")
	change := repro.Change{Branch: "reproduce/iris/v1", Base: start, Commit: branch}
	other := MadeElsewhere(t.Context(), tree, change, repro.Run{}, w, CheckoutOf(tree.Dir, tree.Dir), filestate.StampsOf(os.DirFS(tree.Dir)))
	for _, tt := range []struct{ commit, program, want string }{
		{branch, "train.py", ""},
		{top, filepath.Join(tree.Dir, "src/churn/train.py"), ""},
		{"", "", ""},
		{"", "train.py", ""},
		{start, "train.py", "which the branch starts from"},
		{later, "train.py", "nor on top of it"},
		{strings.Repeat("e", 40), "train.py", "nor on top of it"},
		{"", filepath.Join(w, "src/churn/train.py"), "of the clone and not of the checkout"},
		{branch, filepath.Join(w, "train.py"), "of the clone and not of the checkout"},
		{"", filepath.Join(w, ".venv/bin/pytest"), ""},
		{"", filepath.Join(away, "same/train.py"), ""},
		{"", filepath.Join(away, "other/train.py"), "which is not the commit's train.py"},
		{"", filepath.Join(away, "lib/churn/train.py"), "train.py, which is not the commit's"},
		{"", filepath.Join(away, "lib/ipykernel_launcher.py"), ""},
		{"", "/app-in-a-container/train.py", ""},
	} {
		got := other(repro.Run{Tags: map[string]string{lineage.MlflowSource: tt.program}}, tt.commit)
		if !strings.Contains(got, tt.want) || got != "" && tt.want == "" {
			t.Errorf("%s at %s: %q, want %q", tt.program, tt.commit, got, tt.want)
		}
	}
	// What was said of a run holds when the tree is gone, as it is after a challenge.
	was := other(repro.Run{ID: "r"}, branch)
	if err := os.RemoveAll(tree.Dir); err != nil {
		t.Fatal(err)
	}
	if is := other(repro.Run{ID: "r"}, branch); was != "" || is != "" {
		t.Errorf("of a run: %q, and without its tree %q", was, is)
	}
}
