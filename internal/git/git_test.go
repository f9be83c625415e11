package git_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// TestMain keeps the tests from the configuration of whoever runs them.
func TestMain(m *testing.M) {
	home, err := os.MkdirTemp("", "reproduce-home-")
	if err != nil {
		panic(err)
	}
	for name, value := range map[string]string{
		"HOME": home, "XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": filepath.Join(home, "cache"), "GIT_CONFIG_NOSYSTEM": "1",
		"GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org", "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org",
	} {
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
	// Each commit would look in a process of its own whether there is anything to tidy up.
	if err := os.WriteFile(filepath.Join(home, ".gitconfig"), []byte("[maintenance]\n\tauto = false\n"), 0o644); err != nil {
		panic(err)
	}
	code := m.Run()
	_ = os.RemoveAll(home)
	os.Exit(code)
}

// sh runs one git command as a person would.
func sh(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

const params = "train:\n  lr: 0.1 # learning rate\n"

// project makes a repository with one commit on main and opens it.
func project(t *testing.T) (*git.Repository, string) {
	t.Helper()
	dir := t.TempDir()
	sh(t, dir, "init", "--quiet", "--initial-branch=main")
	gittest.Write(t, dir, "params.yaml", params)
	gittest.Write(t, dir, "src/train.py", "print('training')\n")
	gittest.Write(t, dir, ".gitignore", "/metrics/\n")
	if err := os.Chmod(filepath.Join(dir, "src", "train.py"), 0o755); err != nil {
		t.Fatal(err)
	}
	sh(t, dir, "add", "-A")
	sh(t, dir, "commit", "--quiet", "-m", "a project")
	repository, err := git.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return repository, dir
}

// messy puts the project into the state that must not be touched: staged,
// unstaged, untracked and ignored changes, and a stash.
func messy(t *testing.T, dir string) {
	t.Helper()
	gittest.Write(t, dir, "src/train.py", "print('stashed')\n")
	sh(t, dir, "stash", "push", "--quiet", "-m", "keep me")
	gittest.Write(t, dir, "params.yaml", "train:\n  lr: 0.5 # being tried\n")
	sh(t, dir, "add", "params.yaml")
	gittest.Write(t, dir, "params.yaml", "train:\n  lr: 0.7 # and another\n")
	gittest.Write(t, dir, "notes.txt", "untracked\n")
	gittest.Write(t, dir, "metrics/metrics.json", "{}\n")
}

// snapshot hashes every file below dir, the index, HEAD, stash and refs among
// them, except what skip names: path prefixes with slashes.
func snapshot(t *testing.T, dir string, skip ...string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		for _, prefix := range skip {
			if strings.HasPrefix(rel+"/", prefix) {
				if entry.IsDir() {
					return fs.SkipDir
				}
				return nil
			}
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(data)
		files[rel] = fmt.Sprintf("%v %v %s", info.Mode(), info.ModTime(), hex.EncodeToString(sum[:]))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// checkSame reports every file that differs between two snapshots.
func checkSame(t *testing.T, before, after map[string]string) {
	t.Helper()
	var differ []string
	for path := range before {
		if before[path] != after[path] {
			differ = append(differ, fmt.Sprintf("%s: %s -> %q", path, before[path], after[path]))
		}
	}
	for path := range after {
		if _, known := before[path]; !known {
			differ = append(differ, path+": new")
		}
	}
	sort.Strings(differ)
	if len(before) < 10 {
		t.Errorf("the snapshot saw %d files: it looked in the wrong place", len(before))
	}
	for _, line := range differ {
		t.Errorf("touched %s", line)
	}
}

func commit(t *testing.T, repository *git.Repository, ref string) string {
	t.Helper()
	name, err := repository.Resolve(context.Background(), ref)
	if err != nil {
		t.Fatal(err)
	}
	return name
}
