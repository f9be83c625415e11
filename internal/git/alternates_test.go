package git_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// opened puts a branch of ours into the repository at dir and clones it.
func opened(t *testing.T, dir string, own bool) (*git.Repository, *git.Clone) {
	t.Helper()
	repository, err := git.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	repository.Clones = t.TempDir()
	if _, err := repository.CommitParams(t.Context(), commit(t, repository, "HEAD"), branch, nil, message); err != nil {
		t.Fatal(err)
	}
	clone, err := repository.Clone(t.Context(), branch, own)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = clone.Remove(t.Context()) })
	return repository, clone
}

func checkFile(t *testing.T, dir, name, want string) {
	t.Helper()
	if got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name))); err != nil || string(got) != want {
		t.Errorf("%s holds %q, %v; want %q", name, got, err, want)
	}
}

// shell runs what a Makefile would, in dir, and gives its output.
func shell(t *testing.T, dir, script string) string {
	t.Helper()
	cmd := exec.Command("sh", "-ec", script)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", script, err, out)
	}
	return strings.TrimSpace(string(out))
}

// ageless leaves the times of objects out: git renews that of one that is
// written again, also where it is borrowed.
func ageless(files map[string]string) map[string]string {
	for name, state := range files {
		if fields := strings.Fields(state); strings.Contains("/"+name, "/objects/") {
			files[name] = fields[0] + " " + fields[len(fields)-1]
		}
	}
	return files
}

// TestWhateverATrainingDoesWithGitStaysInItsClone runs everything a Makefile
// may do with git, and compares the user's repository byte by byte.
func TestWhateverATrainingDoesWithGitStaysInItsClone(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]string{
		"stash":            "echo 1 >> params.yaml; git stash; git stash pop; echo 2 >> params.yaml; git stash; git stash drop; git stash clear",
		"pop without push": "git stash list | grep . && exit 1; git stash pop || true",
		"checkout":         "git checkout -q -f main; git checkout -q -B main HEAD~0; git checkout -q -b new; git switch -q --detach",
		"reset":            "git reset -q --hard HEAD~1; git reset -q --soft HEAD",
		"clean":            "touch junk; git clean -xfdq; git clean -xffdq",
		"gc":               "git gc -q --prune=now; git repack -qad; git prune; git reflog expire --expire=now --all; git fsck",
		"tag":              "git tag v9; git tag -d v1; git tag -f v2 HEAD~1",
		"config":           "git config user.name Eve; git config --unset-all remote.origin.url; git config core.hooksPath .; git config filter.x.clean false",
		"commit":           "echo 1 >> params.yaml; git add -A; git commit -qam trained; git commit -q --amend -m again; git notes add -m note",
		"branch":           "git checkout -q --detach; git branch -D main; git branch -D " + branch + "; git branch main HEAD",
		"worktree":         "git worktree prune; git worktree add -q ../wt-$$ main; git worktree remove --force ../wt-$$",
		"push":             "echo 1 >> params.yaml; git commit -qam trained; git push -q origin HEAD:main && exit 1; git push -q --all && exit 1; true",
		"fetch":            "git fetch -q; git fetch -q --prune --tags; git remote remove origin",
		"refs":             "git update-ref refs/exps/aa/x HEAD; git update-ref -d refs/remotes/origin/main; git pack-refs --all; git symbolic-ref HEAD refs/heads/other",
		"bisect":           "git bisect start; git bisect reset; git rebase -q --force-rebase HEAD~1; git merge -q main",
		"sparse":           "git sparse-checkout set src; git sparse-checkout disable",
		"modes":            "chmod -R u+w .; chmod -R go-rwx .; find . -exec touch {} +",
		"hooks":            "mkdir -p .git/hooks; printf '#!/bin/sh\\ntouch hooked\\n' > .git/hooks/pre-commit; chmod +x .git/hooks/pre-commit; git commit -q --allow-empty -m x",
		"no repository":    "rm -rf .git; git -c init.defaultBranch=main init -q; git add -A; git commit -qm new",
		"objects":          "rm -rf .git/objects/*; rm -f .git/index",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, dir := project(t)
			origin := filepath.Join(t.TempDir(), "origin.git")
			sh(t, dir, "clone", "--quiet", "--bare", "--no-hardlinks", dir, origin)
			sh(t, dir, "remote", "add", "origin", origin)
			sh(t, dir, "fetch", "--quiet")
			sh(t, dir, "tag", "v1")
			sh(t, dir, "update-ref", "refs/exps/ab/cd/mine", "HEAD")
			gittest.Write(t, dir, ".git/hooks/post-checkout", "#!/bin/sh\ntouch ../hook-ran\n")
			if err := os.Chmod(filepath.Join(dir, ".git/hooks/post-checkout"), 0o755); err != nil {
				t.Fatal(err)
			}
			messy(t, dir)
			_, clone := opened(t, dir, false)
			before, there := ageless(snapshot(t, dir)), ageless(snapshot(t, origin))
			shell(t, clone.Dir, script)
			checkSame(t, before, ageless(snapshot(t, dir)))
			checkSame(t, there, ageless(snapshot(t, origin)))
			if err := clone.Remove(t.Context()); err != nil {
				t.Error(err)
			}
			checkSame(t, before, ageless(snapshot(t, dir)))
			if got := sh(t, dir, "stash", "list"); !strings.Contains(got, "keep me") {
				t.Errorf("the stash is %q", got)
			}
		})
	}
}

