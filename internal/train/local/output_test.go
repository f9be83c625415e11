package local

import (
	"crypto/md5"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/project"
)

// TestOutputFile has a file that git does not have, and its content here and there.
func TestOutputFile(t *testing.T) {
	t.Parallel()
	const name, content = "models/model_metadata.json", `{"run_id": "ab12"}`
	sum := md5.Sum([]byte(content))
	digest := hex.EncodeToString(sum[:])
	commit := fstest.MapFS{
		"dvc.yaml": {Data: []byte("stages:\n  train:\n    cmd: python train.py\n    outs: [" + name + "]\n")},
		"dvc.lock": {Data: []byte("schema: '2.0'\nstages:\n  train:\n    cmd: python train.py\n    outs:\n    - path: " + name + "\n      hash: md5\n      md5: " + digest + "\n      size: 18\n")},
	}
	cached := ".dvc/cache/files/md5/" + digest[:2] + "/" + digest[2:]
	for _, test := range []struct {
		name, at, text, fails string
	}{
		{"in the clone", name, content, ""},
		{"in DVC's cache", cached, content, ""},
		{"another one in the clone", name, `{"run_id": "cd34"}`, "get it with dvc pull " + name},
		{"another one in the cache", cached, `{"run_id": "cd34"}`, "get it with dvc pull " + name},
		{"nowhere", "README", "", "get it with dvc pull " + name},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			clone := t.TempDir()
			gittest.Write(t, clone, "ml/"+test.at, test.text)
			local := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: clone}, Prefix: "ml"}}
			data, err := local.OutputFile(commit, name)
			switch {
			case test.fails == "" && (err != nil || string(data) != content):
				t.Errorf("got %q, %v", data, err)
			case test.fails != "" && (err == nil || errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), test.fails)):
				t.Errorf("got %q, %v", data, err)
			}
			if _, err := local.OutputFile(commit, "other.json"); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("a file that DVC does not know: %v", err)
			}
			if _, err := local.OutputFile(os.DirFS(clone), name); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("a project without DVC: %v", err)
			}
		})
	}
}
