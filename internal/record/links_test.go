//go:build unix && long

package record

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/recorded"
)

// TestRecord_links: what ran behind a link of the commit is recorded where git has it: it is no
// uncommitted change, and one of it is told.
func TestRecord_links(t *testing.T) {
	t.Parallel()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 here")
	}
	share := t.TempDir()
	gittest.Write(t, share, "k.py", "k = 1\n")
	for name, tt := range map[string]struct {
		link, target     string // that the commit has
		change           func(dir string)
		first            string // what the command does before
		tree             string
		used             string // the path that is recorded
		dirty, untracked []string
	}{
		"in the commit":     {link: "impl", target: "v1", tree: recorded.Clean, used: "v1/k.py"},
		"by way of another": {link: "impl", target: "v1/up/v1", tree: recorded.Clean, used: "v1/k.py"},
		"edited":            {link: "impl", target: "v1", change: func(dir string) { gittest.Write(t, dir, "v1/k.py", "k = 3\n") }, tree: recorded.Dirty, used: "v1/k.py", dirty: []string{"v1/k.py"}},
		"not in git": {link: "impl", target: "v1", change: func(dir string) {
			gittest.Git(t, dir, "rm", "--quiet", "--cached", "v1/k.py")
			gittest.Git(t, dir, "commit", "--quiet", "-m", "x")
		}, tree: recorded.Dirty, used: "v1/k.py", untracked: []string{"v1/k.py"}},
		"hidden": {link: "impl", target: "v1", change: func(dir string) {
			gittest.Git(t, dir, "update-index", "--skip-worktree", "v1/k.py")
			gittest.Write(t, dir, "v1/k.py", "k = 3\n")
		}, tree: recorded.Dirty, used: "v1/k.py", dirty: []string{"v1/k.py"}},
		"a file":                  {link: "impl/k.py", target: "../v1/k.py", change: func(dir string) { gittest.Write(t, dir, "v1/k.py", "k = 3\n") }, tree: recorded.Dirty, used: "v1/k.py", dirty: []string{"v1/k.py"}},
		"a file outside":          {link: "impl/k.py", target: filepath.Join(share, "k.py"), tree: recorded.Clean, used: "impl/k.py"},
		"outside":                 {link: "impl", target: share, tree: recorded.Clean, used: "impl/k.py"},
		"replaced by the command": {link: "impl", target: "v1", first: "ln -sfn v2 impl && ", tree: recorded.Dirty, used: "impl/k.py", untracked: []string{"impl/k.py"}},
	} {
		dir := newProject(t)
		for file, text := range map[string]string{"v1/k.py": "k = 1\n", "v2/k.py": "k = 2\n", "train.py": "from impl.k import k\n"} {
			gittest.Write(t, dir, file, text)
		}
		for link, target := range map[string]string{tt.link: tt.target, "v1/up": ".."} {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, link)), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
				t.Fatal(err)
			}
		}
		gittest.Git(t, dir, "add", ".")
		gittest.Git(t, dir, "commit", "--quiet", "-m", "Train")
		if tt.change != nil {
			tt.change(dir)
		}
		code := recordOf(t, dir, tt.first+python+" -B train.py").Lineage.Code
		used := slices.ContainsFunc(code.Files, func(file recorded.Content) bool { return file.Path == tt.used && file.SHA256 != "" })
		if code.Tree != tt.tree || !used || !slices.Equal(code.Changed, tt.dirty) || !slices.Equal(code.Untracked, tt.untracked) {
			t.Errorf("%s: %s, files %v, changed %q, untracked %q", name, code.Tree, code.Files, code.Changed, code.Untracked)
		}
	}
}

// TestRecord_linkedSecret: of params that are read by the name of a file of secrets no digest is
// recorded, whatever the file is called that the link leads to.
func TestRecord_linkedSecret(t *testing.T) {
	t.Parallel()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 here")
	}
	dir := newProject(t)
	gittest.Write(t, dir, "plain.yaml", "k: 1\n")
	gittest.Write(t, dir, "train.py", "open('secrets.yaml').read()\n")
	if err := os.Symlink("plain.yaml", filepath.Join(dir, "secrets.yaml")); err != nil {
		t.Fatal(err)
	}
	gittest.Git(t, dir, "add", ".")
	gittest.Git(t, dir, "commit", "--quiet", "-m", "Train")
	if got := recordOf(t, dir, python+" -B train.py").Lineage.Params; !slices.Equal(got, []recorded.Content{{Path: "plain.yaml"}}) {
		t.Errorf("%+v", got)
	}
}
