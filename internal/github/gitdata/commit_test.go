package gitdata

import (
	"errors"
	"io/fs"
	"os/exec"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/github/projecttest"
)

func TestReachable(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	old := p.Base
	head := p.Push("main", map[string][]byte{"more.txt": []byte("1")})
	side := p.Push("side", map[string][]byte{"more.txt": []byte("2")})
	for sha, want := range map[string]bool{old: true, head: true, side: false, strings.Repeat("ab", 20): false} {
		if got, err := p.client(t).Reachable(t.Context(), sha); err != nil || got != want {
			t.Errorf("Reachable(%s) = %v, %v; want %v", sha, got, err, want)
		}
	}
	c := p.client(t) // which asks for today's commit no more
	if _, err := c.Reachable(t.Context(), side); err != nil {
		t.Fatal(err)
	}
	asked := len(p.Requests())
	if got, err := c.Resolve(t.Context(), "head"); err != nil || got != head || len(p.Requests()) > asked {
		t.Errorf("today's commit is %s, %v; asked %q", got, err, p.Requests()[asked:])
	}
	for _, bad := range []string{"", "main", old[:12], old + "; rm -rf /", "../../victim/repo/commits/x", strings.ToUpper(old)} {
		if _, err := p.client(t).Reachable(t.Context(), bad); err == nil {
			t.Errorf("Reachable(%q) was asked for", bad)
		}
	}
	for ref, want := range map[string]string{"": head, "head": head, "main": head, "side": side, old[:10]: old, old: old} {
		if got, err := p.client(t).Resolve(t.Context(), ref); err != nil || got != want {
			t.Errorf("Resolve(%q) = %s, %v; want %s", ref, got, err, want)
		}
	}
	if out, err := exec.Command("git", "-C", p.Dir, "update-ref", "refs/pull/12/head", side).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if got, err := p.client(t).Resolve(t.Context(), "pull/12/head"); err == nil || !strings.Contains(err.Error(), "name the commit") {
		t.Errorf("Resolve of a pull request = %s, %v; want to be asked for the commit", got, err)
	}
	for _, bad := range []string{"../../../victim", "refs/pull/12/head", "a b", "-x", "main?", "no-such-branch"} {
		if got, err := p.client(t).Resolve(t.Context(), bad); err == nil {
			t.Errorf("Resolve(%q) = %s", bad, got)
		}
	}
}

func TestFilesOfACommit(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	files := p.client(t).FS(t.Context(), p.Base)
	data, err := fs.ReadFile(files, "params.yaml")
	if err != nil || string(data) != projecttest.Params {
		t.Errorf("params.yaml: %q, %v", data, err)
	}
	if _, err := fs.ReadFile(files, "nothing.yaml"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	matches, err := fs.Glob(files, ".github/*/*.yml")
	if err != nil || len(matches) != 1 {
		t.Errorf("glob: %v, %v", matches, err)
	}
	asked := len(p.Requests())
	info, err := fs.Stat(files, "train.py")
	if err != nil || info.Mode() != 0o555 || info.Size() != int64(len("print('training')\n")) || info.Name() != "train.py" {
		t.Errorf("train.py: %v, %v", info, err)
	}
	if _, err := fs.Stat(files, "train.pyc"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	if more := p.Requests()[asked:]; len(more) > 0 {
		t.Errorf("what the listing says was asked for: %q", more)
	}
	if got, _ := fs.Stat(files, ".github"); got == nil || !got.IsDir() {
		t.Errorf(".github: %v", got)
	}
}

// TestCommitIsReadOnce: what it is never changes.
func TestCommitIsReadOnce(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	c := p.client(t)
	for range 2 {
		if commit, err := c.Commit(t.Context(), p.Base); err != nil || commit.GetSHA() != p.Base {
			t.Fatalf("%v, %v", commit, err)
		}
	}
	if got := len(p.Requests()); got != 1 {
		t.Errorf("asked for %d times", got)
	}
}
