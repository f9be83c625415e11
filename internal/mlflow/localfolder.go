package mlflow

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// localFolder is a model's folder on this machine, read through an os.Root: no name and
// no link leads out of it.
type localFolder struct{ root *os.Root }

// openLocal opens the folder of a model that a local store recorded, where that is below
// one of the roots.
func openLocal(location string, roots ...string) (Folder, error) {
	folder, ok := localPath(location)
	if !ok {
		return nil, fmt.Errorf("%w: the model's files are at %s", ErrUnreadable, shown(location))
	}
	for _, at := range placesOf(folder, roots) {
		root, err := os.OpenRoot(at.root)
		if err != nil {
			continue
		}
		inside, err := root.OpenRoot(at.inside)
		root.Close()
		if err == nil {
			return localFolder{inside}, nil
		}
	}
	return nil, fmt.Errorf("%w: no folder of the store is at %s", ErrUnreadable, shown(location))
}

// List follows links to what is inside the folder, as a download would.
func (f localFolder) List(_ context.Context, dir string) (entries []FolderEntry, err error) {
	if dir == "" {
		dir = "."
	}
	listed, err := fs.ReadDir(f.root.FS(), dir)
	if err != nil {
		return nil, doc.Reason(err)
	}
	for _, entry := range listed {
		name := path.Join(dir, entry.Name())
		info, err := f.root.Stat(name)
		if err != nil { // as of a link that leads out: Read says so
			entries = append(entries, FolderEntry{Path: name})
			continue
		}
		entries = append(entries, FolderEntry{Path: name, Dir: info.IsDir(), Size: info.Size()})
	}
	return entries, nil
}

// Read refuses what is no regular file unopened.
func (f localFolder) Read(_ context.Context, name string, take func(io.Reader) error) error {
	info, err := f.root.Stat(name)
	if err != nil {
		return doc.Reason(err)
	}
	if !info.Mode().IsRegular() {
		return errors.New("is not a regular file")
	}
	file, err := f.root.Open(name)
	if err != nil {
		return doc.Reason(err)
	}
	defer file.Close()
	return take(file)
}

func (f localFolder) Close() error { return f.root.Close() }
