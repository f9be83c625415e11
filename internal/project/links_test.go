package project

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

func link(target string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte(target), Mode: fs.ModeSymlink | 0o777}
}

func plain(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// TestFollow: a link inside of the project leads to a file of it, by whatever links; one
// that leads out, or into git's directory, leads nowhere.
func TestFollow(t *testing.T) {
	t.Parallel()
	const out = "leads out of the directory"
	files := fstest.MapFS{
		"params.yaml": link("config/params.yaml"), "config/params.yaml": plain("lr: 0.1\n"),
		"twice.yaml": link("params.yaml"), "conf": link("config"), "config/back.yaml": link("../config/./params.yaml"),
		"a/b/c.yaml": link("../../conf/params.yaml"), "config/up": link(".."),
		"out.yaml": link("../secret.yaml"), "root.yaml": link("/etc/passwd"), "around.yaml": link("config/../../x/params.yaml"),
		"through.yaml": link("outdir/params.yaml"), "outdir": link(".."), "git.yaml": link(".git/config"), "Git.yaml": link("config/../.GIT/config"),
		".git/config": plain("x"), "backslash.yaml": link(`..\secret.yaml`), "empty.yaml": link(""),
		"loop.yaml": link("loop2.yaml"), "loop2.yaml": link("loop.yaml"), "dangling.yaml": link("nowhere.yaml"),
		"plain.yaml": plain("lr: 1\n"),
	}
	for name, want := range map[string]string{
		"plain.yaml": "plain.yaml", "params.yaml": "config/params.yaml", "twice.yaml": "config/params.yaml", "conf/params.yaml": "config/params.yaml",
		"config/back.yaml": "config/params.yaml", "a/b/c.yaml": "config/params.yaml", "config/up/plain.yaml": "plain.yaml",
		"out.yaml": out, "root.yaml": out, "around.yaml": out, "through.yaml": out, "git.yaml": out, "Git.yaml": out, "backslash.yaml": out, "empty.yaml": out,
		"loop.yaml": "more than 40 symbolic links", "dangling.yaml": "not exist", "gone.yaml": "not exist",
	} {
		got, err := Follow(files, name)
		if err == nil && got != want || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s leads to %q (%v), want %q", name, got, err, want)
		}
		text, err := fs.ReadFile(Linked(files), name)
		if want == "config/params.yaml" && string(text) != "lr: 0.1\n" || err == nil && (strings.Contains(want, " ") || want == out) {
			t.Errorf("%s is read as %q (%v)", name, text, err)
		}
	}
}

// TestFollowStaysInside: whatever links there are, what Follow gives is a file below the
// project's directory in the system's eyes too, and not git's.
func TestFollowStaysInside(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	if real, err := filepath.EvalSymlinks(top); err == nil {
		top = real
	}
	dir := filepath.Join(top, "project")
	for _, of := range []string{"project/a/b", "project/.git", "beside"} {
		if err := os.MkdirAll(filepath.Join(top, of), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(top, of, "p.yaml"), []byte("lr: 1\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	random := rand.New(rand.NewPCG(7, 11))
	pick := func(of ...string) string { return of[random.IntN(len(of))] }
	names, followed := []string{"a/b/p.yaml"}, 0
	for i := range 200 {
		name := pick("", "a/", "a/b/") + "l" + string(rune('a'+i%26)) + string(rune('a'+i/26))
		target := pick("", "../", "../../", "a/", "./", top+"/", ".git/") + pick("p.yaml", "b/p.yaml", "a/b/p.yaml", "b", "beside/p.yaml", filepath.Base(pick(names...)), "..")
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for _, name := range names {
		for _, asked := range []string{name, name + "/p.yaml"} {
			got, err := Follow(root.FS(), asked)
			if err != nil {
				continue
			}
			real, err := filepath.EvalSymlinks(filepath.Join(dir, asked))
			if err != nil || real != filepath.Join(dir, got) || real != dir && !strings.HasPrefix(real, dir+"/") || slices.Contains(strings.Split(got, "/"), ".git") {
				t.Errorf("%s: followed to %s, the system has %s (%v)", asked, got, real, err)
			}
			followed++
		}
	}
	if followed < 20 {
		t.Errorf("only %d links lead anywhere", followed)
	}
}

// TestReadParamsByTheirOwnNames: what a link leads to is read once, by its own name, which
// the pipeline's declarations get too.
func TestReadParamsByTheirOwnNames(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"params.yaml": link("config/p.yaml"), "config/p.yaml": plain("lr: 0.1\n"),
		"dvc.yaml": plain("stages:\n  train:\n    cmd: python train.py\n    params:\n    - lr\n"),
	}
	pipeline, err := dvc.Read(Linked(files))
	if err != nil {
		t.Fatal(err)
	}
	sources, err := ReadParams(files, []string{"config/p.yaml", "params.yaml"}, true, pipeline)
	if err != nil || len(sources) != 1 || sources[0].Path != "config/p.yaml" {
		t.Errorf("read %+v (%v)", sources, err)
	}
	options := ParamsOptions(files, settings.Params{}, pipeline, repro.Run{})
	if len(options.Declared) == 0 || options.Declared[0].File != "config/p.yaml" {
		t.Errorf("declared %+v", options.Declared)
	}
	files["params.yaml"] = link("../p.yaml")
	if _, err := ReadParams(files, []string{"params.yaml"}, false, pipeline); !errors.As(err, new(*repro.Doubt)) && err == nil || !strings.Contains(err.Error(), "leads out of the directory") {
		t.Errorf("a link that leads out: %v", err)
	}
}
