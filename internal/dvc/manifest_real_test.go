package dvc_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/dvc/dvcconfig"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// The real DVC keeps a directory of data, an output that names its run, and
// what it needs to say later which files changed.
func TestRealDirectoryListed(t *testing.T) {
	r := newReal(t) // sets an environment variable, and so is not parallel
	r.write("data/images/a.txt", "a\r\n")
	r.write("data/images/sub/ä b.txt", "b\n")
	r.write("data/images/c.txt", "c\n")
	r.write("train.py", `import json, os
files = sorted(os.path.join(d, f) for d, _, names in os.walk("data/images") for f in names)
open("model.bin", "w").write("".join(open(f).read() for f in files) + os.environ.get("DEPTH", ""))
json.dump({"run_id": os.urandom(8).hex(), "depth": os.environ.get("DEPTH", "")}, open("model_metadata.json", "w"))
open("run.txt", "w").write(os.urandom(8).hex())
`)
	r.write("dvc.yaml", "stages:\n  train:\n    cmd: "+r.python+" train.py\n    deps: [data/images, train.py]\n    outs: [model.bin, model_metadata.json, run.txt]\n")
	r.dvc("add", "--quiet", "data/images")
	r.dvc("repro", "--quiet")
	keep := func() (*dvc.Project, string) {
		kept := t.TempDir()
		for _, name := range []string{"dvc.yaml", "dvc.lock", "data/images.dvc"} { // what git has of it
			data, err := os.ReadFile(filepath.Join(r.dir, name))
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(kept, name)
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		project, err := dvc.Read(os.DirFS(kept))
		if err != nil {
			t.Fatal(err)
		}
		data := project.Data("kept")
		at := slices.IndexFunc(data, func(v repro.DataVersion) bool { return v.Path == "data/images" })
		if at < 0 {
			t.Fatalf("no data/images among %v", data)
		}
		return project, data[at].Hash
	}
	cache := os.DirFS(dvcconfig.CacheDir(nil, nil, filepath.Join(r.dir, ".dvc"), ""))
	compare := func(before, after *dvc.Project, cached bool, ignore ...string) string {
		a, b := dvc.LockedRun{Project: before}, dvc.LockedRun{Project: after}
		if cached {
			a.Cache, b.Cache = cache, cache
		}
		return whatChanged(dvc.CompareLocks(a, b, ignore...)[0])
	}

	first, before := keep()
	r.dvc("repro", "--quiet", "--force")
	again, _ := keep()
	for _, tt := range []struct {
		about  string
		cached bool
		ignore []string
		want   string
	}{
		{"a random output is one that differs", true, nil, "born"},
		{"left out, the metadata is compared without its run", true, []string{"run.txt"}, "equal"},
		{"left out, and nobody can read the metadata", false, []string{"run.txt"}, "unknown"},
		{"both left out", false, []string{"run.txt", "*_metadata.json"}, "equal"},
	} {
		if got := compare(first, again, tt.cached, tt.ignore...); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.about, got, tt.want)
		}
	}
	t.Setenv("DEPTH", "4")
	r.dvc("repro", "--quiet", "--force")
	deeper, _ := keep()
	if got := compare(first, deeper, true, "run.txt", "model.bin"); got != "born" {
		t.Errorf("another depth in the metadata: %q, want born", got)
	}

	r.write("data/images/sub/ä b.txt", "b, mended\n")
	r.write("data/images/d.txt", "d\n")
	if err := os.Remove(filepath.Join(r.dir, "data/images/c.txt")); err != nil {
		t.Fatal(err)
	}
	r.dvc("add", "--quiet", "data/images")
	_, after := keep()
	here := dvc.Place{Cache: cache}
	want := "of its files 1 changed (sub/ä b.txt), 1 added (d.txt), 1 removed (c.txt); 1 the same"
	if got := dvc.DirChange("data/images", before, after, here, here); got != want {
		t.Errorf("from the cache: %q, want %q", got, want)
	}
	if got := dvc.DirChange("data/images", before, after, here, dvc.Place{Files: os.DirFS(r.dir)}); got != want {
		t.Errorf("from the cache and the tree: %q, want %q", got, want)
	}
	if got := dvc.DirChange("data/images", before, after, dvc.Place{}, here); got != "" {
		t.Errorf("from nowhere: %q", got)
	}
}