// TestACloneLooksLikeTheUsersClone: what version tools, MLflow and code ask git
// for is as it is there.
func TestACloneLooksLikeTheUsersClone(t *testing.T) {
	t.Parallel()
	_, origin := project(t)
	sh(t, origin, "tag", "-a", "-m", "one", "v1.0")
	sh(t, origin, "commit", "--quiet", "--allow-empty", "-m", "two")
	sh(t, origin, "branch", "side")
	parent := t.TempDir()
	dir := filepath.Join(parent, "user")
	sh(t, parent, "clone", "--quiet", origin, dir)
	relative, err := filepath.Rel(dir, origin)
	if err != nil {
		t.Fatal(err)
	}
	sh(t, dir, "remote", "add", "beside", relative)
	sh(t, dir, "remote", "add", "hub", "git@github.com:x/y.git")
	sh(t, dir, "config", "user.name", "Grace \"G\" \\ H\tt; #")
	sh(t, dir, "config", "url.https://hub.example/.insteadOf", "hub:")
	sh(t, dir, "config", "--add", "http.https://hub.example.extraHeader", "X: y")
	gittest.Write(t, dir, "../shared.gitconfig", "[merge]\n\tff\n[core]\n\thooksPath = elsewhere\n")
	sh(t, dir, "config", "include.path", "../../shared.gitconfig")
	sh(t, dir, "config", "core.hooksPath", "my-hooks")
	_, clone := opened(t, dir, false)
	for _, args := range [][]string{
		{"describe", "--tags", "--long", "HEAD~1"}, {"remote", "get-url", "origin"}, {"remote", "get-url", "hub"}, {"for-each-ref"},
		{"symbolic-ref", "refs/remotes/origin/HEAD"}, {"config", "user.name"}, {"config", "--get-regexp", "^(url|http)"}, {"config", "--bool", "merge.ff"},
		{"rev-parse", "origin/side"}, {"log", "--oneline", "--all"},
	} {
		from := dir
		here := sh(t, clone.Dir, args...)
		if args[0] == "describe" {
			args = []string{"describe", "--tags", "--long", "HEAD"}
		}
		if there := sh(t, from, args...); here != there {
			t.Errorf("git %q says\n%s\nin the clone, and\n%s\nin the user's", args, here, there)
		}
	}
	if got := sh(t, clone.Dir, "ls-remote", "beside", "HEAD"); !strings.HasPrefix(got, sh(t, origin, "rev-parse", "HEAD")) {
		t.Errorf("a remote with a relative path: %q", got)
	}
	if got := sh(t, clone.Dir, "config", "--list", "--local"); strings.Contains(strings.ToLower(got), "hookspath") {
		t.Errorf("hooks came along: %s", got)
	}
	if got := sh(t, clone.Dir, "status", "--porcelain"); got != "" {
		t.Errorf("the clone starts with changes: %s", got)
	}
}

