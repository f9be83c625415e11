package mlflow

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// Limits on a tree of small files.
const (
	maxSmallFile = 1 << 20 // bytes of a param, tag, alias or meta.yaml
	maxEntries   = 200_000 // files below one directory
)

// files is the Store in an ./mlruns tree. MLflow itself gave up writing it in
// 3.13, but there are years of runs in them. Everything is read through an
// os.Root, so no name and no link leads out of the tree.
// https://github.com/mlflow/mlflow/blob/master/mlflow/store/tracking/file_store.py
type files struct {
	dir  string
	root *os.Root
	fsys fs.FS
}

func openFiles(dir string) (*files, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", dir, doc.Reason(err))
	}
	return &files{dir: dir, root: root, fsys: root.FS()}, nil
}

func (f *files) ReadOnly() bool { return true }

func (f *files) Close() error { return f.root.Close() }

func (f *files) SetVersionTag(_ context.Context, name, number, key, _ string) error {
	return readOnly(key, "model "+name+" version "+number)
}

func (f *files) SetRunTag(_ context.Context, runID, key, _ string) error {
	return readOnly(key, "run "+runID)
}

func (f *files) KillRun(_ context.Context, runID string, _ time.Time) error {
	return fmt.Errorf("end run %s: %w", runID, ErrReadOnly)
}

func readOnly(key, of string) error {
	return fmt.Errorf("set tag %s of %s: %w; a tag needs a tracking server: --tracking-uri http(s)://…", key, of, ErrReadOnly)
}

// small reads a small file whole. What is no regular file, such as a pipe that
// would block for ever, is refused unopened.
func (f *files) small(name string) ([]byte, error) { return readRegular(f.root, name, maxSmallFile) }

func readRegular(root *os.Root, name string, limit int64) ([]byte, error) {
	info, err := root.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, ErrNotFound
	case err != nil:
		return nil, doc.Reason(err)
	case !info.Mode().IsRegular():
		return nil, errors.New("is not a regular file")
	}
	file, err := root.Open(name)
	if err != nil {
		return nil, doc.Reason(err)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err == nil && int64(len(data)) > limit {
		return nil, fmt.Errorf("%w: more than %d bytes", ErrLimit, limit)
	}
	return data, err
}

// MLflow writes a meta.yaml anew in its place: for a moment it is empty.
const (
	emptyReads = 4
	emptyPause = 25 * time.Millisecond
)

// meta reads a directory's meta.yaml.
func (f *files) meta(dir string) (meta, error) {
	name := path.Join(dir, "meta.yaml")
	data, err := written(func() ([]byte, error) { return f.small(name) })
	if err != nil {
		return meta{}, fmt.Errorf("%s: %w", name, err)
	}
	m, err := readMeta(data)
	if err != nil {
		return meta{}, fmt.Errorf("%s: %w", name, err)
	}
	return m, nil
}

// written reads a file again while it is empty, emptyReads times at most.
func written(read func() ([]byte, error)) (data []byte, err error) {
	for tries := emptyReads; tries > 0; tries-- {
		if data, err = read(); err != nil || len(data) > 0 {
			break
		}
		time.Sleep(emptyPause)
	}
	return data, err
}

// dirs lists the sub-directories of a directory; none where it is not there.
func (f *files) dirs(dir string) ([]string, error) {
	entries, err := fs.ReadDir(f.fsys, dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, doc.Reason(err))
	}
	if err := bounded(len(entries), maxEntries, "entries in "+dir); err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		if entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	return names, nil
}

// tree visits every file below a directory: a key with slashes in it is a path.
func (f *files) tree(dir string, each func(key string) error) error {
	count := 0
	err := fs.WalkDir(f.fsys, dir, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case name == dir && errors.Is(err, fs.ErrNotExist):
			return fs.SkipAll
		case err != nil:
			return err
		case entry.IsDir() || stray(entry.Name()):
			return nil
		}
		if count++; count > maxEntries {
			return fmt.Errorf("%s: %w: more than %d files", dir, ErrLimit, maxEntries)
		}
		return each(strings.TrimPrefix(name, dir+"/"))
	})
	return err
}

// stray names what file managers, file systems and git leave in any directory.
func stray(name string) bool {
	return name == ".DS_Store" || name == ".gitkeep" || name == ".gitignore" || strings.HasPrefix(name, "._") || strings.HasPrefix(name, ".nfs")
}

// texts reads a directory of one-value files: params, tags, aliases.
func (f *files) texts(dir string) (map[string]string, error) {
	values := map[string]string{}
	err := f.tree(dir, func(key string) error {
		data, err := f.small(path.Join(dir, key))
		if err != nil {
			return fmt.Errorf("%s: %w", path.Join(dir, key), err)
		}
		values[key] = string(data)
		return nil
	})
	return values, err
}

// oneName says whether text can be the name of a single file or directory, so
// that it cannot lead anywhere else.
func oneName(text string) bool {
	return text != "." && fs.ValidPath(text) && !strings.ContainsAny(text, "/\\\x00")
}

// lost wraps an error of a read with the operation and object.
func lost(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), err)
}

var _ Store = (*files)(nil)
