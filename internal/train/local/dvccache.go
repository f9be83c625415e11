package local

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc/dvcconfig"
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

// shareCache lets DVC in the clone that trains use the cache and the local
// settings of the user's: it has neither, as git does not carry them. A link in
// the commit does not lead the write out of the clone.
func (l *Project) shareCache(clone *os.Root) error {
	if info, err := clone.Stat(".dvc"); err != nil || !info.IsDir() {
		return nil //nolint:nilerr // no DVC project at that commit
	}
	shared, local, err := l.dvcSettings()
	if err != nil {
		return fmt.Errorf("lend DVC's settings: %w", err)
	}
	return clone.WriteFile(".dvc/config.local", dvcconfig.Local(shared, local, l.dvcDir(), dvcconfig.OuterCacheDir(l.Environ)), 0o600)
}

// dvcDir is the .dvc directory of the user's clone.
func (l *Project) dvcDir() string {
	return filepath.Join(l.Repository.Dir, filepath.FromSlash(l.Prefix), ".dvc")
}

// dvcSettings are DVC's in the user's clone; empty where there are none.
func (l *Project) dvcSettings() (shared, local []byte, err error) {
	var texts [2][]byte
	for i, name := range []string{"config", "config.local"} {
		texts[i], err = doc.ReadFile(os.DirFS(l.dvcDir()), name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, nil, err
		}
	}
	return texts[0], texts[1], nil
}

// dvcCache is DVC's cache, which the clone that trains shares with the user's; nil
// where there is none.
func (l *Project) dvcCache() fs.FS {
	shared, local, err := l.dvcSettings()
	if err != nil {
		return nil
	}
	dir := dvcconfig.CacheDir(shared, local, l.dvcDir(), dvcconfig.OuterCacheDir(l.Environ))
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil
	}
	return os.DirFS(dir)
}
