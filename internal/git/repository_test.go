package git_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

func TestOpenFindsTheTopLevelFromBelow(t *testing.T) {
	t.Parallel()
	top, dir := project(t)
	below, err := git.Open(t.Context(), filepath.Join(dir, "src"))
	if err != nil || below.Dir != top.Dir {
		t.Errorf("Open(src) = %v, %v; want the top level %s", below, err, top.Dir)
	}
}

func TestOpenSaysWhatIsWrongAndWhatToDo(t *testing.T) {
	t.Parallel()
	bare := t.TempDir()
	sh(t, bare, "init", "--quiet", "--bare")
	for _, test := range []struct{ name, dir, want string }{
		{"no repository", t.TempDir(), "git init"},
		{"a bare one", bare, "change to a clone"},
		{"no directory", filepath.Join(t.TempDir(), "gone"), "gone"},
	} {
		_, err := git.Open(t.Context(), test.dir)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: Open = %v, want an error with %q", test.name, err, test.want)
		}
	}
}

func TestOpenIgnoresTheRepositoryOfAnOuterGit(t *testing.T) {
	_, outer := project(t)
	_, dir := project(t)
	t.Setenv("GIT_DIR", filepath.Join(outer, ".git")) // as inside a hook
	repository, err := git.Open(t.Context(), dir)
	if err != nil || filepath.Base(repository.Dir) != filepath.Base(dir) {
		t.Errorf("Open = %v, %v; want %s", repository, err, dir)
	}
}

func TestHeadTellsBranchCommitAndDirt(t *testing.T) {
	t.Parallel()
	repository, dir := project(t)
	want := git.Head{Commit: sh(t, dir, "rev-parse", "HEAD"), Branch: "main"}
	check := func(state string) {
		t.Helper()
		got, err := repository.Head(t.Context())
		if err != nil || got != want {
			t.Errorf("%s: Head = %+v, %v; want %+v", state, got, err, want)
		}
	}
	check("clean")
	gittest.Write(t, dir, "untracked.txt", "x")
	check("an untracked file is no dirt")
	gittest.Write(t, dir, "params.yaml", "train: {}\n")
	want.Dirty = true
	check("a tracked file changed")
	sh(t, dir, "checkout", "--quiet", "--detach")
	want.Branch = ""
	check("detached")
}

func TestHeadOfARepositoryWithoutCommits(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	sh(t, dir, "init", "--quiet")
	repository, err := git.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if head, err := repository.Head(t.Context()); err == nil || !strings.Contains(err.Error(), "commit the project first") {
		t.Errorf("Head = %+v, %v; want to be told to commit", head, err)
	}
}

func TestResolveTakesRefsAndRefusesOptions(t *testing.T) {
	t.Parallel()
	repository, dir := project(t)
	head := sh(t, dir, "rev-parse", "HEAD")
	sh(t, dir, "tag", "-a", "v1", "-m", "annotated")
	for _, ref := range []string{"HEAD", "main", "v1", "refs/heads/main", head, head[:9], "main@{0}"} {
		if got, err := repository.Resolve(t.Context(), ref); err != nil || got != head {
			t.Errorf("Resolve(%q) = %q, %v; want %s", ref, got, err, head)
		}
	}
	for _, ref := range []string{"", "nosuch", "--all", "-n", "main..v1", "^main", "HEAD:params.yaml", "main\nv1", "; rm -rf", strings.Repeat("a", 5000), head[:39] + "x"} {
		if got, err := repository.Resolve(t.Context(), ref); err == nil {
			t.Errorf("Resolve(%q) = %q, want an error", ref, got)
		}
	}
}

func TestACommitCanBeHereAndStillBelongToNoBranch(t *testing.T) {
	t.Parallel()
	repository, dir := project(t)
	first := commit(t, repository, "HEAD")
	sh(t, dir, "checkout", "--quiet", "-b", "side")
	sh(t, dir, "commit", "--quiet", "--allow-empty", "-m", "lost")
	lost := commit(t, repository, "HEAD")
	sh(t, dir, "checkout", "--quiet", "main")
	sh(t, dir, "update-ref", "refs/remotes/origin/main", first)
	sh(t, dir, "branch", "-D", "--quiet", "side")
	for _, test := range []struct {
		commit string
		has    bool
		refs   []string
	}{
		{first, true, []string{"refs/heads/main", "refs/remotes/origin/main"}},
		{lost, true, nil},
		{strings.Repeat("0", 40), false, nil},
		{first[:12], false, nil}, // a short name is no proof of the same commit
		{"main; rm -rf /", false, nil},
		{"--output=/tmp/x", false, nil},
	} {
		has, err := repository.HasCommit(t.Context(), test.commit)
		if err != nil || has != test.has {
			t.Errorf("HasCommit(%q) = %v, %v; want %v", test.commit, has, err, test.has)
		}
		refs, err := repository.Reachable(t.Context(), test.commit)
		if err != nil || !reflect.DeepEqual(append([]string{}, refs...), append([]string{}, test.refs...)) {
			t.Errorf("Reachable(%q) = %q, %v; want %q", test.commit, refs, err, test.refs)
		}
	}
}

