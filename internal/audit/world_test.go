//go:build unix

package audit

import (
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// An auditWorld is a real clone with a DVC remote beside it, and the commits
// that planted runs name.
type auditWorld struct {
	clone, remote string
	good          []string
	unreachable   string
	lies          string // dvc.lock has another hash of src/train.py
	gone          string // its data was never pushed
}

const auditPipeline = `stages:
  train:
    cmd: python src/train.py
    deps:
    - data/train.csv
    - src/train.py
    params:
    - train.lr
    - train.max_depth
    outs:
    - model.pkl
`

func newAuditWorld(t *testing.T) *auditWorld {
	t.Helper()
	w := &auditWorld{clone: t.TempDir(), remote: t.TempDir()}
	w.git(t, "init", "--quiet", "--initial-branch=main")
	w.write(t, "dvc.yaml", auditPipeline)
	w.write(t, ".dvc/config", "[core]\n    remote = shelf\n['remote \"shelf\"']\n    url = "+w.remote+"\n")
	for i := range 8 {
		w.write(t, "params.yaml", fmt.Sprintf("train:\n  lr: 0.%d\n  max_depth: 5\nsmall:\n  depth: 1\nlarge:\n  depth: 2\n", i+1))
		w.train(t, fmt.Sprintf("print(%d)\n", i), fmt.Sprintf("x,y\n1,%d\n", i), true)
		w.good = append(w.good, w.commit(t))
	}
	w.train(t, "print('pushed')\n", "x,y\n2,2\n", true)
	w.write(t, "src/train.py", "print('edited while it ran')\n")
	w.lies = w.commit(t)
	w.train(t, "print('not pushed')\n", "x,y\n3,3\n", false)
	w.gone = w.commit(t)
	w.train(t, "print('left behind')\n", "x,y\n4,4\n", true)
	w.unreachable = w.commit(t)
	w.git(t, "reset", "--quiet", "--hard", w.gone)
	return w
}

// train writes what dvc repro leaves: the code, the pointer to the data, the
// lock, and, where it was pushed, the data in the remote.
func (w *auditWorld) train(t *testing.T, code, data string, push bool) {
	t.Helper()
	w.write(t, "src/train.py", code)
	w.write(t, "data/train.csv.dvc", fmt.Sprintf("outs:\n- md5: %s\n  size: %d\n  hash: md5\n  path: train.csv\n", sum(data), len(data)))
	w.write(t, "data/.gitignore", "/train.csv\n")
	w.write(t, "dvc.lock", fmt.Sprintf(`schema: '2.0'
stages:
  train:
    cmd: python src/train.py
    deps:
    - path: data/train.csv
      hash: md5
      md5: %s
      size: %d
    - path: src/train.py
      hash: md5
      md5: %s
      size: %d
    outs:
    - path: model.pkl
      hash: md5
      md5: %s
      size: 1
`, sum(data), len(data), sum(code), len(code), sum("model"+code)))
	if push {
		w.put(t, sum(data), data)
	}
}

// put is dvc push of one content.
func (w *auditWorld) put(t *testing.T, digest, data string) {
	t.Helper()
	file := filepath.Join(w.remote, "files", "md5", digest[:2], digest[2:])
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
}

func sum(text string) string {
	digest := md5.Sum([]byte(text))
	return hex.EncodeToString(digest[:])
}

func (w *auditWorld) write(t *testing.T, path, text string) { gittest.Write(t, w.clone, path, text) }

func (w *auditWorld) commit(t *testing.T) string {
	t.Helper()
	w.git(t, "add", "-A")
	w.git(t, "commit", "--quiet", "-m", "Train")
	return w.git(t, "rev-parse", "HEAD")
}

func (w *auditWorld) git(t *testing.T, args ...string) string {
	return gittest.Git(t, w.clone, args...)
}
