//go:build unix

package local

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestDirectoriesAreListed has a directory of images under DVC, whose lists
// are in the cache of the clone and nowhere else.
func TestDirectoriesAreListed(t *testing.T) {
	t.Parallel()
	clone := t.TempDir()
	local := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: clone}, Prefix: "ml"}}
	if local.dvcCache() != nil {
		t.Error("a clone without a cache has one")
	}
	gittest.Write(t, clone, "ml/.dvc/config", "[cache]\n    dir = ../store\n")
	was, is := images{"a.png": "a"}, images{"a.png": "b", "c.png": "c"}
	inputs := []repro.Input{
		{Kind: "data", Name: "images", Original: was.store(t, clone), Now: is.store(t, clone), State: repro.InputDiffers, Note: "imported"},
		{Kind: "data", Name: "images", Original: was.store(t, clone), Now: was.store(t, clone), State: repro.InputSame},
	}
	lineage.ListChanges(inputs, nil, lineage.Trained{Cache: local.dvcCache()})
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
		gittest.Write(t, dir, "images/"+name, d[name])
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
	gittest.Write(t, clone, filepath.Join("ml/store/files/md5", hash.Digest[:2], hash.Digest[2:]), "["+strings.Join(list, ", ")+"]")
	return hash.String()
}
