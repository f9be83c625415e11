package local

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
)

// OutputFile gives a file that a commit has in its dvc.lock, or a .dvc file, and git has not:
// from the user's clone, else from DVC's cache, where the content there is the one that the
// commit names. files are the commit's. The error says how to get it; fs.ErrNotExist is a
// file that DVC does not know either.
func (l *Project) OutputFile(files fs.FS, file string) ([]byte, error) {
	project, err := dvc.Read(files)
	if err != nil || project == nil {
		return nil, fs.ErrNotExist
	}
	hash, ok := project.LockedHash(file)
	cached, stored := hash.RemotePath()
	if !ok || !stored {
		return nil, fs.ErrNotExist
	}
	clone := os.DirFS(filepath.Join(l.Repository.Dir, filepath.FromSlash(l.Prefix)))
	if data, ok := ofContent(clone, file, hash); ok {
		return data, nil
	}
	if cache := l.dvcCache(); cache != nil {
		if data, ok := ofContent(cache, cached, hash); ok {
			return data, nil
		}
	}
	return nil, fmt.Errorf("DVC has it, and neither this clone nor DVC's cache has the content that the commit names; get it with dvc pull %s", file)
}

// ofContent reads a file that has a content.
func ofContent(files fs.FS, file string, hash dvc.Hash) ([]byte, bool) {
	found, err := dvc.HashPath(files, file, hash.Scheme)
	if same, comparable := found.Same(hash); err != nil || !comparable || !same {
		return nil, false
	}
	data, err := doc.ReadFile(files, file)
	return data, err == nil
}
