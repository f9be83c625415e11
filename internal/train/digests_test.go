//go:build unix

package train

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// TestDigests: a file that holds something else is found whatever its time and
// git say of it; one that was put back, where the command's text says so.
func TestDigests(t *testing.T) {
	t.Parallel()
	all := func(string) bool { return true }
	for name, tt := range map[string]struct {
		text              string
		train             func(dir string)
		replaced, putBack []string
	}{
		"nothing":       {"git checkout -- .", func(string) {}, nil, nil},
		"another value": {"", func(dir string) { gittest.Write(t, dir, "conf/a.yaml", "lr: 2\n") }, []string{"conf/a.yaml"}, nil},
		"with its old time": {"", func(dir string) {
			info, _ := os.Stat(filepath.Join(dir, "conf/a.yaml"))
			gittest.Write(t, dir, "conf/a.yaml", "lr: 2\n")
			_ = os.Chtimes(filepath.Join(dir, "conf/a.yaml"), info.ModTime(), info.ModTime())
		}, []string{"conf/a.yaml"}, nil},
		"it is gone":            {"", func(dir string) { _ = os.Remove(filepath.Join(dir, "conf/a.yaml")) }, []string{"conf/a.yaml"}, nil},
		"fetched by LFS":        {"", func(dir string) { gittest.Write(t, dir, "big.csv", "1,2\n") }, nil, nil},
		"put back by git":       {"make x; git checkout conf", func(dir string) { rewrite(t, dir, "conf/a.yaml", "lr: 1\n") }, nil, []string{"conf/a.yaml"}},
		"put back by its name":  {"cp /tmp/a conf/a.yaml", func(dir string) { rewrite(t, dir, "conf/a.yaml", "lr: 1\n") }, nil, []string{"conf/a.yaml"}},
		"written by a program":  {"python train.py", func(dir string) { rewrite(t, dir, "conf/a.yaml", "lr: 1\n") }, nil, nil},
		"data, named and made":  {"python make.py > data.csv", func(dir string) { rewrite(t, dir, "data.csv", "1\n") }, nil, nil},
		"data, put back by git": {"git stash", func(dir string) { rewrite(t, dir, "data.csv", "1\n") }, nil, []string{"data.csv"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			gittest.Write(t, dir, "conf/a.yaml", "lr: 1\n")
			gittest.Write(t, dir, "data.csv", "1\n")
			gittest.Write(t, dir, "big.csv", "version https://git-lfs.github.com/spec/v1\noid sha256:1\n")
			files := os.DirFS(dir)
			stood := stampsOf(files)
			before := digestsOf(files, stood)
			tt.train(dir)
			if got := before.replaced(files, all); !slices.Equal(got, tt.replaced) {
				t.Errorf("replaced %q, want %q", got, tt.replaced)
			}
			if got := writtenAgain(before, files, stood, tt.text, all); !slices.Equal(got, tt.putBack) {
				t.Errorf("put back %q, want %q", got, tt.putBack)
			}
		})
	}
}

// rewrite writes a file with what it held, at another time.
func rewrite(t *testing.T, dir, file, text string) {
	t.Helper()
	then := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
	gittest.Write(t, dir, file, text)
	if err := os.Chtimes(filepath.Join(dir, file), then, then); err != nil {
		t.Error(err)
	}
}

// TestLinksOut: links within the place, to data and to environments are none of
// code.
func TestLinksOut(t *testing.T) {
	t.Parallel()
	top, away := t.TempDir(), t.TempDir()
	gittest.Write(t, top, "src/real.py", "1\n")
	gittest.Write(t, away, "train.py", "2\n")
	gittest.Write(t, away, "lib/mod.py", "2\n")
	gittest.Write(t, away, "data/a.csv", "2\n")
	for name, to := range map[string]string{
		"within.py": "src/real.py", "train.py": filepath.Join(away, "train.py"), "src/lib": filepath.Join(away, "lib"), "later.py": filepath.Join(away, "gone.py"),
		"up.py": "../x/up.py", "data": filepath.Join(away, "data"), "a.csv": filepath.Join(away, "data/a.csv"), "conf.yaml": filepath.Join(away, "conf.yaml"), ".venv": filepath.Join(away, "lib"),
	} {
		if err := os.Symlink(to, filepath.Join(top, name)); err != nil {
			t.Fatal(err)
		}
	}
	var want []string
	for _, file := range []string{"conf.yaml", "later.py", "src/lib", "train.py", "up.py"} {
		want = append(want, file+" (a link that leads out of the checkout)")
	}
	if got := checkoutOf(top, top).linksOut(); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
