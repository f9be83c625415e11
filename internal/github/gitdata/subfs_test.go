package gitdata

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// TestBelow: a directory of a commit is a file system of its own, from which no name leads
// to what lies beside it.
func TestBelow(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	p.Base = p.Push("main", map[string][]byte{"ml/a/params.yaml": []byte("lr: 1\n"), "ml/a/src/train.py": []byte("x\n"), "ml/b/params.yaml": []byte("lr: 2\n")})
	files := p.client(t).FS(t.Context(), p.Base).Below("ml/a")
	if err := fstest.TestFS(files, "params.yaml", "src/train.py"); err != nil {
		t.Error(err)
	}
	for _, name := range []string{"../b/params.yaml", "ml/a/params.yaml", "src/../../b/params.yaml", "/params.yaml", "train.py"} {
		if data, err := fs.ReadFile(files, name); err == nil {
			t.Errorf("%s is read as %q", name, data)
		}
		for ask, of := range map[string]func(fs.FS, string) (fs.FileInfo, error){"Stat": fs.Stat, "Lstat": fs.Lstat} {
			if _, err := of(files, name); err == nil {
				t.Errorf("%s(%s) finds it", ask, name)
			}
		}
	}
	before := len(p.Requests())
	if info, err := fs.Stat(files, "params.yaml"); err != nil || info.Size() != 6 || info.Sys() == nil || len(p.Requests()) > before+1 {
		t.Errorf("params.yaml is %v (%v), by %d requests", info, err, len(p.Requests())-before)
	}
}
