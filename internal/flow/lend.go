package flow

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/reproduce-action/reproduce/internal/dvc"
)

// ownStore finds a tracking store that the training made in its own directory:
// its code may name one with a relative path.
func ownStore(dir string) string {
	if info, err := os.Stat(filepath.Join(dir, "mlflow.db")); err == nil && info.Mode().IsRegular() {
		return "sqlite:///" + filepath.Join(dir, "mlflow.db")
	}
	if info, err := os.Stat(filepath.Join(dir, "mlruns")); err == nil && info.IsDir() {
		return filepath.Join(dir, "mlruns")
	}
	return ""
}

// lendCache lets DVC in the worktree use the cache and the local settings of
// the user's clone: a worktree has neither, as git does not carry them.
// A link in the commit does not lead the write out of the worktree.
func (l *Local) lendCache(worktree *os.Root) error {
	home := filepath.Join(l.Repository.Dir, filepath.FromSlash(l.Prefix), ".dvc")
	if info, err := worktree.Stat(".dvc"); err != nil || !info.IsDir() {
		return nil //nolint:nilerr // no DVC project at that commit
	}
	var texts [2][]byte
	for i, name := range []string{"config", "config.local"} {
		text, err := readFile(os.DirFS(home), name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("lend DVC's settings: %w", err)
		}
		texts[i] = text
	}
	return worktree.WriteFile(".dvc/config.local", dvc.LocalConfig(texts[0], texts[1], home), 0o600)
}
