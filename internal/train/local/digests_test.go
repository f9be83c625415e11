//go:build unix

package local

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
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
			stood := filestate.StampsOf(files)
			before := filestate.DigestsOf(files, stood)
			tt.train(dir)
			if got := before.Replaced(files, all); !slices.Equal(got, tt.replaced) {
				t.Errorf("replaced %q, want %q", got, tt.replaced)
			}
			var again []string
			for file := range before {
				if !stood.Untouched(files, file) && before.Same(files, file) && saysWhy(tt.text, file) {
					again = append(again, file)
				}
			}
			if !slices.Equal(again, tt.putBack) {
				t.Errorf("put back %q, want %q", again, tt.putBack)
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
