//go:build unix

package flow

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestIgnoredOutputs has a pipeline whose training leaves a file with the name
// of its run, and an evaluation that changed: as long as the file is compared
// the training seems to differ.
func TestIgnoredOutputs(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("needs git")
	}
	for _, tt := range []struct {
		ignore []string
		want   []string // called consistent with the drift
	}{
		{nil, []string{"code src/evaluate.py", "non-determinism stage train"}},
		{[]string{"models/run.txt", "models/model_metadata.json"}, []string{"code src/evaluate.py"}},
	} {
		w := newPlanted(t)
		w.edit("dvc.yaml", "models/model_metadata.json]", "models/model_metadata.json, models/run.txt]")
		w.ignore = tt.ignore
		w.trainOriginal()
		w.edit("src/evaluate.py", "evaluate'", "evaluate otherwise'")
		w.ref = w.save()
		r := w.reproduce()
		var got []string
		for _, cause := range r.Causes {
			if cause.Strength == repro.ConsistentWith {
				got = append(got, cause.Factor+" "+cause.Name)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, tt.want) {
			t.Errorf("without %q: %q, want %q\n%s", tt.ignore, got, tt.want, causesText(r.Causes))
		}
	}
}

// TestIdleGlobs says what names nothing.
func TestIdleGlobs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	plantFile(t, dir, "dvc.yaml", plantedFiles["dvc.yaml"])
	got := idle(settings.Settings{IgnoreOuts: []string{"models/*", "modles/*"}}, Training{Files: os.DirFS(dir)})
	if want := []string{"ignore-outs modles/* names no output of the pipeline"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestDirectoriesAreListed has a directory of images under DVC, whose lists
// are in the cache of the clone and nowhere else.
func TestDirectoriesAreListed(t *testing.T) {
	t.Parallel()
	clone := t.TempDir()
	local := &Local{Clone: &project.Clone{Repository: &git.Repository{Dir: clone}, Prefix: "ml"}}
	if local.cache() != nil {
		t.Error("a clone without a cache has one")
	}
	plantFile(t, clone, "ml/.dvc/config", "[cache]\n    dir = ../store\n")
	was, is := images{"a.png": "a"}, images{"a.png": "b", "c.png": "c"}
	inputs := []repro.Input{
		{Kind: "data", Name: "images", Original: was.store(t, clone), Now: is.store(t, clone), State: repro.InputDiffers, Note: "imported"},
		{Kind: "data", Name: "images", Original: was.store(t, clone), Now: was.store(t, clone), State: repro.InputSame},
	}
	lineage.ListChanges(inputs, nil, lineage.Trained{Cache: local.cache()})
	if want := "imported; of its files 1 changed (a.png), 1 added (c.png); 0 the same"; inputs[0].Note != want || inputs[1].Note != "" {
		t.Errorf("notes are %q and %q, want %q", inputs[0].Note, inputs[1].Note, want)
	}
	inputs[0].Note = ""
	if lineage.ListChanges(inputs, nil, lineage.Trained{Files: os.DirFS(clone)}); inputs[0].Note != "" {
		t.Errorf("with no cache at hand it says %q", inputs[0].Note)
	}
}

// images is a directory of files with these contents.
type images map[string]string

// store puts the directory's list into the cache and gives its hash.
func (d images) store(t *testing.T, clone string) string {
	t.Helper()
	dir := t.TempDir()
	var list []string
	for _, name := range slices.Sorted(maps.Keys(d)) {
		plantFile(t, dir, "images/"+name, d[name])
		hash, err := dvc.HashPath(os.DirFS(dir), "images/"+name, dvc.MD5)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, `{"md5": "`+hash.Digest+`", "relpath": "`+name+`"}`)
	}
	hash, err := dvc.HashPath(os.DirFS(dir), "images", dvc.MD5)
	if err != nil {
		t.Fatal(err)
	}
	plantFile(t, clone, filepath.Join("ml/store/files/md5", hash.Digest[:2], hash.Digest[2:]), "["+strings.Join(list, ", ")+"]")
	return hash.String()
}
