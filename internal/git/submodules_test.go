package git_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// withSubmodules makes a repository with a submodule that has one itself, and a
// clone of it with both. The remotes are gone afterwards.
func withSubmodules(t *testing.T) string {
	t.Helper()
	parent := t.TempDir()
	for _, name := range []string{"inner", "outer", "origin"} {
		dir := filepath.Join(parent, name)
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		sh(t, dir, "init", "--quiet", "--initial-branch=main")
		gittest.Write(t, dir, name+".txt", name+"\n")
		switch name {
		case "outer":
			sh(t, dir, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "--name", "named/inner", "../inner", "in")
		case "origin":
			sh(t, dir, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../outer", "libs/outer")
		}
		sh(t, dir, "add", "-A")
		sh(t, dir, "commit", "--quiet", "-m", name)
	}
	sh(t, parent, "-c", "protocol.file.allow=always", "clone", "--quiet", "--recurse-submodules", "origin", "user")
	for _, name := range []string{"inner", "outer"} {
		if err := os.Rename(filepath.Join(parent, name), filepath.Join(parent, name+" gone")); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(parent, "user")
}

// TestSubmodulesAreThereWithoutANetwork: at the commits that are recorded, also
// where the user's working tree has none of them or stands elsewhere.
func TestSubmodulesAreThereWithoutANetwork(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(t *testing.T, dir string){
		"as cloned":    func(*testing.T, string) {},
		"no files":     func(t *testing.T, dir string) { sh(t, dir, "submodule", "--quiet", "deinit", "--all", "--force") },
		"no directory": func(t *testing.T, dir string) { _ = os.RemoveAll(filepath.Join(dir, "libs")) },
		"at other commits": func(t *testing.T, dir string) {
			sh(t, dir, "-C", "libs/outer", "commit", "--quiet", "--allow-empty", "-m", "x")
		},
	} {
		for _, own := range []bool{false, true} {
			t.Run(name+map[bool]string{true: ", copied"}[own], func(t *testing.T) {
				t.Parallel()
				dir := withSubmodules(t)
				prepare(t, dir)
				before := ageless(snapshot(t, dir, ".git/refs/", ".git/logs/", ".git/objects/"))
				_, clone := opened(t, dir, own)
				if len(clone.Warnings) > 0 {
					t.Errorf("warnings: %q", clone.Warnings)
				}
				checkFile(t, clone.Dir, "libs/outer/outer.txt", "outer\n")
				checkFile(t, clone.Dir, "libs/outer/in/inner.txt", "inner\n")
				if got := sh(t, clone.Dir, "status", "--porcelain"); got != "" {
					t.Errorf("the clone starts with changes: %s", got)
				}
				if name == "as cloned" {
					shell(t, clone.Dir, "git submodule update --init --recursive; git submodule foreach --recursive 'git gc -q --prune=now; git commit -q --allow-empty -m x; git branch -D main; git config a.b c'; git submodule deinit --all --force")
				}
				checkSame(t, before, ageless(snapshot(t, dir, ".git/refs/", ".git/logs/", ".git/objects/")))
			})
		}
	}
}

// TestASubmoduleThatCannotBeHadIsNamed, and nothing else fails for it.
func TestASubmoduleThatCannotBeHadIsNamed(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(t *testing.T, dir string){
		"no store": func(t *testing.T, dir string) { _ = os.RemoveAll(filepath.Join(dir, ".git", "modules")) },
		"no commit": func(t *testing.T, dir string) {
			sh(t, dir, "update-index", "--cacheinfo", "160000,"+strings.Repeat("1", 40)+",libs/outer")
			sh(t, dir, "commit", "--quiet", "-m", "a commit that nobody has")
		},
		"no name": func(t *testing.T, dir string) {
			gittest.Write(t, dir, ".gitmodules", "")
			sh(t, dir, "commit", "--quiet", "-m", "no names", ".gitmodules")
		},
		"a name that leads out": func(t *testing.T, dir string) {
			gittest.Write(t, dir, ".gitmodules", "[submodule \"../../x\"]\n\tpath = libs/outer\n\turl = ../outer\n")
			sh(t, dir, "commit", "--quiet", "-m", "a bad name", ".gitmodules")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := withSubmodules(t)
			prepare(t, dir)
			_, clone := opened(t, dir, false)
			if len(clone.Warnings) != 1 || !strings.Contains(clone.Warnings[0], "submodule libs/outer is empty") {
				t.Errorf("warnings: %q", clone.Warnings)
			}
			checkFile(t, clone.Dir, "origin.txt", "origin\n")
			if entries, err := os.ReadDir(filepath.Join(clone.Dir, "libs", "outer")); err != nil || len(entries) != 0 {
				t.Errorf("something is left: %v, %v", entries, err)
			}
			if got := sh(t, clone.Dir, "rev-parse", "HEAD"); got != clone.Commit {
				t.Errorf("the clone is at %s", got)
			}
		})
	}
}
