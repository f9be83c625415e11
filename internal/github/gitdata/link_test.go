package gitdata

import (
	"io/fs"
	"os/exec"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// TestLinksOfACommit: where a link leads is read; the link itself is not opened, and what
// is no link leads nowhere.
func TestLinksOfACommit(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	hash := exec.Command("git", "--git-dir", p.Dir, "hash-object", "-w", "--stdin")
	hash.Stdin = strings.NewReader("config/params.yaml")
	object, err := hash.Output()
	if err != nil {
		t.Fatal(err)
	}
	p.Base = p.PushTree("main", map[string][2]string{"link.yaml": {"120000", strings.TrimSpace(string(object))}})
	files := p.client(t).FS(t.Context(), p.Base)
	for path, want := range map[string]string{"link.yaml": "config/params.yaml", "params.yaml": "", "gone.yaml": "", ".": ""} {
		if target, err := fs.ReadLink(files, path); target != want || (err == nil) != (want != "") {
			t.Errorf("ReadLink(%q) = %q, %v; want %q", path, target, err, want)
		}
	}
	for path, want := range map[string]fs.FileMode{"link.yaml": fs.ModeSymlink, "params.yaml": 0, ".github": fs.ModeDir} {
		if info, err := fs.Lstat(files, path); err != nil || info.Mode().Type() != want {
			t.Errorf("Lstat(%q) = %v, %v; want type %v", path, info, err, want)
		}
	}
	if _, err := fs.ReadFile(files, "link.yaml"); err == nil {
		t.Error("the link itself was opened")
	}
}
