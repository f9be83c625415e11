//go:build unix

package local

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
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
		if got := train.OtherStages(pipeline, fstest.MapFS{"dvc.yaml": {Data: []byte(text)}}); got != want {
			t.Errorf("%s\nother stages: %v, want %v", text, got, want)
		}
	}
}

// TestModified names the files of the commit that a training may have taken in with
// other content, where nobody saw who read them: by whatever names, but for what looks
// like a result, a notebook that was run, what was not the commit's to begin with, and
// what is the same but for its mode.
func TestModified(t *testing.T) {
	t.Parallel()
	const notebook = `{"cells": [{"cell_type": "code", "source": ["1"], "outputs": [%s]}]}`
	w := t.TempDir()
	gittest.Git(t, w, "init", "--quiet", "--initial-branch=main")
	for _, file := range strings.Fields("train.py gone.py same.py notes.txt report.txt filtered.py data.csv VERSION .env s.ini fit.pl fit.awk run.sh model_card.md .gitignore metrics.json app/touched.py libs/x.ini train.log uv.lock") {
		gittest.Write(t, w, file, "1\n")
	}
	for _, file := range []string{"book.ipynb", "other.ipynb"} {
		gittest.Write(t, w, file, fmt.Sprintf(notebook, "1"))
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
	there := tree.Dir
	l := &Project{Clone: &project.Clone{Repository: repository, Prefix: "app"}}
	root, err := os.OpenRoot(filepath.Join(there, "app"))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	gittest.Write(t, there, "filtered.py", "2\n")
	top := os.DirFS(there)
	p := place{clone: tree, root: root, dirty: []string{"filtered.py"}, tracked: filestate.StampsOf(top)}
	p.digests = filestate.DigestsOf(top, p.tracked)
	plan := repro.Plan{Metrics: repro.MetricPolicy{Files: []string{"metrics.json"}}}
	modified := func() []string { return l.modified(t.Context(), plan, &dvc.Project{}, p, "sh run.sh", nil) }
	if got := modified(); len(got) != 0 {
		t.Errorf("before the training %q are elsewhere", got)
	}
	for _, file := range strings.Fields("train.py notes.txt report.txt data.csv VERSION .env s.ini fit.pl fit.awk model_card.md .gitignore metrics.json libs/x.ini train.log uv.lock") {
		gittest.Write(t, there, file, "2\n")
	}
	gittest.Write(t, there, "book.ipynb", fmt.Sprintf(notebook, "2"))
	gittest.Write(t, there, "other.ipynb", "{}")
	rewrite(t, there, "app/touched.py", "1\n")
	if err := errors.Join(os.Remove(filepath.Join(there, "gone.py")), os.Chmod(filepath.Join(there, "run.sh"), 0o755)); err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(modified(), " "), ".env VERSION data.csv fit.awk fit.pl gone.py libs/x.ini notes.txt other.ipynb s.ini train.py app/touched.py (put back)"; got != want {
		t.Errorf("changed are\n%s, want\n%s", got, want)
	}
	// Another commit, and then no repository at all.
	gittest.Git(t, there, "checkout", "--quiet", "--force", "--orphan", "other")
	gittest.Git(t, there, "commit", "--quiet", "--allow-empty", "--message=Other")
	if got := modified(); !slices.Equal(got, []string{"HEAD"}) {
		t.Errorf("on another commit %q are elsewhere", got)
	}
	if err := os.RemoveAll(filepath.Join(there, ".git")); err != nil {
		t.Fatal(err)
	}
	if got := modified(); len(got) != 1 || got[0] == "HEAD" {
		t.Errorf("without a repository %q are elsewhere", got)
	}
}
