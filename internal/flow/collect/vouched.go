package collect

import (
	"bytes"
	"context"
	"io/fs"
	"path"
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/train"
)

// vouched says whether each file is, byte for byte, what the stage that makes it
// left, by the lock as it stands after the training. Where a file was uploaded, the lock
// has to have been uploaded as well: that of the commit tells of an earlier training.
func vouched(ctx context.Context, training train.Training, files []string, read []metricsFile) bool {
	if training.Files == nil || len(files) == 0 {
		return true
	}
	left := leftFiles{training.Files, map[string][]byte{}}
	for _, file := range read {
		if file.uploaded != nil && slices.Contains(files, file.path) {
			left.uploaded[file.path] = file.uploaded
		}
	}
	if len(left.uploaded) > 0 && !left.addLocks(ctx, training) {
		return false
	}
	project, err := dvc.Read(left)
	return err == nil && !slices.ContainsFunc(files, func(file string) bool { return !project.Vouches(file) })
}

// leftFiles are the files that a training left, and those that it uploaded in their place.
type leftFiles struct {
	fs.FS
	uploaded map[string][]byte
}

// addLocks adds the locks of the stages that make what was uploaded; false where one was not
// uploaded.
func (l leftFiles) addLocks(ctx context.Context, training train.Training) bool {
	project, err := dvc.Read(l.FS)
	if err != nil {
		return false
	}
	for _, stage := range project.Stages {
		lock := path.Join(stage.Dir, "dvc.lock")
		made := slices.ContainsFunc(stage.Outs, func(out dvc.Output) bool { return l.uploaded[out.Path] != nil })
		if !made || l.uploaded[lock] != nil {
			continue
		}
		if l.uploaded[lock], err = training.Upload(ctx, lock); err != nil {
			return false
		}
	}
	return true
}

// Open implements fs.FS.
func (l leftFiles) Open(name string) (fs.File, error) {
	if data, there := l.uploaded[name]; there {
		return &uploadedFile{bytes.NewReader(data), path.Base(name)}, nil
	}
	return l.FS.Open(name)
}

// An uploadedFile is one of them, and what is known of it.
type uploadedFile struct {
	*bytes.Reader
	name string
}

func (f *uploadedFile) Close() error               { return nil }
func (f *uploadedFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f *uploadedFile) Name() string               { return f.name }
func (f *uploadedFile) Mode() fs.FileMode          { return 0o444 }
func (f *uploadedFile) ModTime() time.Time         { return time.Time{} }
func (f *uploadedFile) IsDir() bool                { return false }
func (f *uploadedFile) Sys() any                   { return nil }