// TestCloneOfEveryKindOfRepository makes a repository of each kind and looks at
// what the clone has of it.
func TestCloneOfEveryKindOfRepository(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		make  func(t *testing.T, origin, dir string) // origin has one commit; dir is not there yet
		check func(t *testing.T, clone *git.Clone)
	}{
		"partial": {func(t *testing.T, origin, dir string) {
			gittest.Write(t, origin, "old.txt", "old\n")
			sh(t, origin, "add", "-A")
			sh(t, origin, "commit", "--quiet", "-m", "old")
			sh(t, origin, "config", "uploadpack.allowFilter", "true")
			sh(t, origin, "config", "uploadpack.allowAnySHA1InWant", "true")
			sh(t, origin, "clone", "--quiet", "--no-checkout", "--filter=blob:none", "file://"+origin, dir)
		}, func(t *testing.T, clone *git.Clone) {
			checkFile(t, clone.Dir, "old.txt", "old\n")
			if got := sh(t, clone.Dir, "count-objects", "-v"); !strings.Contains(got, "in-pack: 0\n") || !strings.Contains(got, "count: 0\n") {
				t.Errorf("the objects were fetched into the clone, where the next one does not find them: %s", got)
			}
		}},
		"shallow": {func(t *testing.T, origin, dir string) {
			for range 3 {
				sh(t, origin, "commit", "--quiet", "--allow-empty", "-m", "more")
			}
			sh(t, origin, "clone", "--quiet", "--depth=1", "file://"+origin, dir)
		}, func(t *testing.T, clone *git.Clone) {
			if got := sh(t, clone.Dir, "rev-list", "--count", "HEAD"); got != "2" {
				t.Errorf("%s commits, want 2", got)
			}
			sh(t, clone.Dir, "fsck")
			sh(t, clone.Dir, "fetch", "--quiet", "--unshallow")
		}},
		"sparse": {func(t *testing.T, origin, dir string) {
			sh(t, origin, "clone", "--quiet", origin, dir)
			sh(t, dir, "sparse-checkout", "set", "none")
		}, func(t *testing.T, clone *git.Clone) {
			checkFile(t, clone.Dir, "src/train.py", "print('training')\n")
			if got := sh(t, clone.Dir, "ls-files", "-t"); strings.Contains(got, "S ") {
				t.Errorf("files are skipped: %s", got)
			}
		}},
		"filter": {func(t *testing.T, origin, dir string) {
			sh(t, origin, "clone", "--quiet", origin, dir)
			sh(t, dir, "config", "filter.upper.clean", "tr A-Z a-z")
			sh(t, dir, "config", "filter.upper.smudge", "tr a-z A-Z")
			gittest.Write(t, dir, ".git/info/attributes", "*.up filter=upper\n")
			gittest.Write(t, dir, "x.up", "HELLO\n")
			sh(t, dir, "add", "-A")
			sh(t, dir, "commit", "--quiet", "-m", "filtered")
			if got := sh(t, dir, "cat-file", "blob", "HEAD:x.up"); got != "hello" {
				t.Fatalf("the filter did nothing: %s", got)
			}
		}, func(t *testing.T, clone *git.Clone) { checkFile(t, clone.Dir, "x.up", "HELLO\n") }},
		"keys in the git directory": {func(t *testing.T, origin, dir string) {
			sh(t, origin, "clone", "--quiet", origin, dir)
			gittest.Write(t, dir, ".git/git-crypt/keys/default", "key")
			sh(t, dir, "config", "filter.git-crypt.smudge", `cat >/dev/null; cat "$(git rev-parse --git-common-dir)/git-crypt/keys/default"`)
			sh(t, dir, "config", "filter.git-crypt.clean", "cat >/dev/null; printf cipher")
			gittest.Write(t, dir, ".gitattributes", "secret filter=git-crypt\n")
			gittest.Write(t, dir, "secret", "cipher")
			sh(t, dir, "add", "-A")
			sh(t, dir, "commit", "--quiet", "-m", "secret")
		}, func(t *testing.T, clone *git.Clone) { checkFile(t, clone.Dir, "secret", "key") }},
		"line ends": {func(t *testing.T, origin, dir string) {
			sh(t, origin, "clone", "--quiet", "--config=core.autocrlf=true", origin, dir)
		}, func(t *testing.T, clone *git.Clone) { checkFile(t, clone.Dir, "src/train.py", "print('training')\r\n") }},
		"borrowing already": {func(t *testing.T, origin, dir string) {
			sh(t, origin, "clone", "--quiet", "--shared", origin, dir)
			relative, err := filepath.Rel(filepath.Join(dir, ".git", "objects"), filepath.Join(origin, ".git", "objects"))
			if err != nil {
				t.Fatal(err)
			}
			gittest.Write(t, dir, ".git/objects/info/alternates", relative+"\n")
		}, func(t *testing.T, clone *git.Clone) { sh(t, clone.Dir, "fsck") }},
		"sha256": {func(t *testing.T, _, dir string) {
			if err := os.MkdirAll(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			sh(t, dir, "init", "--quiet", "--initial-branch=main", "--object-format=sha256")
			gittest.Write(t, dir, "src/train.py", "print('training')\n")
			sh(t, dir, "add", "-A")
			sh(t, dir, "commit", "--quiet", "-m", "x")
		}, func(t *testing.T, clone *git.Clone) { sh(t, clone.Dir, "fsck") }},
		"a linked worktree": {func(t *testing.T, origin, dir string) {
			sh(t, origin, "worktree", "add", "--quiet", "--detach", dir)
		}, func(t *testing.T, clone *git.Clone) { sh(t, clone.Dir, "fsck") }},
		"packed, and detached": {func(t *testing.T, origin, dir string) {
			sh(t, origin, "clone", "--quiet", origin, dir)
			sh(t, dir, "switch", "--quiet", "--detach")
			sh(t, dir, "gc", "--quiet")
		}, func(t *testing.T, clone *git.Clone) { sh(t, clone.Dir, "fsck") }},
	} {
		for _, own := range []bool{false, true} {
			t.Run(name+map[bool]string{true: ", copied"}[own], func(t *testing.T) {
				t.Parallel()
				_, origin := project(t)
				dir := filepath.Join(t.TempDir(), "the user's")
				tt.make(t, origin, dir)
				repository, clone := opened(t, dir, own)
				if len(clone.Warnings) > 0 {
					t.Errorf("warnings: %q", clone.Warnings)
				}
				if name != "partial" || !own {
					tt.check(t, clone)
				}
				if on := sh(t, clone.Dir, "symbolic-ref", "--short", "HEAD"); on != branch {
					t.Errorf("on %s", on)
				}
				if got := sh(t, clone.Dir, "status", "--porcelain"); got != "" {
					t.Errorf("the clone starts with changes: %s", got)
				}
				alone := filepath.Join(clone.Dir, ".git", "objects", "info", "alternates")
				if _, err := os.Stat(alone); (err != nil) != own {
					t.Errorf("%s: %v", alone, err)
				}
				if err := os.Rename(repository.Dir, repository.Dir+" gone"); err == nil && own && name != "a linked worktree" && name != "partial" {
					sh(t, clone.Dir, "fsck")
				}
			})
		}
	}
}