func TestReadFileGivesTheCommitsBytes(t *testing.T) {
	t.Parallel()
	repository, dir := project(t)
	odd := "data/a b*é.txt"
	gittest.Write(t, dir, odd, "one\r\ntwo\r\n")
	gittest.Write(t, dir, ".gitattributes", "*.txt text=auto eol=lf\n")
	sh(t, dir, "-c", "core.autocrlf=false", "add", "-A")
	sh(t, dir, "commit", "--quiet", "-m", "odd names")
	head := commit(t, repository, "HEAD")
	gittest.Write(t, dir, "params.yaml", "changed in the working tree\n")
	for path, want := range map[string]string{"params.yaml": params, odd: sh(t, dir, "cat-file", "blob", "HEAD:"+odd) + "\n"} {
		got, err := repository.ReadFile(t.Context(), head, path)
		if err != nil || string(got) != want {
			t.Errorf("ReadFile(%q) = %q, %v; want %q", path, got, err, want)
		}
	}
	hash, ok, err := repository.BlobHash(t.Context(), head, "params.yaml")
	if want := sh(t, dir, "rev-parse", "HEAD:params.yaml"); err != nil || !ok || hash != want {
		t.Errorf("BlobHash = %q, %v, %v; want %q", hash, ok, err, want)
	}
	if _, ok, err := repository.BlobHash(t.Context(), head, "gone.yaml"); ok || err != nil {
		t.Errorf("BlobHash of no file = %v, %v; want not there and no error", ok, err)
	}
}

func TestReadFileRefusesWhatIsNoPlainFileInside(t *testing.T) {
	t.Parallel()
	repository, dir := project(t)
	if err := os.Symlink("/etc/passwd", filepath.Join(dir, "link.yaml")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("src", filepath.Join(dir, "linked")); err != nil {
		t.Fatal(err)
	}
	sh(t, dir, "add", "-A")
	sh(t, dir, "update-index", "--add", "--cacheinfo", "160000,"+strings.Repeat("1", 40)+",module")
	sh(t, dir, "commit", "--quiet", "-m", "links")
	head := commit(t, repository, "HEAD")
	for path, want := range map[string]string{
		"link.yaml": "symbolic link", "module": "submodule", "src": "directory", "linked/train.py": "not exist", "gone.yaml": "not exist",
		"../params.yaml": "not a path inside", "/etc/passwd": "not a path inside", "params.yaml/": "not a path inside", "": "not a path inside", ".": "not a path inside",
		`a\..\b`: "backslash", "a\x00b": "control", "par*": "not exist", ":(top)params.yaml": "not exist",
	} {
		data, err := repository.ReadFile(t.Context(), head, path)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ReadFile(%q) = %q, %v; want an error with %q", path, data, err, want)
		}
	}
	tree, err := repository.FS(t.Context(), head)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"link.yaml": "/etc/passwd", "linked": "src", "params.yaml": "", "src": "", "gone": ""} {
		if target, err := fs.ReadLink(tree, path); target != want || (err == nil) != (want != "") {
			t.Errorf("ReadLink(%q) = %q, %v; want %q", path, target, err, want)
		}
	}
	if _, err := repository.ReadFile(t.Context(), strings.Repeat("a", 40), "params.yaml"); err == nil || !strings.Contains(err.Error(), "git fetch") {
		t.Errorf("ReadFile at an unknown commit: %v; want to be told to fetch", err)
	}
}

func TestFSIsAFileSystem(t *testing.T) {
	t.Parallel()
	repository, dir := project(t)
	gittest.Write(t, dir, "a/b/c.txt", "deep")
	sh(t, dir, "add", "-A")
	sh(t, dir, "commit", "--quiet", "-m", "deep")
	tree, err := repository.FS(t.Context(), commit(t, repository, "HEAD"))
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(tree, "params.yaml", "src/train.py", ".gitignore", "a/b/c.txt"); err != nil {
		t.Error(err)
	}
	data, err := fs.ReadFile(tree, "params.yaml")
	if err != nil || string(data) != params {
		t.Errorf("ReadFile = %q, %v", data, err)
	}
	if info, err := fs.Stat(tree, "src/train.py"); err != nil || info.Mode()&0o111 == 0 {
		t.Errorf("Stat = %v, %v; want an executable", info, err)
	}
	if _, err := fs.Stat(tree, "metrics/metrics.json"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Stat of no file: %v", err)
	}
	file, err := tree.Open("a/b/c.txt")
	if err != nil {
		t.Fatal(err)
	}
	if data, err := io.ReadAll(file); err != nil || string(data) != "deep" {
		t.Errorf("read %q, %v", data, err)
	}
}
