package git_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// TestLFSObjectsAreCopied: the clone has the commit's LFS objects for its own,
// with no server and no link to the user's. Without git-lfs on this machine the
// filter is a shell line that reads the same store.
func TestLFSObjectsAreCopied(t *testing.T) {
	t.Parallel()
	for name, storage := range map[string]string{"the usual store": "", "a store elsewhere": "elsewhere"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, dir := project(t)
			content := "a large file\n"
			oid := fmt.Sprintf("%x", sha256.Sum256([]byte(content)))
			pointer := fmt.Sprintf("version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n", oid, len(content))
			store := ".git/lfs"
			if storage != "" {
				store = ".git/" + storage
				sh(t, dir, "config", "lfs.storage", storage)
			}
			gittest.Write(t, dir, ".gitattributes", "*.bin filter=lfs -text\n")
			if _, err := exec.LookPath("git-lfs"); err == nil {
				sh(t, dir, "lfs", "install", "--local", "--skip-repo")
			} else {
				sh(t, dir, "config", "filter.lfs.clean", "cat >/dev/null; printf '"+pointer+"'")
				sh(t, dir, "config", "filter.lfs.smudge", `oid=$(sed -n 's/^oid sha256://p'); cat .git/lfs/objects/*/*/"$oid"`)
			}
			sh(t, dir, "config", "filter.lfs.required", "true")
			gittest.Write(t, dir, "model.bin", content)
			gittest.Write(t, dir, store+"/objects/"+oid[:2]+"/"+oid[2:4]+"/"+oid, content)
			sh(t, dir, "add", "-A")
			sh(t, dir, "commit", "--quiet", "-m", "a model")
			if got := sh(t, dir, "cat-file", "blob", "HEAD:model.bin") + "\n"; got != pointer {
				t.Fatalf("git has %q, want a pointer", got)
			}
			_, clone := opened(t, dir, false)
			checkFile(t, clone.Dir, "model.bin", content)
			path := filepath.Join("objects", oid[:2], oid[2:4], oid)
			theirs, err := os.Stat(filepath.Join(dir, store, path))
			if err != nil {
				t.Fatal(err)
			}
			ours, err := os.Stat(filepath.Join(clone.Dir, ".git", "lfs", path))
			if err != nil || os.SameFile(theirs, ours) {
				t.Errorf("the clone's object: %v, %v; want a copy", ours, err)
			}
		})
	}
}
