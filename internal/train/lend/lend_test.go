package lend

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// clone makes a directory with files, each a path and its content; "-> target" is a link.
func clone(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		err := os.WriteFile(full, []byte(content), 0o640)
		if target, link := strings.CutPrefix(content, "-> "); link {
			err = os.Remove(full)
			if err == nil {
				err = os.Symlink(strings.ReplaceAll(target, "DIR", dir), full)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func source(dir string) Source {
	return Source{
		Dir:     dir,
		Tracked: func(file string) bool { return strings.HasSuffix(file, ".tracked") },
		Refuse: func(file string) string {
			if strings.HasSuffix(file, ".py") {
				return "code"
			}
			return ""
		},
		Models: func(file string) bool { return strings.HasSuffix(file, ".pt") },
	}
}

// TestCopy: a loan is the same content with mode and time, and no link: what is written to
// it, or through it, never reaches the clone.
func TestCopy(t *testing.T) {
	t.Parallel()
	dir := clone(t, map[string]string{
		"data/a.csv": "1,2\n", "data/deep/b.bin": "b", "data/same.csv": "-> a.csv", "data/prep.py": "x", "data/keep.tracked": "", "base.pt": "w", ".env": "TOKEN=x\n",
	})
	old := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	if err := os.Chtimes(filepath.Join(dir, "data/a.csv"), old, old); err != nil {
		t.Fatal(err)
	}
	s, place := source(dir), t.TempDir()
	loans, err := s.Find([]string{"data", ".env", "base.pt"})
	if err != nil {
		t.Fatal(err)
	}
	if len(loans) != 3 || len(loans[0].Files) != 3 || loans[0].Bytes != 9 || strings.Join(loans[0].Left, " ") != "data/prep.py (code)" || !loans[2].Files[0].Model {
		t.Errorf("loans %+v", loans)
	}
	digests, err := s.Copy(t.Context(), loans, place)
	if err != nil {
		t.Fatal(err)
	}
	if len(digests) != 5 || digests[0].Path != "data/a.csv" || digests[0].Loan != "data" || len(digests[0].Hash) != 64 || digests[0].Hash != digests[2].Hash || digests[0].Hash == digests[1].Hash || digests[3].Hash != "" || digests[4].Loan != "base.pt" || digests[4].Hash != "50e721e49c013f00c62cf59f2163542a9d8df02464efeb615d31051b0fddc326" {
		t.Errorf("digests %+v, want a hash of each file of data and of weights, and none of settings", digests)
	}
	var names []string
	err = filepath.WalkDir(place, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(place, file)
		names = append(names, filepath.ToSlash(name))
		if !entry.Type().IsRegular() {
			t.Errorf("%s is %v, want a file of its own", name, entry.Type())
		}
		return err
	})
	if got := strings.Join(names, " "); err != nil || got != ".env base.pt data/a.csv data/deep/b.bin data/same.csv" {
		t.Errorf("in the place: %s (%v)", got, err)
	}
	info, err := os.Stat(filepath.Join(place, "data/a.csv"))
	if err != nil || !info.ModTime().Equal(old) || info.Mode().Perm() != 0o640 {
		t.Errorf("a.csv %v (%v), want its mode and time", info, err)
	}
	for _, name := range []string{"data/a.csv", "data/same.csv"} {
		if err := os.WriteFile(filepath.Join(place, name), []byte("other"), 0o640); err != nil {
			t.Fatal(err)
		}
	}
	if data, err := os.ReadFile(filepath.Join(dir, "data/a.csv")); err != nil || string(data) != "1,2\n" {
		t.Errorf("the clone's a.csv holds %q (%v)", data, err)
	}
	if _, err := s.Copy(t.Context(), loans, place); err == nil || !strings.Contains(err.Error(), "has a file there already") {
		t.Errorf("over files that are there: %v", err)
	}
}

// TestCopy_empty: folders without files are there for the training, which may write into them.
func TestCopy_empty(t *testing.T) {
	t.Parallel()
	dir := clone(t, map[string]string{"data/a.csv": "1\n", "data/out/b.csv": "2\n", "git/x.tracked": ""})
	for _, empty := range []string{"data/out/deep", "tmp"} {
		if err := os.MkdirAll(filepath.Join(dir, empty), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	s, place := source(dir), t.TempDir()
	loans, err := s.Find([]string{"data/out", "data", "tmp", "data"}) // one in another, and twice
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Copy(t.Context(), loans, place); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"data/out/deep", "tmp"} {
		if info, err := os.Stat(filepath.Join(place, want)); err != nil || !info.IsDir() {
			t.Errorf("%s: %v", want, err)
		}
	}
	if _, err := s.Find([]string{"git"}); err == nil || !strings.Contains(err.Error(), "git has all that is below it") {
		t.Errorf("a folder that git has: %v", err)
	}
}

// TestFindRefuses: what cannot be lent is named, with what to do instead.
func TestFindRefuses(t *testing.T) {
	t.Parallel()
	outside := clone(t, map[string]string{"secret": "x"})
	dir := clone(t, map[string]string{
		"a.tracked": "", "prep.py": "", "out": "-> " + outside, "data/abs.csv": "-> DIR/a.tracked", "data/out.csv": "-> " + outside + "/secret", "up": "-> ..", "rel": "-> data", "gone": "-> nowhere",
		"env/pyvenv.cfg": "", "nested/.git/HEAD": "", "code/a.py": "", "some/env/pyvenv.cfg": "", "links/dir": "-> ../nested",
	})
	for name, want := range map[string]string{
		"a.tracked": "git has it", "prep.py": "code", "none": "no such file", "out": "out is a link, through which a training could write; begin the run command with: ln -s " + outside + " out &&", "out/secret": "out is a link, through which a training could write; begin the run command with: ln -s " + outside + " out &&", "out/a/deep/b": "out is a link, through which", "data/out.csv": "begin the run command with: mkdir -p data && ln -s " + outside + "/secret data/out.csv &&", "data": "data/abs.csv is a link that leads", "up": "is a link",
		"up/x": "up is a link", "rel": "is a link", "gone": "is a link", "env": "a Python environment: call its python by its full path", "nested": "a repository of its own", "code": "nothing below it can be lent: code/a.py (code)",
		"some": "some/env is a Python environment", "links": "links/dir is a link that leads to a directory",
	} {
		loans, err := source(dir).Find([]string{name})
		if err == nil || !strings.Contains(err.Error(), "with "+name+": ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %+v, %v; want %q", name, loans, err, want)
		}
	}
}

// TestWays: the ways of several links are one command, as far as they are commands.
func TestWays(t *testing.T) {
	t.Parallel()
	const a, b, full = "begin the run command with: ln -s /a a &&", "begin the run command with: mkdir -p d && ln -s /b d/b &&", "have the training read what it points to by its full path"
	for _, tt := range []struct {
		ways []string
		want string
	}{
		{[]string{a}, a},
		{[]string{a, b}, "begin the run command with: ln -s /a a && mkdir -p d && ln -s /b d/b &&"},
		{[]string{full, a, full}, full + "; or " + a},
		{[]string{full}, full},
		{[]string{full, full, full, full, a, b}, full + "; or " + a + " (so of 1 link more)"},
	} {
		if got := Ways(tt.ways); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.ways, got, tt.want)
		}
	}
}
